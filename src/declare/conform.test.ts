import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { conform } from './conform.ts'
import { parseYaml } from './parse-yaml.ts'
import type { YamlFile } from './read-yaml.ts'

/** Data whose places are counted by its depth and order, so that the order of the file is the order of keys. */
const yamlOf = (data: unknown): YamlFile => {
  const text = JSON.stringify(data)
  const { at } = parseYaml(text, 'f')
  return {
    file: 'f',
    data,
    place: (path) =>
      at(
        Math.max(
          0,
          path.reduce<number>((from, step) => Math.max(from, text.indexOf(JSON.stringify(step), from)), 0),
        ),
      ),
  }
}

const Thing = z.strictObject({
  name: z.string().min(1),
  size: z.number().positive().optional(),
  parts: z
    .array(z.strictObject({ id: z.string() }))
    .min(1)
    .optional(),
  limit: z.union([z.number(), z.strictObject({ target: z.literal(true) })]).optional(),
  either: z.union([z.strictObject({ all: z.array(z.string()) }), z.strictObject({ any: z.array(z.string()) })]).optional(),
})

describe('conform', () => {
  it('gives the data, with what the schema fills in', () => {
    const schema = z.strictObject({ a: z.string(), b: z.number().default(2) })
    expect(conform(schema, yamlOf({ a: 'x' }))).toEqual({ a: 'x', b: 2 })
  })

  it.each<[unknown, string]>([
    [{ nmae: 'x' }, 'unknown key `nmae`; did you mean `name`?'],
    [{ zzzzzz: 1, name: 'x' }, 'unknown key `zzzzzz`; known here: name, size, parts, limit, either. Take it out, or use one of these.'],
    [{}, '`name` is missing; text was expected. Add it.'],
    [{ name: 5 }, '`name` is the number 5; text was expected. Put it in quotes: "5".'],
    [{ name: null }, '`name` has no value; text was expected. Fill it in, or take the key out.'],
    [{ name: true }, '`name` is `true`; text was expected. Put it in quotes: "true".'],
    [{ name: [] }, '`name` is a list; text was expected. Change it.'],
    [{ name: '' }, '`name` is empty; text was expected. Fill it in.'],
    [{ name: 'x', size: 0 }, '`size` is 0; a number above 0 was expected.'],
    [{ name: 'x', size: Number.NaN }, '`size` is not a finite number; a number was expected. Change it.'],
    [{ name: 'x', size: '12' }, '`size` is text; a number was expected. Take the quotes away.'],
    [{ name: 'x', parts: [] }, '`parts` is an empty list; at least 1 entry was expected. Add it.'],
    [{ name: 'x', parts: 'a' }, '`parts` is text; a list was expected. Put it in brackets: `[…]`.'],
    [{ name: 'x', parts: [{ id: 'a' }, { di: 'b' }] }, 'unknown key `di` in `parts[1]`; did you mean `id`?'],
    [{ name: 'x', limit: 'high' }, '`limit` is text; a number or a map with `target` was expected. Change it.'],
    [{ name: 'x', limit: { target: false } }, '`limit.target` is `false`; expected `true`.'],
    [{ name: 'x', limit: { targt: true } }, 'unknown key `targt` in `limit`; did you mean `target`?'],
    [{ name: 'x', either: { al: [] } }, 'unknown key `al` in `either`; did you mean `all`?'],
    [{ name: 'x', either: { any: [1] } }, '`either.any[0]` is the number 1; text was expected. Put it in quotes: "1".'],
    [{ name: 'x', either: {} }, '`either` is a map of keys; a map with `all` or a map with `any` was expected. Change it.'],
    [[], 'the file is a list; a map with `name` was expected. Change it.'],
  ])('%j: %s', (data, says) => {
    expect(() => conform(Thing, yamlOf(data))).toThrow(expect.objectContaining({ name: 'Problem', message: says }))
  })

  it('tells the first mistake in the order of the file', () => {
    expect(() => conform(Thing, yamlOf({ size: 'x', name: 5 }))).toThrow('`size`')
    expect(() => conform(Thing, yamlOf({ name: 5, size: 'x' }))).toThrow('`name`')
  })

  it('answers a list of 20,000 mistakes', () => {
    const parts = Array.from({ length: 20_000 }, () => ({ id: 1 }))
    expect(() => conform(Thing, yamlOf({ name: 'x', parts }))).toThrow('`parts[0].id`')
  })
})
