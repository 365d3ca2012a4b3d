/** What became better or worse since a commit: the reports, what is printed, and what `--gate` exits with. */
import type { Assessment, Compared, Framework } from '../model/index.ts'
import { compare } from '../score/index.ts'
import type { Asked } from './arguments.ts'

export type SinceWhat = { revision: string; commit: string; now: string; commits: number }

/** 1 when something became worse or came in, 3 when something that was known can no longer be told, else 0. */
export const sinceExit = ({ moved, fresh }: Compared): number =>
  fresh.length > 0 || moved.some((it) => it.direction === 'worse')
    ? 1
    : moved.some((it) => it.direction === 'unclear' && it.before.outcome !== 'unknown' && it.after.outcome === 'unknown')
      ? 3
      : 0

/** `files`: by name; `report.sarif` then holds what is new and nothing else. */
export const toldSince = async (
  what: SinceWhat,
  [older, assessment]: [Assessment, Assessment],
  frameworks: readonly Framework[],
): Promise<{ files: { [name: string]: string }; exit: number; print: (asked: Asked, folder: string) => void }> => {
  const { drawSince } = await import('../report/index.ts')
  const compared = compare(older, assessment, frameworks)
  const drawn = drawSince({ what, compared, assessment, frameworks })
  return {
    files: { 'since.html': await drawn.html(), 'since.md': drawn.markdown(), 'since.json': drawn.json(), 'report.sarif': drawn.sarif() },
    exit: sinceExit(compared),
    print: (asked, folder) => {
      const colour = process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === ''
      process.stdout.write(asked.json ? drawn.json() : drawn.terminal({ width: process.stdout.columns ?? 80, colour, folder }))
    },
  }
}
