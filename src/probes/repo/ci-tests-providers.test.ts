import { describe, expect, test } from 'vitest'
import type { CannotLook } from '../../model/handles.ts'
import { ci, type Files, run, tests, told } from './ci-tests-told.ts'

const blubber = (entry: string): Files => ({
  '.pipeline/config.yaml':
    'pipelines:\n  one:\n    blubberfile: one/blubber.yaml\n    stages:\n      - { name: unit, build: test, run: true }\n      - { name: publish, build: production, publish: { image: { name: a } } }\n',
  '.pipeline/one/blubber.yaml': `version: v4\nvariants:\n  base:\n    copies:\n      - { from: local, source: ci/run.sh, destination: go.sh }\n  test:\n    includes: [base]\n    entrypoint: ${entry}\n  production:\n    entrypoint: [pytest]\n`,
  'ci/run.sh': '#!/bin/sh\npytest "$1"\n',
})

describe('other providers', () => {
  test.each<[string, Files, string]>([
    ['pipelinelib, an entry point under another name', blubber('["./go.sh", "tests"]'), 'manual'],
    ['pipelinelib, an image that is published and never run: an imitation', blubber('[flake8]'), 'absent'],
    [
      'pipelinelib, a stage that says nothing but its name',
      {
        '.pipeline/config.yaml': 'pipelines:\n  one:\n    stages: [{ name: unit }]\n',
        '.pipeline/one/blubber.yaml': 'variants:\n  unit:\n    entrypoint: [python3, -m, pytest]\n',
      },
      'manual',
    ],
    [
      'a workflow below a folder, which GitHub does not run: an imitation',
      {
        'seed/.github/workflows/ci.yml': 'on: push\njobs:\n  a:\n    steps:\n      - run: pytest\n',
        'seed/tests/test_a.py': 'from app import f\n\ndef test_f():\n    assert f() == 1\n',
      },
      'off',
    ],
    [
      'a workflow of a generator’s template',
      { '{{ cookiecutter.name }}/.github/workflows/ci.yml': 'on: push\njobs:\n  a:\n    steps:\n      - run: pytest\n' },
      'absent',
    ],
    ['gitlab', { '.gitlab-ci.yml': 'test:\n  script:\n    - pytest\n' }, 'ok'],
    ['gitlab, allow_failure', { '.gitlab-ci.yml': 'test:\n  allow_failure: true\n  script: [pytest]\n' }, 'dropped'],
    ['gitlab, manual', { '.gitlab-ci.yml': 'test:\n  when: manual\n  script: [pytest]\n' }, 'manual'],
    ['gitlab, never', { '.gitlab-ci.yml': 'test:\n  rules: [{ when: never }]\n  script: [pytest]\n' }, 'manual+off'],
    ['gitlab, hidden job', { '.gitlab-ci.yml': '.test:\n  script: [pytest]\n' }, 'absent'],
    [
      'gitlab, extends and include',
      { '.gitlab-ci.yml': 'include: [{ local: /ci/base.yml }]\nunit:\n  extends: .base\n', 'ci/base.yml': '.base:\n  script: [pytest]\n' },
      'ok',
    ],
    ['gitlab, reference', { '.gitlab-ci.yml': '.s:\n  script: [pytest]\nunit:\n  script:\n    - !reference [.s, script]\n' }, 'ok'],
    [
      'gitlab, a child pipeline',
      {
        '.gitlab-ci.yml': 'go:\n  trigger:\n    include: [{ local: ci/child.yml }]\n    strategy: depend\n',
        'ci/child.yml': 'unit:\n  script: [pytest]\n',
      },
      'ok',
    ],
    [
      'gitlab, a child pipeline nobody waits for',
      {
        '.gitlab-ci.yml': 'go:\n  trigger:\n    include: ci/child.yml\n',
        'ci/child.yml': 'unit:\n  script: [pytest]\n',
      },
      'dropped',
    ],
    [
      'circleci',
      {
        '.circleci/config.yml':
          'jobs:\n  t:\n    steps:\n      - checkout\n      - run: { name: t, command: pytest | tee x }\n  other:\n    steps:\n      - run: pytest tests\nworkflows:\n  w:\n    jobs: [t]\n',
      },
      'ok',
    ],
    [
      'circleci, behind an approval',
      {
        '.circleci/config.yml':
          'jobs:\n  t:\n    steps:\n      - run: pytest\nworkflows:\n  w:\n    jobs:\n      - hold: { type: approval }\n      - t: { requires: [hold] }\n',
      },
      'manual',
    ],
    [
      'azure, in a file of any name',
      { 'azdo_jobs/build-train.yml': 'trigger: [main]\npool:\n  vmImage: x\nsteps:\n  - bash: pytest\n' },
      'ok',
    ],
    ['no azure: settings of a build', { 'conf/build.yml': 'trigger: 0.5\nsteps:\n  - script: pytest\n' }, 'absent'],
    ['azure', { 'azure-pipelines.yml': 'trigger: [main]\nsteps:\n  - script: pytest\n' }, 'ok'],
    [
      'azure, last command decides',
      { 'azure-pipelines.yml': 'trigger: [main]\nsteps:\n  - script: |\n      pytest\n      echo done\n' },
      'dropped',
    ],
    [
      'azure, template and continueOnError',
      {
        'azure-pipelines.yml': 'trigger: [main]\njobs:\n  - template: ci/t.yml\n',
        'ci/t.yml': 'jobs:\n  - job: t\n    steps:\n      - bash: pytest\n        continueOnError: true\n',
      },
      'dropped',
    ],
    ['azure, started by hand', { 'azure-pipelines.yml': 'trigger: none\npr: none\nsteps:\n  - script: pytest\n' }, 'manual'],
    ['travis', { '.travis.yml': 'language: python\nscript:\n  - pytest\n  - echo done\n' }, 'ok'],
    [
      'jenkins',
      {
        Jenkinsfile:
          "pipeline {\n  triggers { githubPush() }\n  stages {\n    stage('Test') {\n      steps { sh 'pytest' }\n    }\n  }\n}\n",
      },
      'ok',
    ],
    [
      'jenkins, started by nothing that the tree shows',
      {
        Jenkinsfile:
          "pipeline {\n  // triggers { cron('@daily') }\n  parameters { choice(name: 'STAGE') }\n  stages {\n    stage('Test') {\n      steps { sh 'pytest' }\n    }\n  }\n}\n",
      },
      'manual',
    ],
    [
      'jenkins, a job of many branches',
      { Jenkinsfile: "node {\n  checkout scm\n  sh 'pytest'\n  if (env.CHANGE_ID) {\n    echo 'proposed'\n  }\n}\n" },
      'ok',
    ],
    [
      'jenkins, caught',
      {
        Jenkinsfile:
          "properties([pipelineTriggers([githubPush()])])\nnode {\n  stage('Test') {\n    catchError {\n      sh '''\n        pytest\n      '''\n    }\n  }\n}\n",
      },
      'dropped',
    ],
    ['jenkins, a comment', { Jenkinsfile: "node {\n  // sh 'pytest'\n  sh 'ls'\n}\n" }, 'absent'],
    ['bitbucket', { 'bitbucket-pipelines.yml': 'pipelines:\n  default:\n    - step:\n        script:\n          - pytest\n' }, 'ok'],
    [
      'bitbucket, custom',
      { 'bitbucket-pipelines.yml': 'pipelines:\n  custom:\n    t:\n      - step:\n          script: [pytest]\n' },
      'manual',
    ],
    ['drone', { '.drone.yml': 'kind: pipeline\nsteps:\n  - name: t\n    commands: [pytest]\n' }, 'ok'],
    ['cloud build', { 'cloudbuild.yaml': "steps:\n  - name: python\n    entrypoint: bash\n    args: ['-c', 'pytest']\n" }, 'manual'],
    [
      'cloud build under another name',
      { 'build/x.yaml': "steps:\n- name: 'gcr.io/p/python'\n  entrypoint: pytest\n  args: [tests]\n" },
      'manual',
    ],
  ])('%s', async (_, files, wanted) => expect(await told({ ...tests, ...files })).toBe(wanted))

  test('a provider that is not followed is never absence', async () => {
    await expect(run({ ...tests, '.taskcluster.yml': 'version: 1\n' })).rejects.toMatchObject({
      code: 'not_supported',
    } satisfies Partial<CannotLook>)
    await expect(
      run({ ...tests, '.github/workflows/ci.yml': 'on: push\njobs:\n  t:\n    uses: org/other/.github/workflows/x.yml@v1\n' }),
    ).rejects.toMatchObject({ code: 'not_supported' })
    await expect(run({ ...tests, '.github/workflows/ci.yml': 'on: push\njobs: [' })).rejects.toMatchObject({ code: 'not_supported' })
    await expect(
      run({
        ...tests,
        '.gitlab-ci.yml': 'make:\n  script: [python write_jobs.py]\ngo:\n  trigger:\n    include: [{ artifact: jobs.yml, job: make }]\n',
      }),
    ).rejects.toMatchObject({ code: 'not_supported' })
    await expect(run(ci('uses: org/run-tests@v1'))).rejects.toMatchObject({ code: 'not_supported' })
    expect(await told(ci('uses: org/publish-test-results@v1'))).toBe('absent')
    const finding = await run({ ...ci('run: pytest'), '.cirrus.yml': 'task: {}\n' })
    expect(finding).toMatchObject({
      state: 'found',
      limits: ['not followed: Cirrus CI (.cirrus.yml) is not followed by this version'],
    })
  })
})
