import { describe, expect, test } from 'vitest'
import { CannotLook } from '../../model/handles.ts'
import probe from './continuous-training.ts'
import { context, memoryRepo } from './memory-repo.ts'
import { type Files, rowsOf, told, train } from './retraining/told-fixture.ts'

const code: Files = {
  'jobs/nightly.py': 'from work import refresh\n\nif __name__ == "__main__":\n    refresh()\n',
  'work.py':
    'from sklearn.linear_model import Ridge\n\ndef refresh():\n    model = Ridge()\n    model.fit([[1]], [1])\n\ndef tidy():\n    return 1\n',
}
const github = (command: string, on: string, more = ''): Files => ({
  '.github/workflows/w.yml': `on:\n  ${on}\njobs:\n  go:\n    steps:\n      - run: ${command}\n${more}`,
})
const nightly = 'schedule: [{ cron: "0 2 * * *" }]'

const airflow = (schedule: string, call = 'refresh', more = '') =>
  `from airflow import DAG\nfrom airflow.operators.python import PythonOperator\nfrom work import refresh, tidy\n\nwith DAG("nightly", schedule=${schedule}${more}) as dag:\n    PythonOperator(task_id="go", python_callable=${call})\n`

const hook = (schedule: string, command: string): string =>
  `{"schedule": ${schedule}, "metadata": {"name": "h"}, "task": {"payload": {"command": ${command}}}}`
const setup = 'from setuptools import setup\n\nsetup(entry_points={"console_scripts": ["fit-it = work:refresh", "tidy-it=work:tidy"]})\n'
const given = (steps: string): Files => ({
  'ops/run.py':
    'import sys\n\nmodule = __import__(sys.argv[2])\npipeline = module.get_pipeline()\npipeline.upsert(role_arn="x")\npipeline.start()\n',
  'ops/price.py': `from sagemaker.workflow.pipeline import Pipeline\nfrom sagemaker.workflow.steps import TrainingStep, TransformStep\nfrom sagemaker.workflow.step_collections import RegisterModel\n\ndef get_pipeline():\n    return Pipeline(steps=[${steps}])\n`,
})
const elsewhere = (name: string): Files => ({
  '.github/workflows/w.yml': `on:\n  ${nightly}\njobs:\n  go:\n    uses: org/.github/.github/workflows/${name}@v1\n`,
})

const cases: [name: string, files: Files, answer: string][] = [
  ['cron in CI', { ...train, ...github('python train.py', nightly) }, 'present: schedule'],
  [
    'cron behind make and a helper',
    { ...code, ...github('make all', nightly), Makefile: 'all:\n\tpython jobs/nightly.py\n' },
    'present: schedule',
  ],
  ['cron that does something else', { ...train, ...github('pytest', nightly) }, 'schedule, trains nothing'],
  [
    'tests that fit',
    {
      ...train,
      ...github('pytest tests', nightly),
      'tests/test_train.py': 'from train import fit_all\n\ndef test_f():\n    assert fit_all([[1]], [1])\n',
    },
    'schedule, trains nothing',
  ],
  [
    'a schedule that is commented out',
    { ...train, ...github('python train.py', 'workflow_dispatch:\n  # schedule:\n  #   - cron: "0 2 * * *"') },
    'partial: manual',
  ],
  ['by hand', { ...train, ...github('python train.py', 'workflow_dispatch:') }, 'partial: manual'],
  ['for pull requests', { ...train, ...github('python train.py', 'pull_request:') }, 'partial: pull_request'],
  ['every push, and nothing keeps the model', { ...train, ...github('python train.py', 'push:') }, 'partial: push'],
  ['every push, and the model is kept', { ...train, ...github('python train.py', 'push:', '      - run: dvc push\n') }, 'present: push'],
  [
    'every push, and the program registers what it trains',
    { ...train, 'go.py': 'import train\ntrain.fit_all(1, 2)\nregister_model("price", "m.pkl")\n', ...github('python go.py', 'push:') },
    'present: push',
  ],
  [
    'an evasion: a comment about registering',
    { ...train, 'go.py': 'import train\ntrain.fit_all(1, 2)\n# register_model("price")\n', ...github('python go.py', 'push:') },
    'partial: push',
  ],
  [
    'a job that needs a job of another event',
    {
      ...train,
      '.github/workflows/w.yml': `on:\n  push:\n  ${nightly}\njobs:\n  a:\n    if: github.event_name == 'push'\n    steps: [{ run: ls }]\n  b:\n    if: github.event_name == 'schedule'\n    needs: [a]\n    steps:\n      - run: python train.py\n`,
    },
    'partial: manual',
  ],
  [
    'one program, other work',
    { ...train, 'cli.py': 'import train\ntrain.fit_all(1, 2)\n', ...github('python cli.py predict', nightly) },
    'schedule, trains nothing',
  ],
  ['Airflow', { ...code, 'dags/a.py': airflow('"@daily"') }, 'present: schedule'],
  [
    'Airflow through a factory of its own',
    {
      ...code,
      'dags/make.py':
        'from airflow import DAG\n\ndef build_dag(dag_id, schedule, define):\n    with DAG(dag_id, schedule=schedule) as dag:\n        define()\n    return dag\n',
      'dags/a.py':
        'from make import build_dag\nfrom work import refresh\n\ndag = build_dag(dag_id="x", schedule="@weekly", define=refresh)\n',
    },
    'present: schedule',
  ],
  [
    'Airflow, one DAG that starts another',
    {
      ...code,
      'dags/a.py': airflow('None'),
      'dags/b.py':
        'from airflow import DAG\nfrom airflow.operators.trigger_dagrun import TriggerDagRunOperator\n\nwith DAG("clock", schedule="@daily"):\n    TriggerDagRunOperator(task_id="go", trigger_dag_id="nightly")\n',
    },
    'present: schedule',
  ],
  ['Airflow without a time', { ...code, 'dags/a.py': airflow('None') }, 'partial: manual'],
  ['Airflow, paused', { ...code, 'dags/a.py': airflow('"@daily"', 'refresh', ', is_paused_upon_creation=True') }, 'partial: schedule'],
  ['Airflow that tidies', { ...code, 'dags/a.py': airflow('"@daily"', 'tidy') }, 'schedule, trains nothing'],
  [
    'Prefect in Python',
    {
      'flow.py':
        'from prefect import flow\nfrom sklearn.svm import SVC\n\n@flow\ndef main():\n    SVC().fit([[1]], [1])\n\nif __name__ == "__main__":\n    main.serve(name="m", cron="0 0 * * *")\n',
    },
    'present: schedule',
  ],
  [
    'Prefect as data',
    {
      ...code,
      'd.yaml': 'name: weekly\nflow_name: w\nentrypoint: work.py:refresh\nschedule:\n  cron: 0 10 * * 1\nis_schedule_active: null\n',
    },
    'present: schedule',
  ],
  [
    'Prefect, switched off',
    { ...code, 'd.yaml': 'flow_name: w\nentrypoint: work.py:refresh\nschedule: { cron: 0 10 * * 1 }\nis_schedule_active: false\n' },
    'partial: schedule',
  ],
  [
    'Kubernetes',
    {
      ...train,
      'k8s/c.yaml':
        'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: nightly }\nspec:\n  schedule: "0 2 * * *"\n  jobTemplate: { spec: { template: { spec: { containers: [{ command: [python, /app/train.py] }] } } } }\n',
    },
    'present: schedule',
  ],
  [
    'Kubernetes, suspended',
    {
      ...train,
      'k8s/c.yaml': 'kind: CronJob\nspec:\n  suspend: true\n  schedule: "0 2 * * *"\n  jobTemplate: { command: [python, train.py] }\n',
    },
    'partial: schedule',
  ],
  [
    'Kubernetes that cleans up',
    { 'k8s/c.yaml': 'kind: CronJob\nspec:\n  schedule: "0 2 * * *"\n  jobTemplate: { command: [python, clean.py] }\n' },
    'schedule, trains nothing',
  ],
  [
    'Terraform',
    { 'main.tf': 'resource "google_cloud_scheduler_job" "t" {\n  name     = "retrain-weekly"\n  schedule = "0 3 * * 1"\n}\n' },
    'present: schedule',
  ],
  [
    'a scheduler in Python',
    { ...code, 's.py': 'import schedule\nfrom work import refresh\n\nschedule.every().day.do(refresh)\n' },
    'present: schedule',
  ],
  ['an unusual way: a crontab', { ...train, 'deploy/crontab': '# nightly\n30 2 * * * cd /app && python train.py\n' }, 'present: schedule'],
  [
    'a learning rate schedule',
    { 'train.py': 'import torch\n\nschedule = torch.optim.lr_scheduler.StepLR(o, 3)\nschedule.step()\n' },
    'absent',
  ],
  [
    'a Taskcluster hook that sends off the tasks of a file',
    {
      ...code,
      'pyproject.toml': '[project]\nname = "x"\n[project.scripts]\nfit-it = "work:refresh"\ntidy-it = "work:tidy"\n',
      'infra/hook.json': hook('["0 0 1,16 * *"]', '["python", "/code/spawn.py", "/code/pipeline.yml"]'),
      'infra/pipeline.yml':
        'tasks:\n  - ID: a\n    payload:\n      command: [tidy-it]\n  - ID: b\n    payload:\n      command: [fit-it, price]\n',
    },
    'present: schedule',
  ],
  [
    'a Taskcluster hook without a schedule',
    { ...train, 'hook.json': hook('[]', '["/bin/sh", "-c", "cd x && python train.py"]') },
    'partial: schedule',
  ],
  [
    'an evasion: a Taskcluster hook for a file in which nothing trains',
    {
      ...code,
      'pyproject.toml': '[project]\nname = "x"\n[project.scripts]\nfit-it = "work:refresh"\ntidy-it = "work:tidy"\n',
      'hook.json': hook('["0 0 * * *"]', '["python", "spawn.py", "training-pipeline.yml"]'),
      'training-pipeline.yml':
        '# trains the model\ntasks:\n  - ID: train-later\n    payload:\n      command: [tidy-it, --training-months=7]\n',
    },
    'schedule, trains nothing',
  ],
  ['a program that the project installs', { ...code, 'setup.py': setup, ...github('fit-it price', nightly) }, 'present: schedule'],
  [
    'an installed program that does something else',
    { ...code, 'setup.py': setup, ...github('tidy-it', nightly) },
    'schedule, trains nothing',
  ],
  [
    'an installed application of many commands, other work',
    {
      ...code,
      'setup.cfg': '[options.entry_points]\nconsole_scripts =\n    shop = cli:app\n',
      'cli.py':
        'import typer\nfrom work import refresh, tidy\n\napp = typer.Typer()\n\n@app.command()\ndef train():\n    refresh()\n\n@app.command()\ndef weights():\n    tidy()\n',
      ...github('shop weights', nightly),
    },
    'schedule, trains nothing',
  ],
  [
    'a program that hands a training pipeline to a service and registers',
    {
      'ops/train_pipeline.py':
        'from azureml.pipeline.core import Pipeline\n\npipeline = Pipeline(steps=[step("fit.py"), step("register_model.py")])\npipeline.submit(experiment_name="price")\n',
      ...github('python ops/train_pipeline.py', 'push:'),
    },
    'present: push',
  ],
  [
    'a program that is given the pipeline it hands over by name',
    {
      ...given('TrainingStep(name="fit", estimator=e), RegisterModel(name="r")'),
      ...github('python ops/run.py --module-name price --role x', 'push:'),
    },
    'present: push',
  ],
  [
    'an evasion: a pipeline given by name that only scores',
    { ...given('TransformStep(name="score", transformer=t)'), ...github('python ops/run.py --module-name price --role x', nightly) },
    'schedule, trains nothing',
  ],
  [
    'an evasion: a program named for training that only lists pipelines',
    {
      'ops/train_pipeline.py': 'from azureml.pipeline.core import Pipeline\n\nprint(Pipeline.list())\n',
      ...github('python ops/train_pipeline.py', nightly),
    },
    'schedule, trains nothing',
  ],
  ['a workflow elsewhere whose name says that it publishes', { ...train, ...elsewhere('publish-to-pypi.yml') }, 'absent'],
  ['a course that says so', { 'README.md': 'The model is retrained every night.\n', ...train }, 'absent'],
  [
    'an evasion: a workflow named retrain that prints',
    {
      ...train,
      '.github/workflows/retrain.yml': `name: retrain model nightly\non:\n  ${nightly}\njobs:\n  retrain:\n    steps:\n      - name: Retrain\n        run: echo "python train.py"\n`,
    },
    'schedule, trains nothing',
  ],
]

describe('repo.continuous-training', () => {
  test.each(cases)('%s', async (_, files, answer) => {
    expect(await told(files)).toBe(answer)
  })

  test('the row says where', async () => {
    expect(await rowsOf({ ...train, ...github('python train.py', nightly) })).toEqual([
      { path: '.github/workflows/w.yml', line: 6, kind: 'schedule', enabled: true, trains: true, renews: true },
    ])
  })

  test('data that a partial clone lacks hides no schedule; settings may', async () => {
    const lacking = (path: string) => {
      const repo = memoryRepo({ ...train, [path]: '{}' })
      const read = async (one: string) => {
        if (one === path) throw new CannotLook('missing_object', `${path} is not in this clone`)
        return repo.read(one)
      }
      return probe.collect({ repo: { ...repo, read } }, context)
    }
    expect((await lacking('data/rows.json')).state).toBe('absent')
    await expect(lacking('k8s/cron.yaml')).rejects.toMatchObject({ code: 'missing_object' })
  })

  test('what cannot be followed is unknown, not absent', async () => {
    for (const name of ['nightly.yml', 'train-and-publish.yml', 'ci-train.yml']) {
      const collect = probe.collect({ repo: memoryRepo(elsewhere(name)) }, context)
      await expect(collect).rejects.toMatchObject({ code: 'not_supported' })
    }
  })
})

test('a scheduler in Terraform starts the job that it names', async () => {
  const clock = (job: string) =>
    `resource "google_cloud_scheduler_job" "weekly" {\n  schedule = "0 3 * * 1"\n  http_target {\n    uri = "https://run/v2/\${google_cloud_run_v2_job.${job}.id}:run"\n  }\n}\n`
  const jobs =
    'resource "google_cloud_run_v2_job" "fit" {\n  command = ["python", "train.py"]\n}\n\nresource "google_cloud_run_v2_job" "tidy" {\n  command = ["python", "tidy.py"]\n}\n'
  const files = (job: string) => ({ ...train, 'tidy.py': 'print(1)\n', 'infra/clock.tf': clock(job), 'infra/work.tf': jobs })
  expect(await told(files('fit'))).toBe('present: schedule')
  expect(await told(files('tidy'))).toBe('schedule, trains nothing')
})
