import { expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './monitoring.ts'

const told = async (about: string, files: { [path: string]: string }): Promise<string> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  const what = finding.state === 'found' ? (finding.facts.what as { about: string; collected: boolean }[]) : []
  const some = what.filter((row) => row.about === about)
  return some.length === 0 ? 'no' : some.some(({ collected }) => collected) ? 'yes' : 'partly'
}

test('an agent that reads the load counts when it sends it on', async () => {
  const conf = (out: string) => ({ 'telegraf.conf': `[[inputs.cpu]]\n  percpu = false\n[[inputs.mem]]\n[[outputs.${out}]]\n` })
  const off = { 'telegraf.conf': '# [[inputs.cpu]]\n[[inputs.disk]]\n[[outputs.influxdb]]\n' }
  const answers = [conf('influxdb_v2'), conf('file'), off].map((files) => told('cpu_mem', files))
  expect(await Promise.all(answers)).toEqual(['yes', 'no', 'no'])
})
