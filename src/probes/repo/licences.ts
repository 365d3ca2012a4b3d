/** Reads under which licences code, data and weights stand, whether declarations and texts agree, and what of others is used without one. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import type { RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { type Declared, declaredIn, declares } from './licences/declared.ts'
import { agree } from './licences/names.ts'
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
const codeFile = /\.(py|js|ts|json|ya?ml|toml|sh|ipynb|png|svg)$/i
const most = 300

export default probe({
  id: 'repo.licences',
  version: 1,
  title: 'Licences of code, data and weights',
  measures:
    'Under which licence code, data and weights stand by text and by declaration, where the two differ, and what is taken from hubs without one.',
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
  }),
  async collect({ repo }, { signal }) {
    const { texts, declared, unread } = await stated(repo, signal)
    const others = await ofOthers(repo, signal)
    const rows = [...texts, ...declared.map(rowOf), ...others]
    const contradictions = clashes(texts, declared)
    const limits = [...repo.limits, howTold]
    if (rows.length === 0) {
      mustBeWhole(repo, unread)
      return absent(
        `searched ${repo.files.length} files for texts of licences, declarations in package metadata, citation files, cards and README, and for models and data of hubs`,
        { limits },
      )
    }
    const not_stated = others.length
    return found({ licences: rows.slice(0, most), contradictions, not_stated }, { items: itemsOf(rows, contradictions), limits })
  },
})

const howTold =
  'Texts are known by numbers drawn from 122 common licences, model licences by title and clause; another text is told without a name. A declaration is held against the text nearest above it. Licences of models and data of others are not fetched: what the tree does not say is not stated here. Licences of packages were not read.'

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

function itemsOf(rows: Row[], contradictions: Clash[]): Item[] {
  return [
    ...contradictions.map(({ path, line, declared, text, text_path }) => ({
      path,
      line,
      note: `declares ${declared}; the text in ${text_path} is ${text}`,
    })),
    ...rows.slice(0, 50).map(({ of, what, licence, source, path, line }) => ({
      path,
      line,
      note:
        source === 'not stated here'
          ? `${of} ${what}: its licence is not stated here`
          : `${of}: ${licence ?? 'a text that is none of the common licences'}, by ${source === 'text' ? 'its text' : 'declaration'}`,
    })),
  ]
}
