import { describe, expect, test } from 'vitest'
import { type Files, told } from './told-fixture.ts'

const dag = (head: string, body: string): string =>
  `from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nfrom airflow.operators.python import PythonOperator\n${head}\n${body}`

describe('providers read from their commands', () => {
  test.each<[string, Files, string[]]>([
    [
      'taskcluster, through JSON-e',
      {
        '.taskcluster.yml':
          'version: 1\ntasks:\n  $let: { a: b }\n  in:\n    $if: \'tasks_for == "github-push"\'\n    then:\n      - $mergeDeep:\n          - { $eval: base }\n          - payload:\n              command:\n                - /bin/bash\n                - -cx\n                - git clone $URL && cd app && pytest\n',
      },
      ['push: git clone $URL @.taskcluster.yml:13', 'push: cd app @.taskcluster.yml:13', 'push: pytest @.taskcluster.yml:13'],
    ],
    [
      'taskcluster, a kind of taskgraph',
      {
        '.taskcluster.yml': 'version: 1\ntasks: []\n',
        'taskcluster/kinds/tests/kind.yml':
          'task-defaults:\n  run: { using: run-task, cwd: "{checkout}" }\ntasks:\n  unit:\n    run-on-tasks-for: [github-pull-request]\n    run:\n      command: pytest tests\n  by-hand:\n    run-on-tasks-for: []\n    run: { command: python train.py }\n',
      },
      [
        'pull_request: pytest tests @taskcluster/kinds/tests/kind.yml:7',
        'by hand (manual): python train.py @taskcluster/kinds/tests/kind.yml:10',
      ],
    ],
    [
      'travis: default install, a job for time, a job that may fail',
      {
        '.travis.yml':
          'language: python\njobs:\n  include:\n    - name: nightly\n      if: type = cron\n      script: pytest -m slow\n    - name: next\n      script: pytest\n  allow_failures:\n    - name: next\n',
      },
      [
        'cron: pip install -r requirements.txt @.travis.yml:1',
        'cron: pytest -m slow @.travis.yml:6',
        'push: pip install -r requirements.txt @.travis.yml:1 dropped',
        'push: pytest @.travis.yml:8 dropped',
      ],
    ],
    [
      'jenkins: named arguments, texts that are added, an approval',
      {
        Jenkinsfile:
          "pipeline {\n  triggers { cron('H 2 * * *') }\n  stages {\n    stage('Test') {\n      steps {\n        sh label: 'unit', script: 'pytest ' + ARGS\n        echo 'sh is a word here'\n      }\n    }\n    stage('Ship') {\n      steps {\n        input 'Ship it?'\n        sh(script: './ship.sh', returnStatus: true)\n        build job: 'deploy'\n      }\n    }\n  }\n}\n",
      },
      [
        'push, schedule: pytest $given @Jenkinsfile:6',
        'by hand (manual): ./ship.sh @Jenkinsfile:13 dropped',
        'by hand (manual): <jenkins:build>',
      ],
    ],
    [
      'jenkins, steps that a file of a job of many branches loads',
      {
        Jenkinsfile: "node {\n  if (env.BRANCH_NAME == 'main') {\n    load('ci/steps.groovy').run()\n    sh 'make'\n  }\n}\n",
        'ci/steps.groovy': "node {\n  sh 'pytest'\n}\n",
      },
      ['push: make @Jenkinsfile:4', 'push: pytest @ci/steps.groovy:2', 'push: <jenkins:load>'],
    ],
    [
      'jenkins under another name',
      { 'ci/nightly.groovy': "node('gpu') {\n  stage('Train') {\n    sh 'python train.py'\n  }\n}\n" },
      ['by hand (not in the repository): python train.py @ci/nightly.groovy:3'],
    ],
    [
      'cloud build that Terraform starts, an image with a shell for its entry point',
      {
        'ci/cloudbuild.yaml': "steps:\n  - name: gcr.io/me/tools\n    args: ['-c', 'pytest']\n",
        'infra/main.tf':
          'resource "google_cloudbuild_trigger" "main" {\n  filename = "ci/cloudbuild.yaml"\n  github {\n    push { branch = "main" }\n  }\n}\n',
      },
      ['push: pytest @ci/cloudbuild.yaml:3'],
    ],
    [
      'cloud build whose trigger is switched off',
      {
        'cloudbuild.yaml': 'steps:\n  - name: python\n    script: pytest\n',
        'main.tf':
          'resource "google_cloudbuild_trigger" "a" {\n  filename = "cloudbuild.yaml"\n  disabled = true\n  github {\n    push {}\n  }\n}\n',
      },
      ['by hand (push): pytest @cloudbuild.yaml:3'],
    ],
    [
      'codebuild and codepipeline of CloudFormation, before and after an approval',
      {
        'build/test.yml': 'version: 0.2\nphases:\n  build:\n    commands:\n      - pytest\n',
        'pipeline.yml':
          'Resources:\n  Tests:\n    Type: AWS::CodeBuild::Project\n    Properties:\n      Source: { Type: CODEPIPELINE, BuildSpec: build/test.yml }\n  Ship:\n    Type: AWS::CodeBuild::Project\n    Properties:\n      Source:\n        BuildSpec: |\n          version: 0.2\n          phases:\n            build:\n              commands:\n                - ./ship.sh\n  Line:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      Stages:\n        - Name: Test\n          Actions:\n            - Name: T\n              ActionTypeId: { Category: Test, Provider: CodeBuild }\n              Configuration: { ProjectName: !Ref Tests }\n        - Name: Ask\n          Actions:\n            - ActionTypeId: { Category: Approval, Provider: Manual }\n        - Name: Ship\n          Actions:\n            - ActionTypeId: { Category: Build, Provider: CodeBuild }\n              Configuration: { ProjectName: !Ref Ship }\n            - Name: D\n              ActionTypeId: { Category: Deploy, Provider: ECS }\n',
      },
      ['push: pytest @build/test.yml:5', 'by hand (manual): ./ship.sh @pipeline.yml:15', 'by hand (manual): <codepipeline:ECS>'],
    ],
    [
      'codebuild of Terraform with its text inside',
      {
        'main.tf':
          'resource "aws_codebuild_project" "unit" {\n  source {\n    buildspec = <<-EOF\n      version: 0.2\n      phases:\n        build:\n          commands:\n            - pytest\n    EOF\n  }\n}\nresource "aws_codebuild_webhook" "unit" {\n  project_name = aws_codebuild_project.unit.name\n}\n',
      },
      ['push: pytest @main.tf:8'],
    ],
    [
      'codebuild that the CDK names',
      {
        'infra/cdk.json': '{}',
        'infra/pipe.ts':
          "import * as codebuild from 'aws-cdk-lib/aws-codebuild'\nnew actions.GitHubSourceAction({})\nnew codebuild.PipelineProject(this, 'T', { buildSpec: codebuild.BuildSpec.fromSourceFilename('./specs/unit.yml') })\n",
        'specs/unit.yml': 'version: 0.2\nphases:\n  build:\n    commands: [pytest]\n',
      },
      ['push: pytest @specs/unit.yml:4'],
    ],
    [
      'bitbucket: what comes after does not count',
      { 'bitbucket-pipelines.yml': 'pipelines:\n  default:\n    - step:\n        script: [pytest]\n        after-script: [codecov]\n' },
      ['default: pytest @bitbucket-pipelines.yml:4', 'default: codecov @bitbucket-pipelines.yml:5 dropped'],
    ],
    [
      'drone: commands and plugins',
      {
        '.drone.yml':
          'kind: pipeline\ntrigger: { event: [cron] }\nsteps:\n  - name: t\n    image: python\n    commands: [pytest]\n  - name: ship\n    image: plugins/docker:20\n    settings: { repo: me/app }\n',
      },
      ['cron: pytest @.drone.yml:6', 'cron: <drone:plugins/docker>'],
    ],
    [
      'argo: a cron that names a template, containers, scripts, a failure that is let go',
      {
        'argo/cron.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: { name: nightly }\nspec:\n  schedule: "0 3 * * *"\n  workflowSpec:\n    workflowTemplateRef: { name: train }\n',
        'argo/train.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: { name: train }\nspec:\n  templates:\n    - name: main\n      steps:\n        - - { name: a, template: fit }\n        - - { name: b, template: report, continueOn: { failed: true } }\n    - name: fit\n      container:\n        image: me/train\n        command: [python, train.py]\n        args: ["--rows", "{{inputs.parameters.rows}}"]\n    - name: report\n      script:\n        image: python\n        command: [bash]\n        source: |\n          pip list\n          python report.py\n',
      },
      [
        'schedule: python train.py --rows {{inputs.parameters.rows}} @argo/train.yaml:13',
        'schedule: pip list @argo/train.yaml:20 dropped',
        'schedule: python report.py @argo/train.yaml:21 dropped',
      ],
    ],
    [
      'airflow: two DAGs of one file, a text put together, a list for a pod',
      {
        'dags/a.py': dag(
          'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nROOT = "/srv"',
          'with DAG("daily", schedule="@daily") as daily:\n    BashOperator(task_id="t", bash_command=f"cd {ROOT} && python train.py")\n    PythonOperator(task_id="p", python_callable=go)\nlater = DAG(dag_id="later", schedule_interval=None)\nKubernetesPodOperator(task_id="k", dag=later, cmds=["python"], arguments=["score.py", rows])\n',
        ),
      },
      [
        'by hand (manual): python score.py $rows @dags/a.py:10',
        'schedule "@daily": cd /srv @dags/a.py:7',
        'schedule "@daily": python train.py @dags/a.py:7',
        'schedule "@daily": <airflow:PythonOperator>',
      ],
    ],
    [
      'airflow: a DAG that is paused when it is made',
      {
        'dags/a.py': dag(
          '',
          'with DAG("d", schedule="@daily", is_paused_upon_creation=True):\n    BashOperator(task_id="t", bash_command="make train")\n',
        ),
      },
      ['schedule "@daily": make train @dags/a.py:6 off'],
    ],
    [
      'prefect: a schedule in its file, a shell operation, a program that a task starts',
      {
        'prefect.yaml':
          'build:\n  - prefect.deployments.steps.run_shell_script:\n      script: make wheel\ndeployments:\n  - name: n\n    entrypoint: flows/f.py:nightly\n    schedules: [{ cron: "0 1 * * *" }]\n',
        'flows/f.py':
          'import subprocess\nfrom prefect import flow, task\nfrom prefect_shell import ShellOperation\n\n@task\ndef fit():\n    subprocess.run(["python", "train.py"], check=True)\n\n@flow\ndef nightly():\n    fit()\n    ShellOperation(commands=["dvc pull", "dvc push"]).run()\n',
      },
      [
        'by hand (manual): make wheel @prefect.yaml:3',
        'schedule: python train.py @flows/f.py:7',
        'schedule: dvc pull @flows/f.py:12 dropped',
        'schedule: dvc push @flows/f.py:12',
        'schedule: <prefect:task>',
      ],
    ],
    [
      'dagster: a job of one file on time in another, an exit code that nobody looks at',
      {
        'pipe/jobs.py':
          'import subprocess\nfrom dagster import job, op\n\n@op\ndef fit():\n    subprocess.run("python train.py", shell=True)\n\n@job\ndef train_job():\n    fit()\n',
        'pipe/definitions.py':
          'from dagster import Definitions, ScheduleDefinition, define_asset_job\nfrom pipe.jobs import train_job\nall_assets = define_asset_job("all")\nsoon = ScheduleDefinition(job=train_job, cron_schedule="0 2 * * *")\n',
      },
      ['schedule: python train.py @pipe/jobs.py:6 dropped', 'schedule: <dagster:op>', 'by hand (manual): <dagster:define_asset_job>'],
    ],
    [
      'kubeflow: containers of a pipeline in Python, and one that was compiled',
      {
        'kfp/p.py':
          'from kfp import dsl\n\n@dsl.container_component\ndef fit(rows: str):\n    return dsl.ContainerSpec(image="me/x", command=["python", "train.py"], args=["--rows", rows])\n\n@dsl.pipeline(name="p")\ndef p():\n    fit(rows="1")\n',
        'kfp/c.yaml':
          'pipelineInfo: { name: compiled }\ndeploymentSpec:\n  executors:\n    exec-score:\n      container:\n        image: me/x\n        command: [sh, -ec, "python score.py"]\n',
      },
      [
        'by hand (manual): python score.py @kfp/c.yaml:7',
        'by hand (manual): python train.py --rows $rows @kfp/p.py:5',
        'by hand (manual): <kubeflow:container_component>',
      ],
    ],
  ])('%s', async (_, files, wanted) => {
    const { runs, notUnderstood } = await told(files)
    expect(runs).toEqual(expect.arrayContaining(wanted))
    expect(runs.length).toBe(wanted.length)
    expect(notUnderstood).toEqual([])
  })

  test.each<[string, Files, RegExp]>([
    ['taskcluster', { '.taskcluster.yml': 'version: 1\ntasks: { $eval: made }\n' }, /no task whose command/],
    ['jenkins', { Jenkinsfile: "@Library('ours') _\nourPipeline()\n" }, /no sh step.*|library/],
    ['argo', { 'w.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec:\n  templates: []\n' }, /could not be read/],
    ['airflow', { 'dags/a.py': dag('from ours import build', 'with DAG("d", schedule="@daily"):\n    pass\n') }, /tasks could not be read/],
    ['drone in another language', { '.drone.star': 'def main(ctx):\n  return {}\n' }, /Drone/],
    ['codebuild', { 'p.yml': 'Resources: [\nx: AWS::CodePipeline::Pipeline\n' }, /could not be read as YAML/],
  ])('%s that is not understood is said', async (_, files, sentence) => {
    const { notUnderstood } = await told(files)
    expect(notUnderstood.join('; ')).toMatch(sentence)
  })

  test('a build file that is no YAML is refused by its provider, one that is filled in first is not understood', async () => {
    const blank =
      "steps:\n- name: 'gcr.io/x/y'\n  args: ['a']\n  env:\n  - 'IMAGE= # to do\n  dir: pipe\n- name: # to do\n  args:\n  - '-c'\n"
    const refused = await told({ 'lab/cloudbuild.yaml': blank })
    expect([refused.runs, refused.notUnderstood]).toEqual([[], []])
    expect(refused.limits.join()).toMatch(/lab\/cloudbuild\.yaml is not YAML/)
    const filled = await told({ 'lab/cloudbuild.yaml': `{% if tests %}\n${blank}{% endif %}\n` })
    expect(filled.notUnderstood.join()).toMatch(/lab\/cloudbuild\.yaml could not be read/)
  })

  test('what imitates a pipeline runs nothing', async () => {
    const { runs, notUnderstood } = await told({
      'notes.groovy': "def say(String sh) { println 'sh pytest' }\n",
      'docs/dag.py': dag('', 'with DAG("d", schedule="@daily"):\n    BashOperator(task_id="t", bash_command="pytest")\n'),
      'app/airflow_client.py': 'import requests\n# from airflow import DAG\nDAG = "pytest"\n',
      'k8s/deployment.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nspec: { template: { spec: { containers: [{ command: [pytest] }] } } }\n',
      'charts/x/templates/wf.yaml': '{{- if .Values.on }}\napiVersion: argoproj.io/v1alpha1\nkind: Workflow\n{{- end }}\n',
    })
    expect(runs).toEqual([])
    expect(notUnderstood).toEqual([])
  })

  test('a command that only a run knows is a limit, and its task a stage', async () => {
    const { runs, limits } = await told({
      'dags/a.py': dag(
        'from airflow.providers.docker.operators.docker import DockerOperator',
        'with DAG("d", schedule=None):\n    DockerOperator(task_id="t", image="me/x", command=make_command())\n',
      ),
    })
    expect(runs).toEqual(['by hand (manual): <airflow:DockerOperator>'])
    expect(limits.join()).toContain('dags/a.py:6: what t runs is known only when it runs')
  })
})
