/**
 * Reads under which licences code, data and weights stand, whether declarations and texts agree, what of others is used without one, and what the
 * tree itself says of the packages it is built from: locks that name licences, bills of materials, notices, copied code. What a licence asks is told
 * by its name (`asks`): nothing that binds, the same licence for changes (weak copyleft) or for all that is built on it (strong), limits of use,
 * no business. A package of which the tree says nothing is not looked up elsewhere: it is unknown, with the reason.
 */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import type { RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { type Declared, declaredIn, declares } from './licences/declared.ts'
import { type Kind, kindOf, kinds } from './licences/kinds.ts'
import { agree } from './licences/names.ts'
import { type Dependency, dependenciesFrom, stricterThan } from './licences/packages/asks.ts'
import { packagesNamed, unreadLists } from './licences/packages/read.ts'
import { licenceOfText } from './licences/texts.ts'
import { dataTaken } from './licences/third-parties.ts'
import { mustBeWhole } from './monitoring/settings.ts'
import { folderOf, isForeign, isRegular, nameOf, pathKind } from './paths.ts'
import { pythonSources, readEach, withoutExamples } from './python/sources.ts'
import { traceThrough } from './values/kept-traces.ts'
import { findCalls } from './vendors/find-calls.ts'

type Of = 'code' | 'data' | 'weights' | 'model of others' | 'data of others'
type Row = { of: Of; what: string; licence: string | null; source: 'text' | 'declared' | 'not stated here'; path: string; line: number }
type Clash = { path: string; line: number; declared: string; text: string; text_path: string }

const licenceFile = /(^|\/)((un)?licen[sc]e|copying)([-_.][\w.-]+)?$/i
const codeFile = /\.(py|js|ts|json|csv|tsv|ya?ml|toml|sh|ipynb|png|svg)$/i
const most = 300

export default probe({
  id: 'repo.licences',
  version: 2,
  title: 'Licences of code, data, weights and dependencies',
  measures:
    'Under which licence code, data and weights stand by text and by declaration, where the two differ, what is taken from hubs without one, and which packages ask more than the code itself does.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    licences: z.array(
      z.object({
        of: z.enum(['code', 'data', 'weights', 'model of others', 'data of others']),
        what: z.string(),
        licence: z.string().nullable(),
        source: z.enum(['text', 'declared', 'not stated here']),
        path: z.string(),
        line: z.number(),
      }),
    ),
    contradictions: z.array(
      z.object({ path: z.string(), line: z.number(), declared: z.string(), text: z.string(), text_path: z.string() }),
    ),
    not_stated: z.number(),
    dependencies: z.array(
      z.object({
        name: z.string(),
        licence: z.string().nullable(),
        asks: z.enum(kinds).nullable(),
        why_unknown: z.string().nullable(),
        for: z.enum(['product', 'development']),
        source: z.enum(['lock', 'bill of materials', 'notices', 'copied code', 'not stated here']),
        path: z.string(),
        line: z.number(),
      }),
    ),
    dependencies_known: z.number(),
    dependencies_unknown: z.number(),
    stricter: z.array(z.object({ name: z.string(), licence: z.string(), asks: z.enum(kinds), path: z.string(), line: z.number() })),
  }),
  async collect({ repo }, { signal }) {
    const { texts, declared, unread } = await stated(repo, signal)
    const others = await ofOthers(repo, signal)
    const rows = [...texts, ...declared.map(rowOf), ...others]
    const contradictions = clashes(texts, declared)
    const built = await builtFrom(repo, kindsOfOwn(rows), signal)
    const limits = [...repo.limits, howTold, ...built.limits]
    if (rows.length + built.dependencies.length === 0) {
      mustBeWhole(repo, unread)
      return absent(
        `searched ${repo.files.length} files for texts of licences, declarations in package metadata, citation files, cards and README, for models and data of hubs, and for packages in locks, bills of materials, notices, copied code and lists of dependencies`,
        { limits },
      )
    }
    return found(
      {
        licences: rows.slice(0, most),
        contradictions,
        not_stated: others.length,
        dependencies: built.dependencies.slice(0, most),
        dependencies_known: built.dependencies.length - built.silent,
        dependencies_unknown: built.silent,
        ...(built.open === undefined ? { stricter: built.stricter.slice(0, most).map(stricterRow) } : {}),
      },
      {
        items: itemsOf(rows, contradictions, built),
        limits,
        ...(built.open === undefined ? {} : { unknown: { stricter: ['not_given', built.open] } }),
      },
    )
  },
})

type Built = { dependencies: Dependency[]; stricter: Dependency[]; silent: number; limits: string[]; open: string | undefined }

/** `open`: why it cannot be said that no package asks more than the code; of those found, that can always be said. */
async function builtFrom(repo: RepoHandle, own: ReadonlySet<Kind>, signal: AbortSignal): Promise<Built> {
  const { packages, unread, cut } = await packagesNamed(repo, signal)
  const dependencies = dependenciesFrom(packages)
  const stricter = stricterThan(own, dependencies)
  const unknown = dependencies.filter(({ asks }) => asks === null)
  const other = unreadLists(repo)
  const limits = [
    ...(unread.length === 0 ? [] : [`${unread.length} files that may name packages could not be read, ${unread[0]} among them`]),
    ...(cut === 0 ? [] : [`${cut} more files that may name packages were not opened: too large, or too many`]),
    ...(other.length === 0 ? [] : [`Packages that ${other[0]} and files like it name were not listed`]),
    ...(dependencies.length > most ? [`${most} of ${dependencies.length} packages are listed, those that ask most first`] : []),
  ]
  const waiting = unknown.filter((one) => one.for === 'product').length
  const open =
    stricter.length > 0 || waiting + other.length + unread.length + cut === 0
      ? undefined
      : waiting === 0
        ? 'not every file that names packages was read'
        : `the tree does not say what ${waiting} of ${dependencies.length} packages ask`
  return { dependencies, stricter, silent: unknown.length, limits, open }
}

const stricterRow = ({ name, licence, asks, path, line }: Dependency) => ({
  name,
  licence: licence as string,
  asks: asks as Kind,
  path,
  line,
})

const kindsOfOwn = (rows: Row[]): Set<Kind> =>
  new Set(
    rows
      .filter(({ of, licence }) => of === 'code' && licence !== null)
      .flatMap(({ licence }) => (licence as string).split(' or ').map(kindOf))
      .filter((kind) => kind !== undefined),
  )

const howTold =
  'Texts are known by numbers drawn from 122 common licences, model licences by title and clause; another text is told without a name. A declaration is held against the text nearest above it. Licences of models and data of others are not fetched: what the tree does not say is not stated here. Packages are told by what the tree says of them; whether and how the product passes them on is not judged.'

const rowOf = ({ of, licences, text, path, line }: Declared): Row => ({
  of,
  what: text,
  licence: licences.join(' or '),
  source: 'declared',
  path,
  line,
})

async function stated(repo: RepoHandle, signal: AbortSignal): Promise<{ texts: Row[]; declared: Declared[]; unread: string[] }> {
  const own = repo.files.filter(
    ({ path, mode, bytes }) => isRegular(mode) && bytes < 400_000 && !isForeign(path) && !['test', 'example'].includes(pathKind(path)),
  )
  const files = own.filter(({ path }) => licenceFile.test(path) && !codeFile.test(path)).slice(0, most)
  const texts: Row[] = []
  const unread: string[] = []
  for (const { path, text } of await readEach(
    repo,
    files.map(({ path }) => path),
    signal,
  )) {
    if (text === undefined) unread.push(path)
    if (text === undefined || text.trim().length < 80) continue
    const named = licenceOfText(text)
    const of = aboutOf(path)
    texts.push({
      of,
      what: named?.more === true ? `${nameOf(path)}, with other texts` : nameOf(path),
      licence: named?.licence ?? null,
      source: 'text',
      path,
      line: 1,
    })
  }
  const declaring = own.filter(({ path }) => declares.test(path)).slice(0, most)
  const read = await readEach(
    repo,
    declaring.map(({ path }) => path),
    signal,
  )
  return { texts, declared: read.flatMap(({ path, text }) => (text === undefined ? [] : declaredIn(path, text))), unread }
}

const aboutOf = (path: string): 'code' | 'data' | 'weights' =>
  /(^|\/)(data|datasets?|corpus|corpora)\/|licen[sc]e[-_.]?(data|dataset)/i.test(path)
    ? 'data'
    : /(^|\/)(weights|checkpoints)\/|licen[sc]e[-_.]?(weights|model)/i.test(path)
      ? 'weights'
      : 'code'

/** Against the text in the same folder or the nearest above; a text with others in it may hold what is declared. */
function clashes(texts: Row[], declared: Declared[]): Clash[] {
  return declared.flatMap(({ of, licences, path, line }) => {
    const near = texts
      .filter((text) => text.of === of && text.licence !== null && isAbove(folderOf(text.path), folderOf(path)))
      .sort((a, b) => b.path.split('/').length - a.path.split('/').length)
    const depth = near[0]?.path.split('/').length
    const here = near.filter((text) => text.path.split('/').length === depth)
    const [first] = here
    if (first === undefined || here.some(({ what }) => what.endsWith('other texts'))) return []
    if (licences.some((one) => here.some(({ licence }) => agree(one, licence as string)))) return []
    return [{ path, line, declared: licences.join(' or '), text: first.licence as string, text_path: first.path }]
  })
}

const isAbove = (folder: string, inner: string): boolean => folder === '' || inner === folder || inner.startsWith(`${folder}/`)

async function ofOthers(repo: RepoHandle, signal: AbortSignal): Promise<Row[]> {
  const { files: all } = await pythonSources(repo, signal)
  const files = withoutExamples(all)
  const trace = traceThrough(files)
  const row = (of: Of, what: string, path: string, line: number): Row => ({
    of,
    what,
    licence: null,
    source: 'not stated here',
    path,
    line,
  })
  const models = (await findCalls(files, trace, new Map(), signal))
    .filter(({ kind }) => kind === 'hub')
    .flatMap(({ models, path, line }) => models.map((what) => row('model of others', what.slice(0, 100), path, line)))
  const data = (await dataTaken(files, trace, signal)).map(({ what, path, line }) => row('data of others', what, path, line))
  return [...new Map([...models, ...data].map((one) => [`${one.of} ${one.what}`, one])).values()]
}

function itemsOf(rows: Row[], contradictions: Clash[], { dependencies, stricter }: Built): Item[] {
  const silent = dependencies.filter(({ asks }) => asks === null)
  const weak = dependencies.filter(({ asks, for: use }) => asks === 'weak copyleft' && use === 'product')
  return [
    ...contradictions.map(({ path, line, declared, text, text_path }) => ({
      path,
      line,
      note: `declares ${declared}; the text in ${text_path} is ${text}`,
    })),
    ...stricter
      .slice(0, 50)
      .map(({ name, licence, asks, path, line }) => ({ path, line, note: `built from ${name}, ${licence}: ${asks}` })),
    ...rows.slice(0, 50).map(({ of, what, licence, source, path, line }) => ({
      path,
      line,
      note:
        source === 'not stated here'
          ? `${of} ${what}: its licence is not stated here`
          : `${of}: ${licence ?? 'a text that is none of the common licences'}, by ${source === 'text' ? 'its text' : 'declaration'}`,
    })),
    ...weak.slice(0, 20).map(({ name, licence, path, line }) => ({ path, line, note: `built from ${name}, ${licence}: weak copyleft` })),
    ...silent.slice(0, 20).map(({ name, licence, why_unknown, path, line }) => ({
      path,
      line,
      note: `package ${name}${licence === null ? '' : `, ${licence}`}: ${why_unknown}`,
    })),
  ]
}
