import { describe, expect, test } from 'vitest'
import { ci, type Files, tests, told, workflow } from './ci-tests-told.ts'

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
    ['make, a variable of the environment in the path', step('make test', { Makefile: 'test:\n\tpytest tests/${KIND}\n' }), 'ok'],
    ['make, a dash', step('make test', { Makefile: 'test:\n\t-pytest\n' }), 'dropped'],
    ['make, || true', step('make test', { Makefile: 'test:\n\tpytest || true\n' }), 'dropped'],
    ['make, told to print only', step('make -n test', { Makefile: 'test:\n\tpytest\n' }), 'absent'],
    ['make, the tool replaced', step('make test PYTEST=true', { Makefile: 'PYTEST = pytest\ntest:\n\t$(PYTEST)\n' }), 'absent'],
    ['make in a folder', step('make -C sub test', { 'sub/Makefile': 'test:\n\tpytest ../tests\n' }), 'ok'],
    [
      'a job handed to a service that is waited for',
      step('az ml job create --stream --file ml/test.yml', { 'ml/test.yml': 'code: ..\ncommand: pytest tests\n' }),
      'ok',
    ],
    ['and one that is not', step('az ml job create -f ml/test.yml', { 'ml/test.yml': 'code: ..\ncommand: pytest tests\n' }), 'dropped'],
    [
      'a job whose script goes on after its tests',
      step('anyscale job submit jobs/all.yaml --wait', {
        'jobs/all.yaml': 'name: all\nentrypoint: bash jobs/all.sh\n',
        'jobs/all.sh': '#!/bin/bash\npytest tests > out.txt\ncat out.txt\n',
      }),
      'dropped',
    ],
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

describe('tests without a test tool of Python', () => {
  const rTests: Files = { 'tests/testthat/test-f.R': 'test_that("f", expect_equal(f(), 1))\n' }
  test.each<[string, Files, string]>([
    ['the action that checks an R package', { ...ci('uses: r-lib/actions/check-r-package@v2'), ...rTests }, 'ok'],
    ['R CMD check', { ...ci('run: R CMD check --no-manual .'), ...rTests }, 'ok'],
    ['R CMD check without tests', { ...ci('run: R CMD check --no-tests .'), ...rTests }, 'absent'],
    ['R as the shell', { ...ci('run: |\n    cov <- covr::package_coverage()\n    print(cov)\nshell: Rscript {0}'), ...rTests }, 'ok'],
    ['installing a test package', { ...ci(`run: Rscript -e 'install.packages(c("testthat", "rcmdcheck"))'`), ...rTests }, 'absent'],
  ])('%s', async (_, files, wanted) => expect(await told(files)).toBe(wanted))

  const body = 'def test_a():\n    assert f()\n'
  const runs = "if __name__ == '__main__':\n    test_a()\n"
  test.each<[string, Files, string]>([
    ['a test file run as a program', { ...ci('run: python check_test.py'), 'check_test.py': body + runs }, 'ok'],
    ['as a module', { ...ci('run: python -m a.test_b'), 'a/test_b.py': body + runs }, 'ok'],
    ['that only defines its tests', { ...ci('run: python test.py'), 'test.py': body }, 'absent'],
    [
      'that prints its failures',
      {
        ...ci('run: python test.py'),
        'test.py': `${body}if __name__ == '__main__':\n    try:\n        test_a()\n    except Exception as e:\n        print(e)\n`,
      },
      'dropped',
    ],
    [
      'an evaluation called test.py',
      { ...ci('run: python test.py'), 'test.py': 'def main(): ...\nif __name__ == "__main__":\n    main()\n' },
      'absent',
    ],
  ])('%s', async (_, files, wanted) => expect(await told(files)).toBe(wanted))
})
