/** A program that trains, and what the probe tells of what starts it in a word. */
import probe from '../continuous-training.ts'
import { context, memoryRepo } from '../memory-repo.ts'

export type Files = { [path: string]: string }
type Row = { path: string; line: number; kind: string; enabled: boolean; trains: boolean; renews: boolean }

export const rowsOf = async (files: Files): Promise<Row[]> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'absent' ? [] : (finding.facts.triggers as unknown as Row[])
}
export const told = async (files: Files): Promise<string> => {
  const [row] = await rowsOf(files)
  if (!row) return 'absent'
  if (!row.trains) return `${row.kind}, trains nothing`
  return row.enabled && row.renews ? `present: ${row.kind}` : `partial: ${row.kind}`
}

export const train: Files = {
  'train.py':
    'from sklearn.linear_model import Ridge\n\ndef fit_all(x, y):\n    return Ridge().fit(x, y)\n\nif __name__ == "__main__":\n    fit_all([[1]], [1])\n',
}
