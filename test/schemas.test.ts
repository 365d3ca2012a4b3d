/** The committed JSON Schemas are those that the program's own schemas make, and take the files that ship. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { schemasFolder, schemaTexts } from '../tools/write-schemas.ts'

it('are what `npm run schemas` writes, and nothing else lies there', async () => {
  const texts = schemaTexts()
  expect((await readdir(schemasFolder)).sort()).toEqual(Object.keys(texts).sort())
  for (const [file, text] of Object.entries(texts)) expect(await readFile(join(schemasFolder, file), 'utf8'), file).toBe(text)
})

it('are the same bytes every time', () => {
  expect(schemaTexts()).toEqual(schemaTexts())
})

type Shape = { properties: { [key: string]: { description?: string } }; additionalProperties: unknown; required: string[] }

it('say what each key of assay.yaml is for, and that others are mistakes', () => {
  const schema: Shape = JSON.parse(schemaTexts()['assay.schema.json'] ?? '')
  expect(schema.required).toEqual(['assay', 'subject'])
  expect(schema.additionalProperties).toBe(false)
  const silent = Object.entries(schema.properties).filter(([, it]) => it.description === undefined)
  expect(silent.map(([key]) => key)).toEqual([])
})

it('let later versions add keys to assessment.json', () => {
  const schema: Shape = JSON.parse(schemaTexts()['assessment.schema.json'] ?? '')
  expect(schema.additionalProperties).toEqual({})
  expect(schema.required).toContain('verdicts')
})
