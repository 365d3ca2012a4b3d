/** They say, we measured: the first thing anybody sees. */
import type { Assessment, Framework } from '../../model/index.ts'
import { inShort } from '../answers.ts'
import type { Block } from '../block.ts'
import { leading, saidAndMeasured } from '../said-and-measured.ts'

export const said = (assessment: Assessment, frameworks: readonly Framework[], most = 5): Block[] => {
  const lines = saidAndMeasured(assessment, frameworks)
  if (lines.length === 0) return []
  return [
    { kind: 'heading', level: 2, text: 'They say, we measured', id: 'said' },
    { kind: 'said', lines: leading(lines, most).map((it) => ({ ...it, said: inShort(it.said) })) },
  ]
}

/** Every statement and claim, for those who want them all. */
export const allSaid = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const lines = saidAndMeasured(assessment, frameworks)
  if (lines.length <= 5) return []
  return [
    { kind: 'heading', level: 2, text: 'Everything that was said', id: 'all-said' },
    { kind: 'said', lines },
  ]
}
