/** Finds dashboards of one's own (Streamlit, Dash) that are run and look at what the service wrote down of its answers. */
import { nameOf } from '../paths.ts'
import type { PythonSource } from '../python/sources.ts'
import { type About, lineAt, type Signal, type Text } from './signal.ts'

const board = /^\s*(?:import|from)\s+(streamlit|dash|panel|shiny)\b/m
const reads =
  /read_sql|create_engine|psycopg|sqlite3|requests\.get|httpx|sqlalchemy|bigquery|boto3|read_database|\bSELECT\b|fetch_|from \.?[\w.]*(quer|db|stor)\w* import|import \w*(queries|db)\b/i
const subjects: [about: About, pattern: RegExp][] = [
  ['latency', /latency\w*/i],
  ['drift', /drift|\bpsi\b|population_stability/i],
  [
    'prediction',
    /(prediction|label|class|score|confidence)\w*[^\n]*(value_counts|distribution|histogram|group_?by|share|rate|mix)|(value_counts|distribution|histogram|group_?by)[^\n]*(prediction|label|class|score|confidence)/i,
  ],
]
const plots = /line_chart|bar_chart|area_chart|plotly|altair|st\.metric|\.metric\(|Graph\(|histogram|quantile|percentile/

/** `kept`: what the service writes down (from its logs); a dashboard over nothing watches nothing. */
export function ownBoards(sources: PythonSource[], texts: Text[], kept: Signal[]): Signal[] {
  const answers = kept.some(({ kind, about }) => kind === 'log' && about === 'prediction')
  if (!answers) return []
  const timed = kept.some(({ kind, about }) => kind === 'log' && about === 'latency')
  return sources.flatMap((source) => {
    const { path, text } = source
    if (!board.test(text) || !plots.test(text) || !reads.test(text) || !isRun(path, texts)) return []
    return subjects.flatMap(([about, pattern]): Signal[] => {
      const match = about === 'latency' && !timed ? null : pattern.exec(text)
      if (match === null) return []
      return [
        {
          path,
          line: lineAt(text, match.index),
          about,
          kind: 'dashboard',
          collected: true,
          alerts: false,
          note: 'a dashboard that is run looks at what the service writes down',
        },
      ]
    })
  })
}

const isRun = (path: string, texts: Text[]): boolean =>
  texts.some(({ text }) =>
    new RegExp(`(streamlit["',\\s]+run|python|gunicorn|panel\\s+serve)[^\\n]*${nameOf(path).replaceAll('.', '\\.')}`).test(text),
  )
