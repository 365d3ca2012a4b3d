import { describe, expect, test } from 'vitest'
import { gitRepo } from '../../collect/sources/repo/git-fixture.ts'
import type { CannotLook, RepoHandle } from '../../model/handles.ts'
import probe from './ci-tests.ts'
import { memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }
const tests: Files = {
  'tests/test_a.py': 'from app import f\n\ndef test_f():\n    assert f() == 1\n',
  'app.py': 'def f():\n    return 1\n',
}
const run = async (files: Files, open: (files: Files) => RepoHandle | Promise<RepoHandle> = memoryRepo) =>
  probe.collect({ repo: await open(files) }, { options: {}, signal: new AbortController().signal })

type Line = {
  automatic: boolean
  failure_propagates: boolean
  enabled: boolean
  tests_exist: boolean
  chain: string
  path: string
  line: number
  trigger: string
}
const linesOf = async (files: Files, open?: typeof gitRepo): Promise<Line[]> => {
  const finding = await run(files, open)
  return finding.state === 'absent' ? [] : (finding.facts.commands as unknown as Line[])
}
/** The one line in short: `ok`, or what is wrong with it; `absent` when there is none. */
const told = async (files: Files, open?: typeof gitRepo): Promise<string> => {
  const lines = await linesOf(files, open)
  const wrong = ({ automatic, failure_propagates, enabled, tests_exist }: Line) =>
    [automatic ? '' : 'manual', failure_propagates ? '' : 'dropped', enabled ? '' : 'off', tests_exist ? '' : 'no tests']
      .filter((word) => word !== '')
      .join('+') || 'ok'
  return lines.length === 0 ? 'absent' : lines.map(wrong).sort().join(' ')
}

const workflow = (step: string, { on = '[push]', job = '' } = {}) =>
  `name: ci\non: ${on}\njobs:\n  test:\n    runs-on: ubuntu-latest\n${job}    steps:\n      - uses: actions/checkout@v4\n      - ${step.replaceAll('\n', '\n        ')}\n`
const script = (...lines: string[]) => `run: |\n${lines.map((line) => `  ${line}`).join('\n')}`
const ci = (step: string, more: Parameters<typeof workflow>[1] = {}): Files => ({
  ...tests,
  '.github/workflows/ci.yml': workflow(step, more),
})

describe('wired, able to fail, and by itself: told apart in GitHub Actions', () => {
  test.each<[string, Files, string]>([
    ['plain', ci('run: pytest'), 'ok'],
    ['python -m', ci('run: python -m pytest -q tests'), 'ok'],
    ['through coverage and uv', ci('run: uv run coverage run -m pytest'), 'ok'],
    ['no workflow', tests, 'absent'],
    ['a workflow that only lints', ci('run: ruff check .'), 'absent'],
    ['a comment', ci(script('# pytest', 'ls')), 'absent'],
    ['an echo', ci('run: echo pytest && echo "make test"'), 'absent'],
    ['a here-document', ci(script('cat <<EOF', 'pytest', 'EOF')), 'absent'],
    ['the step name alone', ci('name: pytest\nrun: ls'), 'absent'],
    ['|| true', ci('run: pytest || true'), 'dropped'],
    ['|| echo', ci('run: pytest || echo failed'), 'dropped'],
    ['exit 0 behind it, without -e', ci(`${script('pytest', 'exit 0')}\nshell: bash {0}`), 'dropped'],
    ['exit 0 before it', ci(script('exit 0', 'pytest')), 'off'],
    ['set +e', ci(script('set +e', 'pytest', 'echo done')), 'dropped'],
    ['a pipe under the default shell', ci('run: pytest | tee log'), 'dropped'],
    ['a pipe under shell: bash', ci('run: pytest | tee log\nshell: bash'), 'ok'],
    ['background', ci('run: pytest &'), 'dropped'],
    ['step continue-on-error', ci('run: pytest\ncontinue-on-error: true'), 'dropped'],
    ['job continue-on-error', ci('run: pytest', { job: '    continue-on-error: true\n' }), 'dropped'],
    ['step if: false', ci('run: pytest\nif: false'), 'off'],
    ['step if: ${{ false }}', ci('run: pytest\nif: ${{ false }}'), 'off'],
    ['step if: failure()', ci('run: pytest\nif: failure()'), 'off'],
    ['step if: always()', ci('run: pytest\nif: always()'), 'ok'],
    ['job if: false', ci('run: pytest', { job: '    if: false\n' }), 'off'],
    [
      'job for another event only',
      ci('run: pytest', { job: "    if: github.event_name == 'workflow_dispatch'\n", on: '[push, workflow_dispatch]' }),
      'manual',
    ],
    ['job for an event the workflow lacks', ci('run: pytest', { job: "    if: github.event_name == 'schedule'\n" }), 'manual+off'],
    ['workflow_dispatch only', ci('run: pytest', { on: 'workflow_dispatch' }), 'manual'],
    ['release only', ci('run: pytest', { on: '{ release: { types: [published] } }' }), 'manual'],
    ['schedule', ci('run: pytest', { on: '{ schedule: [{ cron: "0 4 * * *" }] }' }), 'ok'],
    ['a path filter that fits', ci('run: pytest', { on: '{ push: { paths: ["**.py"] } }' }), 'ok'],
    ['a path filter that fits nothing', ci('run: pytest', { on: '{ push: { paths: ["gone/**"] } }' }), 'manual+off'],
    ['a folder that is gone', ci('run: pytest\nworking-directory: gone'), 'off'],
    ['a path argument that is gone', ci('run: pytest gone'), 'no tests'],
    ['cd into a folder that is gone', ci('run: cd gone && pytest'), 'no tests'],
    ['no test in the tree', { '.github/workflows/ci.yml': workflow('run: pytest'), 'app.py': 'x = 1\n' }, 'no tests'],
    [
      'a test folder with nothing in it',
      { '.github/workflows/ci.yml': workflow('run: pytest tests'), 'tests/__init__.py': '', 'tests/test_a.py': '# later\n' },
      'no tests',
    ],
    ['--collect-only', ci('run: pytest --collect-only'), 'absent'],
    ['--version', ci('run: pytest --version'), 'absent'],
    ['--collect-only in the settings', { ...ci('run: pytest'), 'pytest.ini': '[pytest]\naddopts = --collect-only\n' }, 'no tests'],
    ['--collect-only in the environment', ci('run: pytest\nenv: { PYTEST_ADDOPTS: --co }'), 'absent'],
    ['a shell function of that name', ci(script('pytest() { true; }', 'pytest')), 'absent'],
    ['a plugin that drops the exit code', ci('run: pytest --suppress-tests-failed-exit-code'), 'dropped'],
    ['installing it', ci('run: pip install pytest'), 'absent'],
    [
      'a workflow that is no workflow',
      { ...tests, '.github/workflows/off/ci.yml': workflow('run: pytest'), '.github/workflows/ci.yml.off': workflow('run: pytest') },
      'absent',
    ],
    [
      'defaults.run',
      {
        ...ci('run: pytest', { job: '    defaults: { run: { working-directory: sub } }\n' }),
        'sub/test_b.py': 'def test_b():\n    assert 1\n',
      },
      'ok',
    ],
    ['windows shell', ci(script('pytest', 'echo done'), { job: '' }), 'ok'],
    [
      'needs a job that never runs',
      {
        ...tests,
        '.github/workflows/ci.yml':
          'on: push\njobs:\n  a:\n    if: false\n    steps: [{ run: ls }]\n  b:\n    needs: a\n    steps: [{ run: pytest }]\n',
      },
      'off',
    ],
  ])('%s', async (_, files, wanted) => expect(await told(files, gitRepo)).toBe(wanted))
})

describe('the test one step away', () => {
  const step = (run: string, files: Files) => ({ ...ci(`run: ${run}`), ...files })
  test.each<[string, Files, string]>([
    [
      'make',
      step('make test', { Makefile: 'PYTEST ?= pytest\n.PHONY: test\ntest: install\n\t@$(PYTEST) tests\ninstall:\n\tpip install .\n' }),
      'ok',
    ],
    ['make, by a prerequisite', step('make', { Makefile: 'all: lint unit\nlint:\n\truff check\nunit:\n\tpytest\n' }), 'ok'],
    ['make, an included file', step('make test', { Makefile: 'include dev.mk\n', 'dev.mk': 'test:\n\tpytest\n' }), 'ok'],
    ['make, a target nobody calls', step('make lint', { Makefile: 'lint:\n\truff check\ntest:\n\tpytest\n' }), 'absent'],
    ['make, a dash', step('make test', { Makefile: 'test:\n\t-pytest\n' }), 'dropped'],
    ['make, || true', step('make test', { Makefile: 'test:\n\tpytest || true\n' }), 'dropped'],
    ['make, told to print only', step('make -n test', { Makefile: 'test:\n\tpytest\n' }), 'absent'],
    ['make, the tool replaced', step('make test PYTEST=true', { Makefile: 'PYTEST = pytest\ntest:\n\t$(PYTEST)\n' }), 'absent'],
    ['make in a folder', step('make -C sub test', { 'sub/Makefile': 'test:\n\tpytest ../tests\n' }), 'ok'],
    ['tox', step('tox -e py', { 'tox.ini': '[testenv]\ncommands =\n    pytest {posargs:tests}\n' }), 'ok'],
    [
      'tox, another environment',
      step('tox -e lint', { 'tox.ini': '[testenv]\ncommands = pytest\n[testenv:lint]\ncommands = ruff check\n' }),
      'absent',
    ],
    [
      'tox, ignored outcome',
      step('tox', { 'tox.ini': '[tox]\nenvlist = py\n[testenv]\nignore_outcome = true\ncommands = pytest\n' }),
      'dropped',
    ],
    [
      'tox, generated names',
      step('tox -e py312-cov', {
        'tox.ini': '[tox]\nenvlist = py{311,312}-{cov,plain}\n[testenv]\ncommands =\n  cov: coverage run -m pytest\n  plain: pytest\n',
      }),
      'ok',
    ],
    [
      'nox',
      step('nox -s tests', {
        'noxfile.py':
          'import nox\n\n@nox.session(python=["3.12"])\ndef tests(session):\n    session.install("pytest")\n    session.run("pytest", *session.posargs)\n\n@nox.session\ndef lint(session):\n    session.run("ruff", "check")\n',
      }),
      'ok',
    ],
    [
      'nox, another session',
      step('nox -s lint', {
        'noxfile.py':
          'import nox\n\n@nox.session\ndef tests(session):\n    session.run("pytest")\n\n@nox.session\ndef lint(session):\n    session.run("ruff")\n',
      }),
      'absent',
    ],
    [
      'just',
      step('just check', { justfile: 'check: lint test\n\nlint:\n    ruff check\n\ntest *args:\n    uv run pytest {{args}}\n' }),
      'ok',
    ],
    ['poe', step('poetry run poe test', { 'pyproject.toml': '[tool.poe.tasks]\ntest = "pytest -q"\n' }), 'ok'],
    [
      'poe, a sequence',
      step('poe check', {
        'pyproject.toml': '[tool.poe.tasks]\ncheck = ["lint", "test"]\nlint = "ruff check"\ntest = { cmd = "pytest" }\n',
      }),
      'ok',
    ],
    ['pdm', step('pdm run test', { 'pyproject.toml': '[tool.pdm.scripts]\ntest = { cmd = "pytest" }\n' }), 'ok'],
    ['hatch', step('hatch run dev:test', { 'pyproject.toml': '[tool.hatch.envs.dev.scripts]\ntest = "pytest {args:tests}"\n' }), 'ok'],
    [
      'pixi',
      step('pixi run -e dev test', {
        'pixi.toml': '[feature.dev.tasks]\ntest = { cmd = "pytest", depends-on = ["lint"] }\nlint = "ruff check"\n',
      }),
      'ok',
    ],
    ['mise', step('mise run test', { 'mise.toml': '[tasks.test]\nrun = "uv run pytest"\n' }), 'ok'],
    [
      'taskfile',
      step('task test', {
        'Taskfile.yml': 'version: "3"\ntasks:\n  test:\n    deps: [lint]\n    cmds:\n      - pytest\n  lint:\n    cmds: [ruff check]\n',
      }),
      'ok',
    ],
    ['npm', step('npm test', { 'package.json': '{"scripts": {"test": "vitest run"}}', 'a.test.ts': 'test("a", () => {})' }), 'ok'],
    ['npm without a test', step('npm test', { 'package.json': '{"scripts": {"test": "echo no test && exit 1"}}' }), 'absent'],
    ['invoke', step('inv test', { 'tasks.py': 'from invoke import task\n\n@task\ndef test(c):\n    c.run("pytest")\n' }), 'ok'],
    [
      'invoke, warn only',
      step('inv test', { 'tasks.py': 'from invoke import task\n\n@task\ndef test(c):\n    c.run("pytest", warn=True)\n' }),
      'dropped',
    ],
    ['a script', step('./ci/test.sh', { 'ci/test.sh': '#!/bin/bash\nset -e\npytest "$@"\necho done\n' }), 'ok'],
    ['a script without set -e', step('bash ci/test.sh', { 'ci/test.sh': '#!/bin/bash\npytest\necho done\n' }), 'dropped'],
    ['a Python script', step('python run_tests.py', { 'run_tests.py': 'import sys, pytest\nsys.exit(pytest.main(["tests"]))\n' }), 'ok'],
    [
      'a Python script that drops it',
      step('python run_tests.py', { 'run_tests.py': 'import pytest\npytest.main(["tests"])\n' }),
      'dropped',
    ],
    ['docker build', step('docker build .', { Dockerfile: 'FROM python\nCOPY . .\nRUN pip install . && \\\n    pytest\n' }), 'ok'],
    [
      'docker build, a stage not built',
      step('docker build --target app .', { Dockerfile: 'FROM python AS app\nRUN pip install .\nFROM app AS test\nRUN pytest\n' }),
      'absent',
    ],
    ['docker run', step('docker run --rm -v x:/y image pytest tests', {}), 'ok'],
    [
      'docker compose run',
      step('docker compose run --rm test', { 'compose.yaml': 'services:\n  test:\n    build: .\n    command: pytest tests\n' }),
      'ok',
    ],
    [
      'docker compose up',
      step('docker compose up', { 'compose.yaml': 'services:\n  test:\n    image: x\n    command: ["pytest"]\n' }),
      'dropped',
    ],
    [
      'pre-commit, a local hook',
      step('pre-commit run --all-files', {
        '.pre-commit-config.yaml': 'repos:\n  - repo: local\n    hooks:\n      - { id: t, entry: pytest, language: system }\n',
      }),
      'ok',
    ],
    [
      'pre-commit, linters of others',
      step('pre-commit run -a', {
        '.pre-commit-config.yaml': 'repos:\n  - repo: https://example.org/x\n    rev: v1\n    hooks: [{ id: pytest }]\n',
      }),
      'absent',
    ],
    ['bash -c', step(`bash -c "pytest tests"`, {}), 'ok'],
    [
      'an environment from a matrix',
      {
        ...tests,
        'tox.ini': '[testenv:unit]\ncommands = pytest\n',
        '.github/workflows/ci.yml': workflow('run: tox -e ${{ matrix.env }}', { job: '    strategy: { matrix: { env: [lint, unit] } }\n' }),
      },
      'ok',
    ],
    [
      'a matrix that forgives one',
      {
        ...tests,
        '.github/workflows/ci.yml': workflow('run: pytest', {
          job: '    strategy: { matrix: { include: [{ v: 1, ok: true }, { v: 2, ok: false }] } }\n    continue-on-error: ${{ matrix.ok }}\n',
        }),
      },
      'ok',
    ],
    [
      'a composite action',
      {
        ...ci('uses: ./.github/actions/test'),
        '.github/actions/test/action.yml': 'runs:\n  using: composite\n  steps:\n    - run: pytest\n      shell: bash\n',
      },
      'ok',
    ],
    [
      'a reusable workflow',
      {
        ...tests,
        '.github/workflows/ci.yml': 'on: push\njobs:\n  t:\n    uses: ./.github/workflows/t.yml\n',
        '.github/workflows/t.yml': 'on: workflow_call\njobs:\n  t:\n    runs-on: x\n    steps:\n      - run: pytest\n',
      },
      'ok',
    ],
    [
      'a reusable workflow nobody calls',
      { ...tests, '.github/workflows/t.yml': 'on: workflow_call\njobs:\n  t:\n    runs-on: x\n    steps:\n      - run: pytest\n' },
      'absent',
    ],
  ])('%s', async (_, files, wanted) => expect(await told(files)).toBe(wanted))
})

describe('other providers', () => {
  test.each<[string, Files, string]>([
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
    ['jenkins', { Jenkinsfile: "pipeline {\n  stages {\n    stage('Test') {\n      steps { sh 'pytest' }\n    }\n  }\n}\n" }, 'ok'],
    [
      'jenkins, caught',
      { Jenkinsfile: "node {\n  stage('Test') {\n    catchError {\n      sh '''\n        pytest\n      '''\n    }\n  }\n}\n" },
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
  ])('%s', async (_, files, wanted) => expect(await told({ ...tests, ...files })).toBe(wanted))

  test('a provider that is not followed is never absence', async () => {
    await expect(run({ ...tests, '.taskcluster.yml': 'version: 1\n' })).rejects.toMatchObject({
      code: 'not_supported',
    } satisfies Partial<CannotLook>)
    await expect(
      run({ ...tests, '.github/workflows/ci.yml': 'on: push\njobs:\n  t:\n    uses: org/other/.github/workflows/x.yml@v1\n' }),
    ).rejects.toMatchObject({ code: 'not_supported' })
    await expect(run({ ...tests, '.github/workflows/ci.yml': 'on: push\njobs: [' })).rejects.toMatchObject({ code: 'not_supported' })
    const finding = await run({ ...ci('run: pytest'), '.taskcluster.yml': 'version: 1\n' })
    expect(finding).toMatchObject({
      state: 'found',
      limits: ['not followed: Taskcluster (.taskcluster.yml) is not followed by this version'],
    })
  })
})

test('the chain names every link with its place', async () => {
  const finding = await run({
    ...ci('run: make test'),
    Makefile: '# first\ntest: deps\n\t./ci/t.sh\ndeps:\n',
    'ci/t.sh': '#!/bin/sh -e\n\nuv run pytest\n',
  })
  expect(finding).toMatchObject({
    state: 'found',
    facts: {
      commands: [
        {
          command: 'pytest',
          path: '.github/workflows/ci.yml',
          line: 8,
          chain: 'make test → ./ci/t.sh → uv run pytest',
          trigger: 'push',
          provider: 'github',
          workflow: 'ci',
          job: 'test',
        },
      ],
    },
    items: [
      { path: '.github/workflows/ci.yml', line: 8 },
      { path: 'ci/t.sh', line: 3, note: 'reached from .github/workflows/ci.yml:8' },
    ],
  })
})

test('values that may be secret do not reach the evidence', async () => {
  const finding = await run(ci('run: pytest --token=hunter2 --api-key hunter2 --url https://me:hunter2@host/x'))
  expect(JSON.stringify(finding)).not.toContain('hunter2')
})
