/** A pack as a file or on stdout: paper-ready HTML, Markdown, a request list, plain text at the width of the terminal, or JSON. */
import { mkdir } from 'node:fs/promises'
import { dirname, extname } from 'node:path'
import { requestRows } from '../../ask/index.ts'
import { type Asker, minutesOf, type Pack, Problem, type Question, sayMinutes } from '../../model/index.ts'
import { orProblem, writeWhole } from '../write-files.ts'

const elsewhere = 'name another file with --out'

const endings = ['.md', '.html', '.xlsx'] as const
type Ending = (typeof endings)[number]

const asking: { [asker in Asker]: string } = {
  investor: 'an investor',
  leader: 'a leader',
  engineering: 'engineering',
  candidate: 'a candidate',
  interviewer: 'an interviewer',
}

/** Before anything is worked out: throws Problem for an ending that says nothing. */
export const endingOf = (out: string): Ending => {
  const ending = endings.find((it) => it === extname(out).toLowerCase())
  if (ending === undefined) throw new Problem(`\`--out ${out}\`: a file that ends in .md, .html or .xlsx was expected.`)
  return ending
}

export const writePack = async (pack: Pack, out: string, date: string): Promise<void> => {
  const { drawPack } = await import('../../report/index.ts')
  const drawn = drawPack(pack)
  const meta = { subject: pack.subject, asked_by: pack.asker === undefined ? undefined : asking[pack.asker], date }
  const draw = { '.html': drawn.html, '.md': drawn.markdown, '.xlsx': () => drawn.xlsx(requestRows(pack.asked), meta) }
  await mkdir(dirname(out), { recursive: true }).catch((error: unknown) => orProblem(error, out, elsewhere))
  await writeWhole(out, await draw[endingOf(out)](), elsewhere)
  const { length } = pack.asked
  process.stdout.write(`wrote ${out}: ${length} question${length === 1 ? '' : 's'}, about ${sayMinutes(minutesOf(pack.asked))}.\n`)
}

const plain = ({ lead, asked_in, ...it }: Question) => ({
  ...it,
  why: lead.criterion.why,
  strong: lead.criterion.strong ?? null,
  weak: lead.criterion.weak ?? null,
  red_flag: lead.criterion.red_flag ?? null,
  shown_by: lead.criterion.shown_by,
  who: lead.criterion.who,
  asked_in: asked_in.map(({ framework, section, criterion }) => ({ framework, section, criterion: criterion.id })),
})

export const printPack = async (pack: Pack, json: boolean): Promise<void> => {
  if (json) {
    const { asked, left_out, answered, settled, not_applicable, not_expected, ...head } = pack
    const lists = { asked, left_out, answered, settled, not_applicable, not_expected }
    const each = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.map(plain)]))
    process.stdout.write(
      `${JSON.stringify({ ...head, asker: head.asker ?? null, subject: head.subject ?? null, minutes: head.minutes ?? null, ...each }, null, 2)}\n`,
    )
    return
  }
  const { drawPack } = await import('../../report/index.ts')
  process.stdout.write(drawPack(pack).terminal({ width: process.stdout.columns ?? 80, colour: false, folder: '' }))
}
