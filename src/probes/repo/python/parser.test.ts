import { describe, expect, test } from 'vitest'
import { parsePython } from './parser.ts'
import { dotted, field, literalOf, textOf, walk } from './syntax.ts'

const first = async (source: string, type: string) => [...walk(await parsePython(source))].find((node) => node.type === type)

describe('parsePython', () => {
  test('gives lines, fields and texts', async () => {
    const call = await first('x = 1\n\ny = a.b(\n  c, d=2)\n', 'call')
    expect(call).toMatchObject({ field: 'right', line: 3, end_line: 4 })
    expect(dotted(call)).toBe('a.b()')
    expect(textOf(call as NonNullable<typeof call>)).toBe('a.b(\n  c, d=2)')
  })

  test('counts letters outside ASCII as the text does', async () => {
    expect(literalOf(field((await first('é = "ü"  # ñ\n名 = "z"\n', 'assignment')) as never, 'right'))).toBe('ü')
  })

  test('gives the same at the second asking, as nodes of its own', async () => {
    const source = 'if a > 1:\n    print f"{b!r}"\nelse\n    c(\n'
    const plain = async () => [...walk(await parsePython(source))].map(({ type, field, line, end_line }) => [type, field, line, end_line])
    expect(await plain()).toEqual(await plain())
    expect(await parsePython(source)).not.toBe(await parsePython(source))
  })

  test('keeps operators, leaves comments out', async () => {
    const types = [...walk(await parsePython('a = b < c  # why\n'))].map(({ type }) => type)
    expect(types).toContain('<')
    expect(types).not.toContain('comment')
  })

  test('a chain of twenty thousand parts overflows nothing', async () => {
    const source = `x = ${Array.from({ length: 20_000 }, (_, at) => `a${at}`).join(' + ')}\ny = f(x)\n`
    expect(await first(source, 'call')).toMatchObject({ line: 2 })
  })

  test('a walk that passes through sees the same nodes and finds the same fields', async () => {
    const root = await parsePython('@a.b\nclass C(D):\n    def f(self, n=1):\n        return g(n)[0] if n < 2 else h.k\n')
    const told = (node: typeof root) => [...walk(node)].map((one) => [one.type, one.field, one.start, one.end, field(one, 'name')?.start])
    expect(told(root.passing())).toEqual(told(root))
  })

  test('finds imports in their order wherever they stand, and none in what only looks like one', async () => {
    const root = await parsePython('import a\nif x:\n    from b import c\ny = "import d"\ndef f():\n    import e as g\n')
    const lines = root.below(/^import_(from_)?statement$/, /^assignment$/).map(({ line }) => line)
    expect(lines).toEqual([1, 3, 6])
    expect(root.below(/^import_(from_)?statement$/, /^if_statement$/).map(({ line }) => line)).toEqual([1, 6])
  })
})
