/** Counts the functions of one kind and how many of them a test calls and asserts something of. */
import { z } from 'zod'
import type { Item } from '../../../model/evidence.ts'
import { CannotLook, type RepoHandle } from '../../../model/handles.ts'
import { absent, type Finding, found } from '../../../model/probe.ts'
import { pathKind } from '../paths.ts'
import { keyOf } from '../python/ahead.ts'
import type { Module } from '../python/module.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { fileLine, type PythonSource, pythonSources, unreadLimit, withoutExamples } from '../python/sources.ts'
import { buildsFeatures, everyday, functionsOf, learningLibrary, mayCount, specifiesModel } from './code-kinds.ts'
import { testedFunctions } from './tested-functions.ts'

export const testedFacts = z.object({ functions: z.number(), tested: z.number(), tested_share: z.number() })

const otherCode = /\.(jl|[rR]|java|kt|scala|cs|cc|cpp|go|rs|swift|m|jsx?|tsx?)$/
const mostItems = 60

type One = { source: PythonSource; module: Module; scope: number }

type Code = { features: One[]; models: One[]; names: Set<string>; keys: Set<string> }
const kept = new WeakMap<RepoHandle, Promise<Code>>()

/** Both kinds of code and the names under which tests may call them, found once for a repository. */
function codeOf(repo: RepoHandle, own: PythonSource[], signal: AbortSignal): Promise<Code> {
  const known = kept.get(repo) ?? search(own, signal)
  kept.set(repo, known)
  known.catch(() => kept.delete(repo))
  return known
}

async function search(own: PythonSource[], signal: AbortSignal): Promise<Code> {
  const out: Code = { features: [], models: [], names: new Set(), keys: new Set() }
  for (const source of own) {
    signal.throwIfAborted()
    if (!mayCount(source)) continue
    const module = await parsedModule(source)
    out.features.push(...functionsOf(module, source, buildsFeatures).map((scope) => ({ source, module, scope })))
    out.models.push(...functionsOf(module, source, specifiesModel).map((scope) => ({ source, module, scope })))
  }
  for (const { module, scope } of [...out.features, ...out.models]) {
    out.keys.add(keyOf({ module, scope }))
    const it = module.scopes[scope]
    const owner = module.scopes[it?.parent ?? 0]
    // A model is called by its own name: `Net()(x)` runs `forward`.
    for (const name of [it?.name, owner?.kind === 'class' ? owner.name : undefined])
      if (name !== undefined && !everyday.test(name)) out.names.add(name)
  }
  return out
}

/** `what`: the functions in words, for the reader. */
export async function testedShare(repo: RepoHandle, kind: 'features' | 'models', what: string, signal: AbortSignal): Promise<Finding> {
  const { files, unread } = await pythonSources(repo, signal)
  if (files.size + unread.length === 0 && repo.files.some(({ path }) => otherCode.test(path)))
    throw new CannotLook('not_supported', 'No Python in this repository; tests in other languages cannot be judged yet.')
  const own = [...withoutExamples(files).values()].filter(({ path }) => pathKind(path) !== 'test')
  const limits = [...repo.limits, ...unreadLimit(unread), howJudged]
  const searched = `searched ${own.length} Python files for ${what}`
  if (!own.some(({ text }) => learningLibrary.test(text)))
    return absent(`${searched}; none of them imports a library that learns`, { limits })
  const code = await codeOf(repo, own, signal)
  const all = code[kind]
  if (all.length === 0) return absent(searched, { limits })
  const by = await testedFunctions(repo, files, code, signal)
  const tested = all.filter((one) => by.has(keyOf(one)))
  const items: Item[] = [
    ...tested.map((one) => item(one, by.get(keyOf(one)))),
    ...all.filter((one) => !tested.includes(one)).map((one) => item(one, undefined)),
  ]
  if (items.length > mostItems) limits.push(`${items.length - mostItems} more functions are counted and not listed`)
  return found(
    { functions: all.length, tested: tested.length, tested_share: tested.length / all.length },
    { items: items.slice(0, mostItems), limits },
  )
}

const howJudged =
  'Which functions are meant was told by their names, their files, the classes they belong to and the libraries they call. Tested: a test that asserts something of own code calls it itself, by its fixtures or by helpers of the tests; what is only reached through other code does not count. Notebooks are left out.'

function item({ source, module, scope }: One, test: { path: string; line: number } | undefined): Item {
  const it = module.scopes[scope]
  const owner = module.scopes[it?.parent ?? 0]
  const name = owner?.kind === 'class' ? `${owner.name}.${it?.name}` : it?.name
  return {
    path: source.path,
    line: fileLine(source, it?.line ?? 1),
    note: `${name}: ${test === undefined ? 'no test calls it' : `called by a test at ${test.path}:${test.line}`}`,
  }
}
