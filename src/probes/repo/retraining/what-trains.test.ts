import { expect, test } from 'vitest'
import { type Files, told, train } from './told-fixture.ts'

const github = (command: string, on: string, more = ''): Files => ({
  '.github/workflows/w.yml': `on:\n  ${on}\njobs:\n  go:\n    steps:\n      - run: ${command}\n${more}`,
})
const nightly = 'schedule: [{ cron: "0 2 * * *" }]'
const given = (steps: string): Files => ({
  'ops/run.py':
    'import sys\n\nmodule = __import__(sys.argv[2])\npipeline = module.get_pipeline()\npipeline.upsert(role_arn="x")\npipeline.start()\n',
  'ops/price.py': `from sagemaker.workflow.pipeline import Pipeline\nfrom sagemaker.workflow.steps import TrainingStep, TransformStep\nfrom sagemaker.workflow.step_collections import RegisterModel\n\ndef get_pipeline():\n    return Pipeline(steps=[${steps}])\n`,
})

const cases: [name: string, files: Files, answer: string][] = [
  [
    'options whose values hold the names of other work: a role, an address, an image, an experiment',
    {
      ...train,
      'go.py': 'import train\ntrain.fit_all(1, 2)\n',
      ...github(
        'python go.py --role arn:aws:iam::1:role/service-role/x --out s3://serving/app --image hub/scoring:1 --experiment-name model-serving --test-size 0.2',
        nightly,
      ),
    },
    'present: schedule',
  ],
  ...['--mode predict', '--step=evaluate', '--verbose deploy', '--config conf/predict.yaml', '--predict rows.csv', 'task=test'].map(
    (words): [string, Files, string] => [
      `an evasion: one program, told to do other work by ${words}`,
      { ...train, 'go.py': 'import train\ntrain.fit_all(1, 2)\n', ...github(`python go.py ${words}`, nightly) },
      'schedule, trains nothing',
    ],
  ),
  [
    'a program that the project installs, given the pipeline that it hands over and registers',
    {
      ...given('TrainingStep(name="fit", estimator=e), RegisterModel(name="r")'),
      'ops/__init__.py': '',
      'ops/run.py':
        'import sys\n\ndef main():\n    pipeline = __import__(sys.argv[2]).get_pipeline()\n    pipeline.upsert(role_arn="x")\n    pipeline.start()\n',
      'pyproject.toml': '[project.scripts]\nrun-it = "ops.run:main"\n',
      ...github('run-it --module-name price --role-arn arn:aws:iam::1:role/service-role/x', 'push:'),
    },
    'present: push',
  ],
  [
    'an evasion: such a program of a dependency, by the same name as a file of one’s own',
    {
      ...given('TrainingStep(name="fit", estimator=e), RegisterModel(name="r")'),
      ...github('run --module-name price --role x', nightly),
    },
    'schedule, trains nothing',
  ],
]

test.each(cases)('%s', async (_, files, answer) => {
  expect(await told(files)).toBe(answer)
})
