/** Holds a SARIF file against the schema of SARIF 2.1.0. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'

/** The schema is of draft 4, whose words it uses mean the same in draft 7. */
export const schemaFaults = (text: string): string[] => {
  const file = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(file, 'utf8'))
  const holds = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(schema)
  return holds(JSON.parse(text)) ? [] : (holds.errors ?? []).map((it) => `${it.instancePath} ${it.message}`)
}
