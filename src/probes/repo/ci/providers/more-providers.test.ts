import { expect, test } from 'vitest'
import { type Files, told } from './told-fixture.ts'

const pod = (command: string): string => `  spec:\n    containers:\n    - image: python\n      command: ${command}\n`

const understood: [string, Files, string[]][] = [
  [
    'prow: always, by changed files, on a comment, optional, after a merge, by the clock',
    {
      '.prow.yaml': `presubmits:\n- name: unit\n  always_run: true\n${pod('[pytest, tests]')}- name: docs\n  run_if_changed: ^docs/\n${pod('[sh, -ec, "make docs\\nmake links"]')}- name: slow\n${pod('[pytest, slow]')}- name: lint\n  always_run: true\n  optional: true\n${pod('[ruff, check]')}postsubmits:\n- name: ship\n${pod('[./ship.sh]')}periodics:\n- name: train\n  cron: "0 3 * * *"\n${pod('[python, train.py]')}`,
    },
    [
      'pull_request: pytest tests @.prow.yaml:7',
      'pull_request: make docs @.prow.yaml:13',
      'pull_request: make links @.prow.yaml:14',
      'by hand (manual): pytest slow @.prow.yaml:18',
      'pull_request: ruff check @.prow.yaml:25 dropped',
      'push: ./ship.sh @.prow.yaml:31',
      'schedule: python train.py @.prow.yaml:38',
    ],
  ],
  [
    'prow: a configuration by repository, an image whose program makes ready and then runs',
    {
      'prow/jobs/a.yaml':
        'postsubmits:\n  org/app:\n  - name: t\n    spec:\n      containers:\n      - image: me/kubekins\n        command: [/usr/local/bin/runner.sh]\n        args: [make, test]\n  - name: never\n    always_run: false\n    spec:\n      containers:\n      - command: [pytest]\n',
    },
    ['push: make test @prow/jobs/a.yaml:7', 'by hand (manual): pytest @prow/jobs/a.yaml:13'],
  ],
  [
    'buildkite: an approval, a group, a soft failure, a skip, a plugin, another pipeline',
    {
      '.buildkite/pipeline.yml':
        'env: { A: b }\nsteps:\n  - label: unit\n    command: pytest\n    plugins:\n      - docker-compose#v4: { run: app }\n  - group: more\n    steps:\n      - commands:\n          - ruff check\n          - mypy .\n        soft_fail: true\n      - command: pytest slow\n        skip: "too slow"\n  - wait\n  - block: Ship it?\n  - command: ./ship.sh\n  - command: python report.py\n    depends_on: unit\n  - trigger: deploy-app\n',
    },
    [
      'push: pytest @.buildkite/pipeline.yml:4',
      'push: ruff check @.buildkite/pipeline.yml:10 dropped',
      'push: mypy . @.buildkite/pipeline.yml:11 dropped',
      'push: pytest slow @.buildkite/pipeline.yml:13 off',
      'by hand (manual): ./ship.sh @.buildkite/pipeline.yml:17',
      'push: python report.py @.buildkite/pipeline.yml:18',
      'push: <buildkite:docker-compose>',
      'by hand (manual): <buildkite:trigger>',
    ],
  ],
  [
    'buildkite: a file that a step uploads, one that nothing uploads, one for a schedule',
    {
      '.buildkite/pipeline.yml':
        'steps:\n  - command: buildkite-agent pipeline upload .buildkite/train.yml\n  - command: python score.py\n    if: build.source == "schedule"\n',
      '.buildkite/train.yml': 'steps:\n  - command: python train.py\n',
      '.buildkite/old.yml': 'steps:\n  - command: python old.py\n',
    },
    [
      'by hand (not in the repository): python old.py @.buildkite/old.yml:2',
      'push: buildkite-agent pipeline upload .buildkite/train.yml @.buildkite/pipeline.yml:2',
      'schedule: python score.py @.buildkite/pipeline.yml:3',
      'push: python train.py @.buildkite/train.yml:2',
    ],
  ],
  [
    'buildkite: a plugin that is the test of its language',
    {
      '.buildkite/pipeline.yml':
        'steps:\n  - label: t\n    plugins:\n      - JuliaCI/julia#v1: { version: "1" }\n      - JuliaCI/julia-test#v1: ~\n',
    },
    ['push: julia -e using Pkg; Pkg.test() @.buildkite/pipeline.yml:2', 'push: <buildkite:JuliaCI/julia>'],
  ],
  [
    'semaphore: before and after each job, a block that is off, promotions by hand and alone',
    {
      '.semaphore/semaphore.yml':
        'version: v1.0\nglobal_job_config:\n  prologue:\n    commands: [checkout]\nblocks:\n  - name: Test\n    task:\n      jobs:\n        - name: unit\n          commands:\n            - pip install .\n            - pytest\n      epilogue:\n        always:\n          commands: [test-results publish x.xml]\n  - name: Slow\n    skip: { when: "true" }\n    task:\n      jobs: [{ commands: [pytest slow] }]\npromotions:\n  - name: Ship\n    pipeline_file: ship.yml\n  - name: Stage\n    pipeline_file: stage.yml\n    auto_promote: { when: "branch = \'main\'" }\n',
      '.semaphore/ship.yml': 'blocks:\n  - task:\n      jobs: [{ commands: [./ship.sh] }]\n',
      '.semaphore/stage.yml': 'blocks:\n  - task:\n      jobs: [{ commands: [./stage.sh] }]\n',
      '.semaphore/left.yml': 'blocks:\n  - task:\n      jobs: [{ commands: [./left.sh] }]\n',
    },
    [
      'by hand (not in the repository): ./left.sh @.semaphore/left.yml:3',
      'by hand (manual): ./ship.sh @.semaphore/ship.yml:3',
      'push: checkout @.semaphore/semaphore.yml:4',
      'push: pip install . @.semaphore/semaphore.yml:11',
      'push: pytest @.semaphore/semaphore.yml:12',
      'push: test-results publish x.xml @.semaphore/semaphore.yml:15 dropped',
      'push: checkout @.semaphore/semaphore.yml:4 off',
      'push: pytest slow @.semaphore/semaphore.yml:19 off',
      'push: ./stage.sh @.semaphore/stage.yml:3',
    ],
  ],
  [
    'appveyor: cmd, PowerShell and sh, ways as Windows writes them, what comes after the end, a deployment',
    {
      'appveyor.yml':
        'build: off\ninstall:\n  - ps: Install-Thing\n  - SET PATH=%PYTHON%;%PATH%\n  - "%PYTHON%\\\\python.exe -m pip install ."\ntest_script:\n  - "%CMD_IN_ENV% python -m pytest tests\\\\unit"\n  - sh: make test\non_finish:\n  - codecov\ndeploy:\n  - provider: NuGet\n',
    },
    [
      'push: Install-Thing @appveyor.yml:3',
      'push: pip install . @appveyor.yml:5',
      'push: pytest tests/unit @appveyor.yml:7',
      'push: make test @appveyor.yml:8',
      'push: codecov @appveyor.yml:10 dropped',
      'push: <appveyor:NuGet>',
    ],
  ],
  [
    'buddy: a push, a clock, a click; errors let go, an action that is off, an approval, actions of its own',
    {
      'buddy.yml':
        '- pipeline: test\n  events: [{ type: PUSH, refs: [main] }]\n  actions:\n    - action: unit\n      type: BUILD\n      execute_commands:\n        - pip install .\n        - pytest\n    - { action: lint, type: BUILD, ignore_errors: true, execute_commands: [ruff check] }\n    - { action: old, type: BUILD, disabled: true, execute_commands: [nose] }\n    - { action: ask, type: WAIT_FOR_APPROVAL }\n    - { action: up, type: SFTP }\n- pipeline: train\n  on: SCHEDULE\n  actions: [{ action: t, type: BUILD, commands: python train.py }]\n- pipeline: ship\n  on: CLICK\n  actions: [{ action: s, type: BUILD, execute_commands: [./ship.sh] }]\n',
    },
    [
      'push: pip install . @buddy.yml:7',
      'push: pytest @buddy.yml:8',
      'push: ruff check @buddy.yml:9 dropped',
      'push: nose @buddy.yml:10 off',
      'schedule: python train.py @buddy.yml:15',
      'by hand (manual): ./ship.sh @buddy.yml:18',
      'by hand (manual): <buddy:SFTP>',
    ],
  ],
  [
    'tekton: a run that an event starts, a task of another file, one from outside, a failure let go, a value that only a run knows',
    {
      '.tekton/pr.yaml':
        'apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata:\n  name: pr\n  annotations:\n    pipelinesascode.tekton.dev/on-event: "[pull_request]"\nspec:\n  pipelineSpec:\n    tasks:\n      - name: fetch\n        taskRef: { name: git-clone }\n      - name: unit\n        taskRef: { name: unit }\n      - name: lint\n        taskSpec:\n          steps:\n            - name: ruff\n              onError: continue\n              image: python\n              script: |\n                #!/usr/bin/env bash\n                ruff check $(params.path)\n',
      '.tekton/unit.yaml':
        'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: unit }\nspec:\n  steps:\n    - image: python\n      workingDir: $(workspaces.source.path)\n      script: |\n        pip install .\n        pytest\n',
    },
    [
      'pull_request: pip install . @.tekton/unit.yaml:9',
      'pull_request: pytest @.tekton/unit.yaml:10',
      'pull_request: ruff check $given @.tekton/pr.yaml:22 dropped',
      'pull_request: <tekton:git-clone>',
    ],
  ],
  [
    'tekton anywhere: a template that something listens for, a pipeline that nobody starts, a task by its words',
    {
      'ci/t.yaml':
        'apiVersion: tekton.dev/v1beta1\nkind: Task\nmetadata: { name: fit }\nspec:\n  steps: [{ name: s, image: me, command: [python], args: [train.py] }]\n---\napiVersion: tekton.dev/v1beta1\nkind: Pipeline\nmetadata: { name: p }\nspec:\n  tasks: [{ name: a, taskRef: { name: fit } }]\n---\napiVersion: tekton.dev/v1beta1\nkind: Pipeline\nmetadata: { name: q }\nspec:\n  tasks: [{ name: b, taskSpec: { steps: [{ image: me, command: [./q.sh] }] } }]\n',
      'ci/l.yaml':
        'apiVersion: triggers.tekton.dev/v1beta1\nkind: TriggerTemplate\nmetadata: { name: tt }\nspec:\n  resourcetemplates:\n    - apiVersion: tekton.dev/v1beta1\n      kind: PipelineRun\n      metadata: { generateName: p- }\n      spec: { pipelineRef: { name: p } }\n---\napiVersion: triggers.tekton.dev/v1beta1\nkind: EventListener\nmetadata: { name: el }\nspec: {}\n',
    },
    ['webhook: python train.py @ci/t.yaml:5', 'by hand (manual): ./q.sh @ci/t.yaml:17'],
  ],
]
test.each(understood)('%s', async (_, files, wanted) => {
  const { runs, notUnderstood } = await told(files)
  expect(runs.toSorted()).toEqual(wanted.toSorted())
  expect(notUnderstood).toEqual([])
})

const unclear: [string, Files, RegExp][] = [
  [
    'buildkite: a script that hands on what a program writes',
    {
      '.buildkite/pipeline.yml': 'steps:\n  - command: .buildkite/go.sh\n',
      '.buildkite/go.sh': '# buildkite-agent pipeline upload $OLD\npython3 <<PY | buildkite-agent pipeline upload\nprint()\nPY\n',
    },
    /\.buildkite\/go\.sh uploads steps that a program writes/,
  ],
  [
    'a plugin that is named for tests',
    { '.buildkite/pipeline.yml': 'steps:\n  - plugins: [us/run-tests#v1]\n' },
    /us\/run-tests is not in this repository, and its name says/,
  ],
  [
    'a task of a hub that is named for tests',
    {
      '.tekton/a.yaml':
        'apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: { name: a }\nspec: { pipelineSpec: { tasks: [{ name: t, taskRef: { name: unit-tests } }] } }\n',
    },
    /unit-tests is not in this repository, and its name says/,
  ],
  [
    'prow with another agent',
    { '.prow.yaml': 'presubmits:\n- name: a\n  agent: jenkins\n  always_run: true\n' },
    /another agent than a pod/,
  ],
  ['buildkite without steps', { '.buildkite/pipeline.yml': 'steps: []\n' }, /no step of Buildkite/],
  [
    'buildkite whose steps a program writes',
    { '.buildkite/pipeline.yml': 'steps:\n  - command: python steps.py | buildkite-agent pipeline upload\n' },
    /a program writes/,
  ],
  ['semaphore without jobs', { '.semaphore/semaphore.yml': 'version: v1.0\nblocks: []\n' }, /no job of Semaphore/],
  [
    'tekton whose pipeline lies elsewhere',
    { '.tekton/a.yaml': 'apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: { name: a }\nspec: { pipelineRef: { name: away } }\n' },
    /a\.yaml: run a calls away, which is not in this repository/,
  ],
]
test.each(unclear)('%s is said not to be understood', async (_, files, sentence) => {
  expect((await told(files)).notUnderstood.join('; ')).toMatch(sentence)
})

test('what imitates these runs nothing', async () => {
  const { runs, notUnderstood } = await told({
    'prow/values.yaml': 'presubmit: pytest\njobs: [{ command: pytest }]\n',
    'docs/.buildkite/pipeline.yml': 'steps: [{ command: pytest }]\n',
    'k8s/deploy.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: tekton.dev }\nspec: { steps: [{ script: pytest }] }\n',
    'app/buddy.yml': '- pipeline: p\n  actions: [{ action: a, execute_commands: [pytest] }]\n',
    '.semaphoreci.md': 'commands: [pytest]\n',
  })
  expect([runs, notUnderstood]).toEqual([[], []])
})
