/** What a stage of a project is for: its goals, what goes in and comes out, how long it may take, how it usually fails. */
import type { Section } from '../model/index.ts'
import type { Block, Text } from './block.ts'

export const stageBlocks = (stage: Section['stage']): Block[] => {
  if (stage === undefined) return []
  const row = (name: string, lines: readonly string[]): Text[] => [{ word: name }, lines.map((it) => it.replace(/[.\s]+$/, '')).join('; ')]
  return [
    {
      kind: 'table',
      columns: ['stage', ''],
      widths: [18, 82],
      rows: [
        row('goals', stage.goals),
        row('what goes in', stage.inputs),
        row('what comes out', stage.outputs),
        row('how long', [stage.timeline]),
        row('how it usually fails', stage.goes_wrong),
      ],
    },
  ]
}
