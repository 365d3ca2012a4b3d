/** The thread that parses gives what parsing here gives, to many at once. */
import { expect, test } from 'vitest'
import { parse } from '../probes/parsing.ts'
import { parsePython } from '../probes/repo/python/parser.ts'
import { walk } from '../probes/repo/python/syntax.ts'
import { Syntax } from '../probes/repo/python/tree.ts'
import { parseInThread } from './parser-thread.ts'

const shape = (root: Syntax): string[] => [...walk(root)].map((it) => `${it.field ?? ''}:${it.type} ${it.start}-${it.end}`)

test('the same trees, whoever parses, of broken text and of none too', async () => {
  parseInThread()
  const texts = [
    '',
    'x = 1\n',
    'def f(:\n  pass\n',
    'print "two"\n',
    ...Array.from({ length: 40 }, (_, at) => `class A${at}:\n  b = [${at}]\n`),
  ]
  const there = await Promise.all(texts.map(parsePython))
  const here = await Promise.all(texts.map(async (text) => new Syntax(await parse(text))))
  expect(there.map(shape)).toEqual(here.map(shape))
  expect(there.map((it) => it.source)).toEqual(texts)
})

test('two who ask for the same text at once get the same tree', async () => {
  const [one, other] = await Promise.all([parsePython('y = 2\n'), parsePython('y = 2\n')])
  expect(shape(one)).toEqual(shape(other))
})
