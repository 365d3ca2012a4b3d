/** Judges which simple predictors of the repository's files are measured, and beside what. */
import { folderOf, isNotebook, nameOf, pathKind } from '../paths.ts'
import { importsOf } from '../python/module.ts'
import type { ModuleIndex } from '../python/modules.ts'
import { parsePython, type Syntax } from '../python/parser.ts'
import type { PythonSource } from '../python/sources.ts'
import { originsIn } from './origins.ts'
import { familyOf, isStandardMetric, mayBeRich, mayCompare } from './predictors.ts'
import type { Measuring, Origins, Rival } from './rivals.ts'

/** `beside`: what it is measured beside, for the note. */
export type Baseline = {
  source: PythonSource
  line: number
  name: string
  kind: string
  measured: boolean
  same_metric: boolean
  beside: string
}

const nowhere = { isOwn: () => false, given: () => undefined }

type Read = Origins & { source: PythonSource; root: Syntax; imports: Map<string, string>; network: boolean }

const mayMeasure = /\bfor\b[\s\S]*(score|metric|evaluat|error|cross_val)/
const network = /^\s*(import|from)\s+(torch|tensorflow|keras|pytorch_lightning|lightning|transformers)\b/m

export async function baselinesIn(files: Map<string, PythonSource>, index: ModuleIndex, signal: AbortSignal): Promise<Baseline[]> {
  const read = await readAll(files, index, signal)
  const out: Baseline[] = []
  for (const one of read) {
    const rows = one.rivals.filter(({ grade }) => grade !== 'rich').flatMap((rival) => within(rival, one) ?? [])
    const tested = pathKind(one.source.path) === 'test'
    out.push(...rows.filter((row) => !tested || (row.same_metric && row.own)))
    if (tested || rows.some(({ same_metric }) => same_metric)) continue
    out.push(...across(one, read, rows.length > 0))
  }
  // A list of models that another file goes through.
  for (const row of out.filter(({ measured }) => !measured)) {
    const one = read.find(({ source }) => source === row.source) as Read
    const grouped = one.groups.some((group) => group.some(({ line }) => line === row.line) && group.some(({ grade }) => grade === 'rich'))
    if (grouped && (await measuredByImporters(one.source, files, index)))
      Object.assign(row, { measured: true, same_metric: true, beside: 'the other models of its list' })
  }
  return one(out)
}

/** Files that may hold a simple predictor, and files beside them that may hold a richer one. */
async function readAll(files: Map<string, PythonSource>, index: ModuleIndex, signal: AbortSignal): Promise<Read[]> {
  const simple = [...files.values()].filter(({ text }) => mayCompare(text))
  const folders = new Set(simple.map(({ path }) => folderOf(path)))
  const beside = [...files.values()].filter(
    (source) => !simple.includes(source) && folders.has(folderOf(source.path)) && mayBeRich.test(source.text),
  )
  const gives = new Map<string, Map<string, Rival[]>>()
  const given = (name: string, from: string): Rival[] | undefined => {
    const at = index.resolve(name, from)
    return at === undefined ? undefined : gives.get(at.path)?.get(at.rest)
  }
  const read: Read[] = []
  for (const source of [...simple, ...beside]) {
    signal.throwIfAborted()
    const root = await parsePython(source.text)
    const imports = importsOf(root)
    const elsewhere = {
      isOwn: (name: string) => index.resolve(name, source.path) !== undefined,
      given: (name: string) => given(name, source.path),
    }
    const origins = originsIn(root, imports, elsewhere)
    read.push({ ...origins, source, root, imports, network: network.test(source.text) })
    if (origins.gives.size > 0 && !isNotebook(source.path)) gives.set(source.path, origins.gives)
  }
  // Once more where a file was read before the one that gives it its models.
  return read.map((one) => {
    if (![...one.imports.values()].some((name) => given(name, one.source.path) !== undefined)) return one
    const elsewhere = {
      isOwn: (name: string) => index.resolve(name, one.source.path) !== undefined,
      given: (name: string) => given(name, one.source.path),
    }
    return { ...one, ...originsIn(one.root, one.imports, elsewhere) }
  })
}

/** One row for each kind in a file: the one that shows most. */
function one(rows: Baseline[]): Baseline[] {
  const worth = ({ measured, same_metric }: Baseline): number => Number(measured) + 2 * Number(measured && same_metric)
  const best = new Map<string, Baseline>()
  for (const row of rows) {
    const key = `${row.source.path}\n${row.kind}`
    const before = best.get(key)
    if (before === undefined || worth(row) > worth(before)) best.set(key, row)
  }
  return [...best.values()].sort((a, b) => worth(b) - worth(a))
}

/** A simple model is a baseline beside a richer one; alone it is the model itself. */
function within(rival: Rival, { source, rivals, measurings, groups, network: nets }: Read): (Baseline & { own: boolean }) | undefined {
  const rule = rival.kind === 'rule'
  const mine = measurings.filter((one) => one.rivals.includes(rival) && (!rule || isStandardMetric(one.metric)))
  const better = (one: Rival): boolean => (rival.grade === 'dull' ? one.grade !== 'dull' : one.grade === 'rich')
  const names = new Set(mine.flatMap(({ metric }) => alsoCalled(metric, rule)))
  const beside =
    mine.flatMap((one) => one.rivals).find(better) ??
    measurings
      .filter(({ metric }) => names.has(familyOf(metric)))
      .flatMap((one) => one.rivals)
      .find(better)
  const unknownModel = (rival.grade === 'dull' || nets) && measurings.some((one) => one.other && names.has(familyOf(one.metric)))
  const measured = mine.length > 0
  const same_metric = measured && (beside !== undefined || unknownModel)
  // A value that is only called a baseline counts once it is measured as a predictor.
  if (rule && !measured) return undefined
  if (
    rival.grade === 'simple' &&
    !same_metric &&
    !rivals.some(better) &&
    !groups.some((group) => group.includes(rival) && group.some(better))
  )
    return undefined
  const told = beside?.name ?? (unknownModel ? 'a model that is not named here' : rivals.find(better)?.name)
  return {
    source,
    line: rival.line,
    name: rival.name,
    kind: rival.kind,
    measured,
    same_metric,
    beside: told ?? '',
    own: rival.own && (beside?.own ?? false),
  }
}

/** Accuracy goes by many names; a guess's own is told by hand. */
const alsoCalled = (metric: string, rule: boolean): string[] =>
  rule && familyOf(metric) === 'accuracy'
    ? ['accuracy', 'score', 'evaluate', 'classification_report', 'cross_val_score']
    : [familyOf(metric)]

const metricsOf = (measurings: Measuring[], is: (rival: Rival) => boolean): string[] => [
  ...new Set(measurings.filter(({ rivals }) => rivals.some(is)).map(({ metric }) => metric)),
]

/** `train_lr.py` and `train_rf.py` do the same thing with two models. */
const alike = (a: string, b: string): boolean => {
  const words = (name: string): string[] =>
    name
      .replace(/\.\w+$/, '')
      .toLowerCase()
      .match(/[a-z]{4,}/g) ?? []
  return words(a).some((word) => words(b).includes(word))
}

/** Programs that lie side by side and measure by the same metrics, one with a simple model and one with a richer. */
function across(one: Read, read: Read[], known: boolean): Baseline[] {
  if (known || isNotebook(one.source.path)) return []
  const simple = one.rivals.find(({ grade, kind }) => grade === 'simple' && kind !== 'single tree')
  const rival = read.find(
    (other) =>
      other !== one &&
      folderOf(other.source.path) === folderOf(one.source.path) &&
      pathKind(other.source.path) !== 'test' &&
      !isNotebook(other.source.path) &&
      alike(nameOf(one.source.path), nameOf(other.source.path)) &&
      other.rivals.some(({ grade }) => grade === 'rich'),
  )
  if (simple === undefined || rival === undefined) return []
  const mine = metricsOf(one.measurings, ({ name }) => name === simple.name)
  const theirs = metricsOf(rival.measurings, ({ grade }) => grade === 'rich')
  if (mine.length === 0) return []
  return [
    {
      source: one.source,
      line: simple.line,
      name: simple.name,
      kind: simple.kind,
      measured: true,
      same_metric: mine.some((metric) => theirs.includes(metric)),
      beside: `what ${rival.source.path} trains`,
    },
  ]
}

/** Follows imports backwards to a file that measures in a loop over models. */
async function measuredByImporters(source: PythonSource, files: Map<string, PythonSource>, index: ModuleIndex): Promise<boolean> {
  const open = [source.path]
  const seen = new Set(open)
  for (let step = 0, path = open[0]; path !== undefined && step < 40; step++, path = open[step]) {
    const stem =
      path
        .replace(/(\/__init__)?\.py$/, '')
        .split('/')
        .at(-1) ?? ''
    for (const other of files.values()) {
      if (seen.has(other.path) || pathKind(other.path) === 'test' || !other.text.includes(stem)) continue
      const root = await parsePython(other.text)
      const imports = importsOf(root)
      if (![...imports.values()].some((name) => index.resolve(name, other.path)?.path === path)) continue
      seen.add(other.path)
      open.push(other.path)
      if (mayMeasure.test(other.text) && originsIn(root, imports, nowhere).measurings.some(({ loop, other: unknown }) => loop && unknown))
        return true
    }
  }
  return false
}
