import { describe, expect, test } from 'vitest'
import { type Files, told, train } from './told-fixture.ts'

const timer = (starts: string): Files => ({
  ...train,
  'tidy.py': 'print(1)\n',
  'deploy/nightly.timer': '[Timer]\nOnCalendar=daily\n',
  'deploy/nightly.service': `[Service]\nExecStart=/usr/bin/python3 /srv/app/${starts}\n`,
})
const factory = (pipeline: string, state = 'Started'): Files => ({
  'adf/daily.json': JSON.stringify({
    name: 'daily',
    properties: {
      type: 'ScheduleTrigger',
      runtimeState: state,
      pipelines: [{ pipelineReference: { referenceName: pipeline } }],
    },
  }),
})
const kestra = (command: string, more = ''): Files => ({
  ...train,
  'flows/a.yaml': `id: nightly\nnamespace: ml\ntasks:\n  - id: go\n    type: io.kestra.plugin.scripts.python.Commands\n    commands:\n      - ${command}\ntriggers:\n  - id: daily\n    type: io.kestra.plugin.core.trigger.Schedule\n    cron: "0 4 * * *"\n${more}`,
})
const sensor = (command: string): Files => ({
  ...train,
  'k8s/s.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Sensor\nspec:\n  triggers:\n    - template:\n        name: go\n        argoWorkflow:\n          source: {resource: {spec: {templates: [{container: {command: [python, ${command}]}}]}}}\n`,
})
const machine = (task: string): Files => ({
  'template.yaml':
    'Resources:\n  Steps:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: steps.asl.json\n      Events:\n        Daily:\n          Type: Schedule\n          Properties: {Schedule: rate(1 day)}\n',
  'steps.asl.json': JSON.stringify({ States: { One: { Type: 'Task', Resource: task } } }),
})
const azure = (calls: string): Files => ({
  ...train,
  'nightly/function.json': JSON.stringify({
    scriptFile: '__init__.py',
    bindings: [{ name: 't', type: 'timerTrigger', schedule: '0 0 4 * * *' }],
  }),
  'nightly/__init__.py': `from train import fit_all\n\ndef main(t):\n    ${calls}\n`,
})
const loop = (body: string): Files => ({ ...train, 'worker.py': `import time\nfrom train import fit_all\n\n${body}` })

const cases: [name: string, files: Files, answer: string][] = [
  ['a timer of systemd', timer('train.py'), 'present: schedule'],
  ['a timer that tidies: an imitation', timer('tidy.py'), 'schedule, trains nothing'],
  ['Data Factory', factory('TrainModel'), 'present: schedule'],
  ['Data Factory, stopped', factory('TrainModel', 'Stopped'), 'partial: schedule'],
  ['Data Factory that copies', factory('CopyRows'), 'schedule, trains nothing'],
  ['Kestra', kestra('python train.py'), 'present: schedule'],
  ['Kestra, switched off', kestra('python train.py', '    disabled: true\n'), 'partial: schedule'],
  ['Kestra that lists', kestra('ls'), 'schedule, trains nothing'],
  ['a sensor of Argo Events', sensor('train.py'), 'present: event'],
  ['a sensor that does something else', sensor('other.py'), 'event, trains nothing'],
  ['a state machine', machine('arn:aws:states:::sagemaker:createTrainingJob.sync'), 'present: schedule'],
  ['a state machine that sends', machine('arn:aws:states:::sns:publish'), 'schedule, trains nothing'],
  ['a function of Azure', azure('fit_all([[1]], [1])'), 'present: schedule'],
  ['a function of Azure that prints', azure('print(t)'), 'schedule, trains nothing'],
  [
    'a command that sets a schedule up',
    { 'setup.sh': 'gcloud scheduler jobs create http retrain-model \\\n  --schedule="0 4 * * 1" --uri=https://x/train\n' },
    'present: schedule',
  ],
  ['the same in a comment', { 'setup.sh': '# gcloud scheduler jobs create http retrain-model --schedule="0 4 * * 1"\n' }, 'absent'],
  [
    'a loop that sleeps a day: an unusual way',
    loop('while True:\n    fit_all([[1]], [1])\n    time.sleep(24 * 60 * 60)\n'),
    'present: schedule',
  ],
  ['training once, then waiting: an imitation', loop('fit_all([[1]], [1])\nwhile True:\n    time.sleep(86400)\n'), 'absent'],
  ['a loop that waits for a lock', loop('while True:\n    fit_all([[1]], [1])\n    time.sleep(1)\n'), 'absent'],
]

describe('schedulers with files of their own', () => {
  test.each(cases)('%s', async (_, files, answer) => {
    expect(await told(files)).toBe(answer)
  })
})
