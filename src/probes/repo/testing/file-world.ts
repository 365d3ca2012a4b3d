/** What the names of one test file (or conftest, or helper module) stand for: imports, fixtures, helpers, module values. */

import { pathKind } from '../paths.ts'
import { importsOf, resolveName } from '../python/module.ts'
import type { ModuleIndex } from '../python/modules.ts'
import type { Syntax } from '../python/parser.ts'
import { dotted, field, textOf, walk } from '../python/syntax.ts'
import { bind, foreign, highest, type Kind, kindOf, literal, own, type Scope } from './kinds.ts'
import { follow, type Helper, type Surroundings } from './run.ts'

/** Everything the tree says that a file alone cannot know. */
export type Tree = {
  index: ModuleIndex
  /** The world of a helper module or conftest, when it was loaded. */
  world(path: string): FileWorld | undefined
  /** Conftest files above a path, nearest first. */
  conftests(path: string): FileWorld[]
  namesOwn(text: string): boolean
  /** The text of own code that a full name stands for, the nearest to the path; undefined when it is none of the repository. */
  ownText(name: string, from: string): string | undefined
}

/** A node of the tests with the world that its names belong to, or text: own code's, or a name of others. */
export type Behind = { node: Syntax; world: FileWorld } | { text: string; own: boolean }

export type Definition = { name: string; node: Syntax; decorators: Syntax[] }

/** Functions and classes of a block, those inside `if`, `try` and `with` too; a later one of the same name replaces the first. */
export function definitions(block: Syntax | undefined): Map<string, Definition> {
  const out = new Map<string, Definition>()
  const open = [...(block?.children ?? [])].reverse()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const definition = node.type === 'decorated_definition' ? field(node, 'definition') : node
    if (definition?.type === 'function_definition' || definition?.type === 'class_definition') {
      const name = textOf(field(definition, 'name') ?? definition)
      out.set(name, { name, node: definition, decorators: node.children.filter(({ type }) => type === 'decorator') })
    } else if (
      /^(if|try|with)_statement$|^(else|elif|except|finally)_clause$|^block$/.test(node.type) &&
      !/^if (False|0):/.test(textOf(node))
    )
      open.push(...[...node.children].reverse())
  }
  return out
}

export class FileWorld {
  readonly path: string
  readonly root: Syntax
  readonly imports: Map<string, string>
  readonly definitions: Map<string, Definition>
  readonly #tree: Tree
  readonly #stars: boolean
  readonly #values = new Map<string, Kind>()
  readonly #asked = new Set<string>()
  readonly #helpers = new Map<string, Helper | undefined>()

  constructor(path: string, root: Syntax, tree: Tree) {
    this.path = path
    this.root = root
    this.#tree = tree
    this.imports = importsOf(root)
    this.definitions = definitions(root)
    const stars = [...walk(root)]
      .filter(({ type }) => type === 'wildcard_import')
      .map((star) => star.source.slice(0, star.end).match(/from\s+(\S+)\s+import\s+\*$/)?.[1] ?? '')
    this.#stars = stars.some((name) => this.#own(name))
    for (const name of stars)
      for (const known of this.#support(name)?.names() ?? []) this.imports.set(known, `${name}${name.endsWith('.') ? '' : '.'}${known}`)
    this.#runModule()
  }

  names(): string[] {
    return [...this.definitions.keys(), ...this.#values.keys()]
  }

  #own(name: string): boolean {
    const at = this.#tree.index.resolve(name, this.path)
    return at !== undefined && pathKind(at.path) !== 'test'
  }

  #support(name: string): FileWorld | undefined {
    const at = this.#tree.index.resolve(name, this.path)
    return at === undefined ? undefined : this.#tree.world(at.path)
  }

  /** Values that the module's own statements bind. */
  #runModule(): void {
    const scope = this.scope()
    for (const statement of this.root.children) {
      const inner = statement.children[0]
      if (statement.type !== 'expression_statement' || inner?.type !== 'assignment') continue
      bind(field(inner, 'left'), kindOf(field(inner, 'right'), scope), scope)
    }
    for (const [name, kind] of scope.names) this.#values.set(name, kind)
  }

  /** A fresh scope whose outer names are this file's. */
  scope(more: Map<string, Kind> = new Map()): Scope {
    return {
      names: new Map(more),
      ownCalled: false,
      touched: false,
      outer: (name) => this.kind(name),
      namesOwn: (text) => this.#tree.namesOwn(text),
    }
  }

  /** A name that is asked for while it is being worked out (a class naming itself, files importing each other) adds nothing. */
  kind(name: string): Kind | undefined {
    if (this.#asked.has(name)) return foreign
    this.#asked.add(name)
    try {
      return this.#kindOfName(name)
    } finally {
      this.#asked.delete(name)
    }
  }

  #kindOfName(name: string): Kind | undefined {
    const value = this.#values.get(name)
    if (value !== undefined) return value
    const definition = this.definitions.get(name)
    if (definition !== undefined)
      return definition.node.type === 'class_definition' ? this.#kindOfClass(definition) : this.helper(name)?.gives === own ? own : foreign
    const target = this.imports.get(name.split('.')[0] ?? name)
    if (target === undefined)
      return this.#stars && /^\w+$/.test(name) && !/^(self|cls|True|False|None)$/.test(name) && !isBuiltin.test(name) ? own : undefined
    const full = resolveName(name, this.imports)
    const at = this.#tree.index.resolve(full, this.path)
    if (at === undefined) return name.includes('.') ? undefined : foreign
    // The version a module tells of itself is no work of it.
    if (pathKind(at.path) !== 'test') return metadata.test(at.rest) ? foreign : own
    return (at.rest === '' ? foreign : this.#tree.world(at.path)?.kind(at.rest.split('.')[0] as string)) ?? foreign
  }

  #kindOfClass(definition: Definition): Kind {
    const scope = this.scope()
    for (const part of walk(definition.node)) {
      const name = (part.type === 'identifier' || part.type === 'attribute') && part.field !== 'name' ? dotted(part) : undefined
      const here = name === undefined ? undefined : this.definitions.get(name)
      if (here?.node.type === 'class_definition') continue
      if (here !== undefined && this.helper(here.name)?.gives === own) return own
      if (name !== undefined && here === undefined) kindOf(part, scope)
    }
    return scope.touched ? own : foreign
  }

  /** A function of this file, or of a helper module it imports from; undefined for anything else. */
  helper(name: string): Helper | undefined {
    if (this.#helpers.has(name)) return this.#helpers.get(name)
    this.#helpers.set(name, undefined)
    const definition = this.definitions.get(name)
    const helper = definition?.node.type === 'function_definition' ? this.judge(definition, new Map()) : this.#imported(name)
    this.#helpers.set(name, helper)
    return helper
  }

  #imported(name: string): Helper | undefined {
    const head = name.split('.')[0] ?? name
    if (!this.imports.has(head) || /[()[\]]/.test(name)) return undefined
    const at = this.#tree.index.resolve(resolveName(name, this.imports), this.path)
    return at === undefined || at.rest === '' || pathKind(at.path) !== 'test' ? undefined : this.#tree.world(at.path)?.helper(at.rest)
  }

  /** Follows a function; its parameters are fixtures where one has the name. */
  judge(definition: Definition, known: Map<string, Kind>, around?: (scope: Scope) => Surroundings): Helper & { skipped: boolean } {
    const names = new Map(known)
    const params = field(definition.node, 'parameters')?.children ?? []
    for (const param of params) {
      const name = /\w+/.exec(textOf(param))?.[0]
      if (name !== undefined && name !== 'self' && name !== 'cls' && !names.has(name))
        names.set(name, this.fixture(name) ?? kindOf(field(param, 'value'), this.scope()) ?? foreign)
      if (name !== undefined && names.get(name) === literal && this.fixture(name) === undefined && !known.has(name))
        names.set(name, foreign)
    }
    const scope = this.scope(names)
    const course = follow(field(definition.node, 'body'), around?.(scope) ?? { scope, helper: (name) => this.helper(name) })
    return { asserts: course.asserts !== undefined, rests: course.asserts ?? literal, gives: course.gives, skipped: course.skipped }
  }

  /** Where a fixture's value comes from: this file's, imported, or a conftest's. */
  fixture(name: string): Kind | undefined {
    const here = this.#fixtureHere(name)
    if (here !== undefined) return here
    for (const conftest of this.#tree.conftests(this.path)) {
      const there = conftest.path === this.path ? undefined : conftest.#fixtureHere(name)
      if (there !== undefined) return there
    }
    return undefined
  }

  #fixtureHere(name: string): Kind | undefined {
    const definition =
      this.definitions.get(name) ??
      [...this.definitions.values()].find(({ decorators }) =>
        decorators.some((one) => isFixture(one) && textOf(one).includes(`name="${name}"`)),
      )
    if (definition?.decorators.some(isFixture)) return this.helper(definition.name)?.gives ?? foreign
    const at = this.imports.has(name) ? this.#tree.index.resolve(this.imports.get(name) as string, this.path) : undefined
    const there = at === undefined || at.rest === '' || at.path === this.path ? undefined : this.#tree.world(at.path)
    return there === undefined ? undefined : there.#fixtureHere(at?.rest ?? name)
  }

  /** What a name stands for: a definition or value here, a fixture above, a helper of the tests, own code, or another's full name. */
  behind(name: string): Behind | undefined {
    const head = name.split('.')[0] ?? name
    const node = this.definitions.get(head)?.node ?? this.#statement(head)
    if (node !== undefined) return { node, world: this }
    if (!this.imports.has(head)) {
      const above = this.#tree.conftests(this.path).find(({ path, definitions }) => path !== this.path && definitions.has(head))
      return above?.behind(head)
    }
    const full = resolveName(name, this.imports)
    const at = this.#tree.index.resolve(full, this.path)
    const helper = at === undefined || at.path === this.path || pathKind(at.path) !== 'test' ? undefined : this.#tree.world(at.path)
    const there = helper?.behind(at?.rest ?? '')
    if (there !== undefined) return there
    const text = this.#tree.ownText(full, this.path)
    return { text: text ?? full, own: text !== undefined }
  }

  #statement(name: string): Syntax | undefined {
    return this.root.children.find(
      ({ type, children: [inner] }) =>
        type === 'expression_statement' && inner?.type === 'assignment' && textOf(field(inner, 'left') ?? inner) === name,
    )
  }

  /** The highest kind among the values a decorator such as parametrize hands over. */
  kindOfValues(nodes: Syntax[]): Kind {
    const scope = this.scope()
    return highest(nodes.map((node) => kindOf(node, scope)))
  }
}

const metadata = /^__(version|version_info|name|author|email|title|description|summary|license|copyright|ur[il]|doc|file|path|package)__$/

export const isFixture = (decorator: Syntax): boolean => /^@\s*(\w+\.)*fixture\b/.test(textOf(decorator))

const isBuiltin =
  /^(len|sum|max|min|sorted|str|int|float|bool|abs|round|range|list|dict|set|tuple|isinstance|type|any|all|zip|map|print|open|repr|hasattr|getattr|super|iter|next|enumerate|Exception|\w+Error)$/
