/** Opens a declared log of predictions, with labels from a second file joined by id when they came later. */

import { CannotLook, type Column } from '../../../model/handles.ts'
import { nearest } from '../../../model/nearest.ts'
import { alike, canonicalText, columnSql, present, quoteIdentifier } from '../../../model/sql.ts'
import { digestOf } from './digest.ts'
import type { Engine } from './engine.ts'
import { findFiles } from './find-files.ts'
import { kindOf } from './kinds.ts'
import { type Opened, opened, openTable, type TableRequest } from './open-table.ts'
import { describe, type Part } from './part.ts'
import { readFiles } from './read-files.ts'

export type PredictionsRequest = TableRequest & { labels?: { path: string; id: string; label: string } | undefined }

/** The role `label` names the joined column. Without `labels` it is as `openTable`. */
export async function openPredictions(engine: Engine, request: PredictionsRequest): Promise<Opened> {
  const { labels } = request
  if (labels === undefined) return openTable(engine, request)
  const allow = request.allowOutside ?? false
  const files = await findFiles(request.path, request.root, allow)
  const labelFiles = await findFiles(labels.path, request.root, allow)
  const version = await digestOf([...files, ...labelFiles])
  const log = await readFiles(engine, files)
  const answers = await readFiles(engine, labelFiles)
  const label = request.roles.label ?? labels.label
  const part = await joined(engine, request, log, answers, labels, label)
  return opened(engine, { ...request, roles: { ...request.roles, label } }, [...files, ...labelFiles], version, part)
}

type Labels = { path: string; id: string; label: string }

async function joined(engine: Engine, request: PredictionsRequest, log: Part, answers: Part, labels: Labels, label: string): Promise<Part> {
  const logId = await need(engine, log, request.roles.id, 'id', request.material)
  const id = await need(engine, answers, labels.id, 'id', `The labels file of ${request.material}`)
  const given = await need(engine, answers, labels.label, 'label', `The labels file of ${request.material}`)
  const own = (await describe(engine, log.table)).some((column) => column.name.toLowerCase() === label.toLowerCase())
  const [left, right] = alike(logId, id, 'log', 'answers')
  const y = columnSql(given, 'answers')
  const one = engine.fresh('labels')
  await engine.run(
    `create table ${one} as select ${right} as k, any_value(${y}) as y, count(*) as n, count(distinct ${canonicalText(given, 'answers')}) > 1 as differ
     from ${answers.table} answers where ${present(id, 'answers')} group by 1`,
    `read the labels of ${request.material}`,
  )
  const table = engine.fresh('labelled')
  await engine.run(
    `create table ${table} as select log.*${own ? ` exclude (${quoteIdentifier(label)})` : ''}, case when not one.differ then one.y end as ${quoteIdentifier(label)}
     from ${log.table} log left join ${one} one on ${left} = one.k`,
    `join the labels of ${request.material}`,
  )
  const limits = [...log.limits, ...answers.limits, ...(await about(engine, one, left, log, table, label))]
  if (own) limits.push(`The log has a column ${JSON.stringify(label)} of its own; the labels from the second file were taken instead.`)
  const nullText = new Map(log.nullText)
  nullText.delete(label)
  return { table, limits, nullText }
}

/** What a reader must know of the join: repeated ids, contradictions, rows and labels left alone. */
async function about(engine: Engine, one: string, left: string, log: Part, table: string, label: string): Promise<string[]> {
  const [row] = await engine.run(
    `select coalesce(sum(n - 1), 0)::bigint as again, count(*) filter (where differ) as differ,
     (select count(*) from ${table} where ${quoteIdentifier(label)} is null) as bare,
     count(*) filter (where k not in (select ${left} from ${log.table} log where ${left} is not null)) as strangers from ${one}`,
  )
  const said: [unknown, (n: number) => string][] = [
    [row?.again, (n) => `${rowsText(n)} of the labels file ${n === 1 ? 'repeats' : 'repeat'} an id; each id counts once.`],
    [
      row?.differ,
      (n) =>
        `${n} ${n === 1 ? 'id has' : 'ids have'} labels that contradict each other; ${n === 1 ? 'its' : 'their'} rows count as without label.`,
    ],
    [row?.strangers, (n) => `${n} ${n === 1 ? 'id' : 'ids'} of the labels file ${n === 1 ? 'is' : 'are'} not in the log.`],
    [row?.bare, (n) => `${rowsText(n)} of the log ${n === 1 ? 'has' : 'have'} no label.`],
  ]
  return said.flatMap(([count, sentence]) => (Number(count) > 0 ? [sentence(Number(count))] : []))
}

const rowsText = (n: number) => (n === 1 ? '1 row' : `${n} rows`)

async function need(engine: Engine, part: Part, name: string | undefined, role: string, whose: string): Promise<Column> {
  const columns = await describe(engine, part.table)
  if (name === undefined)
    throw new CannotLook('missing_role', `${whose}: name the id column (\`id:\`), so that the labels can be joined to it.`)
  const column = columns.find((it) => it.name === name)
  if (column !== undefined) return { ...column, kind: kindOf(column.sql) }
  const near = nearest(
    name,
    columns.map((it) => it.name),
  )
  throw new CannotLook(
    'missing_role',
    `${whose} has no column ${JSON.stringify(name)}, which its ${role} should be.${near === undefined ? '' : ` The nearest is ${JSON.stringify(near)}.`}`,
  )
}
