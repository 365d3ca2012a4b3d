import { describe, expect, test } from 'vitest'
import { type Files, told } from './told-fixture.ts'

const watching = (body: string, condition = 'accuracy < 0.6'): Files => ({
  'watch.py': `from jobs import client\n\naccuracy = client.metric("accuracy")\ndrift = client.drift()\nif ${condition}:\n${body}else:\n    print("model does not need to be retrained")\n`,
})
const nightly = (command: string): Files => ({
  '.github/workflows/watch.yml': `on:\n  schedule: [{ cron: '0 4 * * *' }]\njobs:\n  watch:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${command}\n`,
})

const cases: [name: string, files: Files, answer: string][] = [
  ['a figure below its limit starts a job', watching('    print("retraining")\n    client.start_job("107", {})\n'), 'partial: event'],
  ['drift starts training', watching('    trigger_retraining()\n', 'drift.detected'), 'partial: event'],
  [
    'and a schedule looks every night',
    { ...watching('    print("retraining")\n    client.start_job("107", {})\n'), ...nightly('python watch.py') },
    'present: schedule',
  ],
  ['a message that asks for it: an imitation', watching('    print("please retrain")\n    send_alert("retrain the model")\n'), 'absent'],
  ['a comment', watching('    # retrain()\n    pass\n'), 'absent'],
  ['the best of a training is kept', watching('    retrain_from(1)\n', 'accuracy > best_accuracy'), 'absent'],
]

describe('training that a bad figure starts', () => {
  test.each(cases)('%s', async (_, files, answer) => {
    expect(await told(files)).toBe(answer)
  })
})
