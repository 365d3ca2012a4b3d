/** Looks for data about people in the table-like files of the tree; counts and places are told, a value never. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import { CannotLook, mostHeadBytes, type RepoHandle, type TreeFile } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { isForeign, isRegular } from './paths.ts'
import { type Table, tablesOf } from './personal/cells.ts'
import { type Grade, gradeOf } from './personal/grade.ts'
import { hitsIn } from './personal/kinds.ts'
import { pythonSources } from './python/sources.ts'

type Row = { path: string; line: number; column: string; kind: string; place: Table['kind']; values: number; grade: Grade }

const tableName = /\.(csv|tsv|psv|data|tab|jsonl|ndjson|json|sql|ipynb)$/i
/** Metadata of packages and tools names authors and settings, not the people whose data is used. */
const metadata =
  /(^|\/)(package(-lock)?|composer|codemeta|\.?zenodo|\.all-contributorsrc|citation|openapi|swagger|tsconfig|manifest|devcontainer|renovate|authors?|contributors?|maintainers?|team|credits)[\w.-]*\.json$|(^|\/)(node_modules|\.vscode|\.github|locales?|i18n|grafana|dashboards?)\//i
const mostFiles = 1500
const mostRows = 200
const whole = 2 * 1024 * 1024

export default probe({
  id: 'repo.personal-data',
  version: 1,
  title: 'Data about people in the repository',
  measures:
    'Columns of e-mail addresses, telephone, national and card numbers, IBANs, and names with dates of birth in tables, records, dumps and notebooks’ outputs.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    columns: z.array(
      z.object({
        path: z.string(),
        line: z.number(),
        column: z.string(),
        kind: z.string(),
        place: z.enum(['table', 'records', 'dump', 'notebook output']),
        values: z.number(),
        grade: z.enum(['real_looking', 'generated', 'public']),
      }),
    ),
    real_looking: z.number(),
  }),
  async collect({ repo }, { signal }) {
    const wanted = repo.files.filter(({ path, mode, bytes }) => isRegular(mode) && bytes > 20 && tableName.test(path) && isData(path))
    const { files } = await pythonSources(repo, signal)
    const rows: Row[] = []
    let [cut, lacking] = [0, 0]
    for (const file of wanted.slice(0, mostFiles)) {
      signal.throwIfAborted()
      const text = await textOf(repo, file)
      if (text === undefined) lacking++
      if (file.bytes > whole) cut++
      for (const { columns, kind: place } of text === undefined ? [] : tablesOf(file.path, text))
        for (const hit of hitsIn(columns))
          rows.push({
            path: file.path,
            line: Math.max(1, hit.column.lines.find((line) => line > 0) ?? 1),
            column: hit.column.name.slice(0, 80),
            kind: hit.kind,
            place,
            values: hit.values,
            grade: gradeOf(hit, file.path, columns, files),
          })
    }
    const limits = [...repo.limits, howTold, ...limitsOf(wanted.length, cut, lacking)]
    const sorted = rows.sort((a, b) => order.indexOf(a.grade) - order.indexOf(b.grade) || b.values - a.values)
    const real = rows.filter(({ grade }) => grade === 'real_looking').length
    if (lacking > 0 && real === 0) {
      const why = `${lacking} table-like files are not in this clone or could not be read`
      return found(
        {},
        { items: sorted.slice(0, 60).map(itemOf), limits, unknown: { columns: ['failed', why], real_looking: ['failed', why] } },
      )
    }
    if (rows.length === 0)
      return absent(
        `searched ${wanted.length} tables, records, dumps and notebooks for columns of e-mail addresses, telephone, national and card numbers, IBANs, and names with dates of birth`,
        { limits },
      )
    return found({ columns: sorted.slice(0, mostRows), real_looking: real }, { items: sorted.slice(0, 60).map(itemOf), limits })
  },
})

const order: Grade[] = ['real_looking', 'public', 'generated']
const howTold =
  'A column counts from three different values on. Generated: addresses and numbers kept for examples, files that a generator here writes or that call themselves synthetic. Public: known benchmark data and public figures. Free text, Parquet, spreadsheets, pictures and the history were not searched.'

/** `data/external` is where many keep data that they fetched. */
const isData = (path: string): boolean => !metadata.test(path) && (!isForeign(path) || /(^|\/)data\//.test(path))

const limitsOf = (count: number, cut: number, lacking: number): string[] => [
  ...(count > mostFiles ? [`only ${mostFiles} of ${count} table-like files were searched`] : []),
  ...(cut > 0 ? [`of ${cut} files over 2 MB only the first ${mostHeadBytes / 1024} KB were searched`] : []),
  ...(lacking > 0 ? [`${lacking} table-like files could not be read`] : []),
]

/** Of a large file its beginning, without the line that the cut went through. */
async function textOf(repo: RepoHandle, { path, bytes }: TreeFile): Promise<string | undefined> {
  try {
    if (bytes <= whole) return (await repo.read(path)) ?? ''
    if (/\.(json|ipynb)$/i.test(path)) return ''
    const head = new TextDecoder().decode((await repo.head(path, mostHeadBytes)) ?? new Uint8Array())
    return head.includes('\0') ? '' : head.slice(0, Math.max(0, head.lastIndexOf('\n')))
  } catch (error) {
    if (error instanceof CannotLook && error.code === 'missing_object') return undefined
    throw error
  }
}

const itemOf = ({ path, line, column, kind, place, values, grade }: Row): Item => ({
  path,
  line,
  ...(column === '' ? {} : { column }),
  note: `${kind}: ${values} different values in a ${place}, ${grade.replace('_', '-')}`,
})
