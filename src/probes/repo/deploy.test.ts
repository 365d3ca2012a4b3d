import { describe, expect, test } from 'vitest'
import probe from './deploy.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }
type Row = { path: string; line: number; target: string; automatic: boolean; enabled: boolean; after_tests: boolean; in_service: boolean }

const rowsOf = async (files: Files): Promise<Row[]> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'absent' ? [] : (finding.facts.deployments as unknown as Row[])
}
/** The best row in short: `present`, or what it lacks. */
const told = async (files: Files): Promise<string> => {
  const [row] = await rowsOf(files)
  if (!row) return 'absent'
  const lacks = [row.automatic ? '' : 'by hand', row.enabled ? '' : 'off', row.in_service ? '' : 'not in service'].filter((it) => it !== '')
  return lacks.length === 0 ? 'present' : lacks.join('+')
}

const job = (steps: string, { on = 'push: { branches: [main] }', more = '' } = {}) =>
  `name: cd\non:\n  ${on}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n')}\n`
const github = (steps: string, more: Parameters<typeof job>[1] = {}): Files => ({ '.github/workflows/cd.yml': job(steps, more) })
const run = (command: string) => github(`- run: ${command}`)

const serving = 'resource "aws_ecs_service" "api" {\n  name = "api"\n}\n'

const registered = (on: string): Files => github('- run: python run.py register_model http://mlflow yes', { on })
const service: Files = {
  'app.py':
    'from fastapi import FastAPI\nfrom models import newest\n\napp = FastAPI()\n\n@app.get("/")\ndef answer():\n    return newest().predict([[1]])\n',
  'models.py': 'import mlflow\n\ndef newest():\n    return mlflow.pyfunc.load_model("models:/price/latest")\n',
}
const fromFile =
  'import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load("m.pkl")\n# mlflow.pyfunc.load_model("models:/price/latest")\n'

/** A pipeline of AWS whose one stage calls a function of the template. */
const callsFunction = (name: string): Files => ({
  'pipeline.yml': `Resources:\n  P:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      Stages:\n        - Name: Source\n          Actions:\n            - ActionTypeId: {Category: Source, Provider: CodeCommit}\n        - Name: Go\n          Actions:\n            - ActionTypeId: {Category: Invoke, Provider: Lambda}\n              Configuration: {FunctionName: !Ref ${name}}\n  ship:\n    Type: AWS::Lambda::Function\n    Properties: {Handler: ship.run}\n  tell:\n    Type: AWS::Lambda::Function\n    Properties: {Handler: tell.run}\n`,
  'code/ship.py': 'import boto3\n\ndef run(event, context):\n    boto3.client("sagemaker").create_endpoint(EndpointName="e")\n',
  'code/tell.py': 'import boto3\n\ndef run(event, context):\n    boto3.client("sns").publish(Message="m")\n',
})

const cases: [name: string, files: Files, answer: string][] = [
  ['kubectl on main', run('kubectl -n prod apply -f k8s/'), 'present'],
  ['helm behind make', { ...run('make ship'), Makefile: 'ship:\n\thelm upgrade --install api ./chart\n' }, 'present'],
  ['a script', { ...run('bash ci/go.sh'), 'ci/go.sh': 'set -e\ngcloud beta run deploy api --image x\n' }, 'present'],
  [
    'a package at a release',
    github('- uses: pypa/gh-action-pypi-publish@release/v1', { on: 'release: { types: [published] }' }),
    'present',
  ],
  [
    'a trial index only',
    github('- uses: pypa/gh-action-pypi-publish@v1\n  with: { repository_url: https://test.pypi.org/legacy/ }'),
    'not in service',
  ],
  [
    'a version that is set in manifests and pushed to git',
    run(
      '|\n          cd k8s/overlays/prod\n          kustomize edit set image api=x:$SHA\n          git commit -am release\n          git push',
    ),
    'present',
  ],
  ['a changelog that is pushed to git: an imitation', run('|\n          sed -i s/a/b/ CHANGELOG.md\n          git push'), 'absent'],
  [
    'a container on an own machine: an unusual way',
    { '.github/workflows/cd.yml': job('- run: docker run -d -p 80:80 me/api').replace('ubuntu-latest', '[self-hosted, linux]') },
    'present',
  ],
  ['a container on a machine of the provider', run('docker run -d -p 80:80 me/api'), 'absent'],
  [
    'a program that a person runs starts the command as one text',
    { 'ship.py': 'import subprocess\n\nif __name__ == "__main__":\n    subprocess.run("gcloud run deploy api --image x", shell=True)\n' },
    'by hand',
  ],
  [
    'CI runs that program',
    {
      ...run('python ops/ship.py'),
      'ops/ship.py':
        'import os\n\ndef go():\n    os.system("docker build . && kubectl apply -f k8s/")\n\nif __name__ == "__main__":\n    go()\n',
    },
    'present',
  ],
  [
    'commands of plumbum: an unusual way',
    {
      'manage.py':
        'from argcmdr import Local, LocalRoot\n\nclass Shop(LocalRoot):\n    pass\n\n@Shop.register\nclass Deploy(Local):\n    def prepare(self, args):\n        return self.local["eb"][\n            "deploy",\n            "-l", args.version,\n        ]\n',
    },
    'by hand',
  ],
  [
    'a program that only tells of the command: an imitation',
    { 'ship.py': 'if __name__ == "__main__":\n    # run("gcloud run deploy api")\n    print("gcloud run deploy api --image x")\n' },
    'absent',
  ],
  ['a stage of a pipeline calls a function that deploys', callsFunction('ship'), 'present'],
  ['a stage that calls a function which does not: an imitation', callsFunction('tell'), 'absent'],
  ['an image of every push', github('- uses: docker/build-push-action@v5\n  with: { push: true, tags: ghcr.io/a/b }'), 'not in service'],
  [
    'an image of a tag',
    github('- uses: docker/build-push-action@v5\n  with: { push: true, tags: ghcr.io/a/b }', { on: 'push: { tags: ["v*"] }' }),
    'present',
  ],
  ['an image that is built only', github('- uses: docker/build-push-action@v5\n  with: { push: false }'), 'absent'],
  ['a model is registered, and the service takes it from there', { ...registered('push:'), ...service }, 'present'],
  ['a model is registered for pull requests only', { ...registered('pull_request:'), ...service }, 'by hand'],
  ['an evasion: a model is registered, and the service loads a file', { ...registered('push:'), 'app.py': fromFile }, 'absent'],
  [
    'an evasion: a model is registered, and a notebook of numbers takes it',
    { ...registered('push:'), 'models.py': service['models.py'] as string },
    'absent',
  ],
  [
    'a program of Cloudera ML that a person runs',
    { 'build.py': 'from cmlbootstrap import CMLBootstrap\n\ncml = CMLBootstrap()\ncml.create_model({"targetFilePath": "serve.py"})\n' },
    'by hand',
  ],
  ['an evasion: a model of another library', { 'build.py': 'import timm\n\nnet = timm.create_model("resnet18")\n' }, 'absent'],
  [
    'a template of resources alone',
    {
      'azure-pipelines.yml':
        'trigger: [main]\nsteps:\n  - task: AzureResourceGroupDeployment@2\n    inputs: { csmFile: arm/workspace.json }\n',
    },
    'not in service',
  ],
  [
    'a template of resources, after the image that runs on them',
    {
      'azure-pipelines.yml':
        'trigger: [main]\nsteps:\n  - script: docker push x.azurecr.io/api:1\n  - task: AzureResourceManagerTemplateDeployment@3\n    inputs: { csmFile: arm/app.json }\n',
    },
    'present',
  ],
  [
    'a Taskcluster task of a tag',
    {
      '.taskcluster.yml':
        'version: 1\ntasks:\n  - $if: \'tasks_for == "github-push"\'\n    then:\n      payload:\n        command: [taskboot, deploy-pypi]\n      metadata: { name: release }\n',
    },
    'present',
  ],
  ['through yarn', run('yarn cdk deploy --require-approval never'), 'present'],
  ['an evasion: yarn adds the program', run('yarn add cdk deploy'), 'absent'],
  ['an action that repeats it', github('- uses: org/retry@v1\n  with:\n    run: kubectl apply -f k8s/'), 'present'],
  ['started by hand', github('- run: kubectl apply -f k8s/', { on: 'workflow_dispatch:' }), 'by hand'],
  ['pull requests only', github('- run: kubectl apply -f k8s/', { on: 'pull_request:' }), 'by hand'],
  ['switched off', github('- run: kubectl apply -f k8s/', { more: '    if: false\n' }), 'off'],
  ['commented out', run('|\n          # kubectl apply -f k8s/\n          true'), 'absent'],
  ['a rehearsal', run('kubectl apply --dry-run=client -f k8s/'), 'absent'],
  ['a cluster of the job alone', github('- uses: helm/kind-action@v1\n- run: kubectl apply -f k8s/'), 'absent'],
  ['documentation', github('- run: mkdocs gh-deploy --force\n- uses: actions/deploy-pages@v4'), 'absent'],
  ['terraform that defines buckets', { ...run('terraform apply -auto-approve'), 'main.tf': 'resource "aws_s3_bucket" "b" {}\n' }, 'absent'],
  ['terraform alone', { ...run('terraform apply -auto-approve'), 'main.tf': serving }, 'not in service'],
  ['terraform that is given the version', { ...run('terraform apply -var image_tag=$SHA'), 'main.tf': serving }, 'present'],
  ['a script that nobody starts', { 'deploy.sh': 'ssh me@host "cd app && git pull && docker compose up -d"\n' }, 'by hand'],
  ['a recipe that nobody starts', { Makefile: 'release: build\n\ttwine upload dist/*\n' }, 'by hand'],
  ['a recipe that lints', { Makefile: 'deploy-check:\n\truff check .\n' }, 'absent'],
  ['README prose', { 'README.md': 'Deploy with `kubectl apply -f k8s/`.\n', 'k8s/api.yaml': 'kind: Deployment\n' }, 'absent'],
  ['a template for others', { '{{ cookiecutter.name }}/.github/workflows/cd.yml': job('- run: kubectl apply -f k8s/') }, 'absent'],
  ['gitlab, by ssh', { '.gitlab-ci.yml': 'deploy:\n  script:\n    - ssh me@host "systemctl restart api"\n  only: [main]\n' }, 'present'],
  [
    'jenkins, a script handed to a function',
    {
      Jenkinsfile:
        "pipeline { triggers { pollSCM('H/5 * * * *') } stages { stage('Go') { steps { script { lib.ship('ci/go.sh', env) } } } } }\n",
      'ci/go.sh': 'helm upgrade --install api ./chart\n',
    },
    'present',
  ],
  ['gitlab, when: manual', { '.gitlab-ci.yml': 'deploy:\n  script: [kubectl apply -f k8s]\n  when: manual\n' }, 'by hand'],
  [
    'azure, after another pipeline',
    {
      'azure-pipelines.yml':
        'trigger: none\npr: none\nresources:\n  pipelines:\n  - pipeline: train\n    source: train\n    trigger: true\njobs:\n- job: d\n  steps:\n  - task: AzureWebApp@1\n    inputs: { appName: api }\n',
    },
    'present',
  ],
  [
    'circle, an orb',
    {
      '.circleci/config.yml': 'version: 2.1\nworkflows:\n  w:\n    jobs:\n      - aws-ecs/deploy-service-update:\n          family: api\n',
    },
    'present',
  ],
  ['travis', { '.travis.yml': 'script: pytest\ndeploy:\n  provider: pypi\n  on: { tags: true }\n' }, 'present'],
  ['cloud build', { 'cloudbuild.yaml': "steps:\n- name: gcr.io/cloud-builders/gcloud\n  args: ['run', 'deploy', 'api']\n" }, 'by hand'],
  [
    'cloud build with its trigger',
    {
      'cloudbuild.yaml': "steps:\n- name: gcr.io/cloud-builders/gcloud\n  args: ['run', 'deploy', 'api']\n",
      'infra/t.tf':
        'resource "google_cloudbuild_trigger" "t" {\n  filename = "cloudbuild.yaml"\n  github {\n    push { branch = "main" }\n  }\n}\n',
    },
    'present',
  ],
  [
    'a program that deploys',
    {
      ...run('python ops/release.py --env prod'),
      'ops/release.py':
        'from google.cloud import aiplatform\n\ndef main():\n    aiplatform.Endpoint("e").deploy(model="m")\n\nif __name__ == "__main__":\n    main()\n',
    },
    'present',
  ],
  [
    'a program that starts the command',
    {
      ...run('python -m ops.cli deploy api'),
      'ops/cli.py':
        'import sys\nfrom ops.cloud import deploy\n\ndef main():\n    deploy(sys.argv[2])\n\nif __name__ == "__main__":\n    main()\n',
      'ops/cloud.py':
        'import subprocess\n\ndef deploy(name):\n    cmd = ["gcloud", "run", "deploy", name, "--quiet"]\n    subprocess.run(cmd, check=True)\n',
    },
    'present',
  ],
  [
    'a manifest that shows a fault',
    { 'kb/faulty-examples/a.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  syncPolicy:\n    automated: {}\n' },
    'absent',
  ],
  [
    'an unusual way: Argo CD follows the branch',
    { 'gitops/app.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  syncPolicy:\n    automated: { prune: true }\n' },
    'present',
  ],
  [
    'Argo CD that waits for a person',
    { 'gitops/app.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  syncPolicy: {}\n' },
    'by hand',
  ],
  [
    'an evasion: a job named deploy that prints',
    github(
      '- name: Deploy to production\n  run: |\n    echo "kubectl apply -f k8s/"\n    echo "Deployed to Kubernetes"\n- run: python scripts/report.py',
    ),
    'absent',
  ],
]

describe('repo.deploy', () => {
  test.each(cases)('%s', async (_, files, answer) => {
    expect(await told(files)).toBe(answer)
  })

  test('the row says where, and whether tests come first', async () => {
    const workflow = `on: push
jobs:
  unit:
    name: Unit tests
    steps:
      - run: pytest
  ship:
    needs: [unit]
    steps:
      - run: flyctl deploy
  hasty:
    steps:
      - run: railway up
`
    const rows = await rowsOf({ '.github/workflows/cd.yml': workflow, 'tests/test_a.py': 'def test_a():\n    assert f() == 1\n' })
    expect(rows).toEqual([
      { path: '.github/workflows/cd.yml', line: 10, target: 'fly.io', automatic: true, enabled: true, after_tests: true, in_service: true },
      {
        path: '.github/workflows/cd.yml',
        line: 13,
        target: 'railway',
        automatic: true,
        enabled: true,
        after_tests: false,
        in_service: true,
      },
    ])
  })

  test('what cannot be followed is unknown, not absent, unless its name says that it tests', async () => {
    const elsewhere = (name: string): Files => ({
      '.github/workflows/w.yml': `on: push\njobs:\n  go:\n    uses: org/.github/.github/workflows/${name}@v1\n`,
    })
    for (const name of ['ci.yml', 'python-test-and-push.yml'])
      await expect(probe.collect({ repo: memoryRepo(elsewhere(name)) }, context)).rejects.toMatchObject({ code: 'not_supported' })
    expect(await told(elsewhere('python-test.yml'))).toBe('absent')
  })
})

test('a playbook deploys where its workflow also makes the image, or when its job says so', async () => {
  const steps = '- run: docker push r/app:1\n- run: ansible-playbook -i hosts site.yml'
  const workflow = (text: string) => ({ '.github/workflows/x.yml': job(text).replace('name: cd', 'name: x').replace('deploy:', 'go:') })
  expect(await told(workflow(steps))).toBe('present')
  expect(await told(workflow('- run: ansible-playbook -i hosts laptops.yml'))).toBe('not in service')
  expect(await told(workflow('- run: docker push r/app:1\n- run: ansible-playbook --check site.yml'))).toBe('not in service')
})
