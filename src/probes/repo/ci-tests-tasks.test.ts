import { expect, test } from 'vitest'
import { ci, type Files, tests, told } from './ci-tests-told.ts'

const step = (run: string, files: Files = {}): Files => ({ ...ci(`run: ${run}`), ...files })

/** One line for a way in which each runner can name its tests. */
test.each<[string, Files, string]>([
  ['mise file task', step('mise run test', { '.mise/tasks/test': '#!/usr/bin/env bash\nset -e\npytest\n' }), 'ok'],
  ['mise-tasks', step('mise run ci:test', { 'mise-tasks/ci/test': '#!/usr/bin/env bash\npytest\n' }), 'ok'],
  ['mise r', step('mise r test', { '.mise.toml': '[tasks]\ntest = "pytest"\n' }), 'ok'],
  ['mise run array', step('mise run test', { 'mise.toml': '[tasks.test]\nrun = ["ruff check", "pytest"]\n' }), 'ok'],
  ['mise depends', step('mise run check', { 'mise.toml': '[tasks.check]\ndepends = ["test"]\n[tasks.test]\nrun = "pytest"\n' }), 'ok'],
  ['hatch test', step('hatch test'), 'ok'],
  ['hatch run default env', step('hatch run test', { 'pyproject.toml': '[tool.hatch.envs.default.scripts]\ntest = "pytest"\n' }), 'ok'],
  ['hatch.toml', step('hatch run test', { 'hatch.toml': '[envs.default.scripts]\ntest = ["ruff .", "pytest"]\n' }), 'ok'],
  ['hatch script dash', step('hatch run test', { 'hatch.toml': '[envs.default.scripts]\ntest = "- pytest"\n' }), 'dropped'],
  [
    'pdm composite',
    step('pdm run all', {
      'pyproject.toml': '[tool.pdm.scripts]\nall = { composite = ["lint", "test"] }\nlint = "ruff ."\ntest = "pytest"\n',
    }),
    'ok',
  ],
  ['pdm direct', step('pdm test', { 'pyproject.toml': '[tool.pdm.scripts]\ntest = "pytest"\n' }), 'ok'],
  ['pdm shell', step('pdm run test', { 'pyproject.toml': '[tool.pdm.scripts]\ntest = { shell = "pytest | tee x" }\n' }), 'dropped'],
  ['uv run', step('uv run --frozen --group dev pytest'), 'ok'],
  ['uvx', step('uvx --with pytest-cov pytest'), 'ok'],
  ['uvx tox', step('uvx --with tox-uv tox -e py', { 'tox.ini': '[testenv]\ncommands = pytest\n' }), 'ok'],
  ['uv run python -m', step('uv run python -m pytest tests'), 'ok'],
  ['uv run task (taskipy)', step('uv run task test', { 'pyproject.toml': '[tool.taskipy.tasks]\ntest = "pytest"\n' }), 'ok'],
  ['uv run poe', step('uv run poe test', { 'poe_tasks.toml': '[tasks]\ntest = "pytest"\n' }), 'ok'],
  [
    'uv tool run',
    step('uv tool run nox -s t', { 'noxfile.py': 'import nox\n@nox.session(name="t")\ndef x(session):\n    session.run("pytest")\n' }),
    'ok',
  ],
  ['python -m unittest', step('python -m unittest discover -s tests'), 'ok'],
  ['python -m pkg', step('python -m tests.run', { 'tests/run.py': 'import sys, pytest\nsys.exit(pytest.main())\n' }), 'ok'],
  ['python -m pytest || :', step('python -m pytest || true'), 'dropped'],
  ['yarn test', step('yarn test', { 'package.json': '{"scripts": {"test": "jest"}}', 'a.test.ts': 'test("a", () => {})' }), 'ok'],
  ['pnpm -r test', step('pnpm -r test', { 'package.json': '{"scripts": {"test": "jest"}}', 'a.test.ts': 'test("a", () => {})' }), 'ok'],
  [
    'npm run --prefix',
    step('npm --prefix web run test', { 'web/package.json': '{"scripts": {"test": "jest"}}', 'web/a.test.ts': 'test("a", () => {})' }),
    'ok',
  ],
  [
    'npm ci pre',
    step('npm run build', {
      'package.json': '{"scripts": {"prebuild": "npm test", "build": "tsc", "test": "jest"}}',
      'a.test.ts': 'test("a", () => {})',
    }),
    'ok',
  ],
  ['just import', step('just test', { justfile: "import 'ci.just'\n", 'ci.just': 'test:\n    pytest\n' }), 'ok'],
  ['just mod', step('just ci::test', { justfile: 'mod ci\n', 'ci.just': 'test:\n    pytest\n' }), 'ok'],
  ['just dash', step('just test', { justfile: 'test:\n    -pytest\n' }), 'dropped'],
  ['just shebang', step('just test', { justfile: 'test:\n    #!/usr/bin/env bash\n    pytest\n    echo done\n' }), 'dropped'],
  [
    'task include',
    step('task ci:test', {
      'Taskfile.yml': 'version: "3"\nincludes:\n  ci: ./ci/Taskfile.yml\n',
      'ci/Taskfile.yml': 'version: "3"\ntasks:\n  test: pytest tests\n',
    }),
    'ok',
  ],
  [
    'task ignore_error',
    step('task test', { 'Taskfile.yml': 'version: "3"\ntasks:\n  test:\n    ignore_error: true\n    cmds: [pytest]\n' }),
    'dropped',
  ],
  ['docker build', step('docker build .', { Dockerfile: 'FROM python:3.12\nCOPY . .\nRUN pytest\n' }), 'ok'],
  [
    'docker build other stage',
    step('docker build --target prod .', { Dockerfile: 'FROM python AS test\nRUN pytest\nFROM python AS prod\nRUN ls\n' }),
    'absent',
  ],
  [
    'docker run cmd',
    step('docker build -t app . && docker run --rm app', { Dockerfile: 'FROM python:3.12\nCOPY . .\nCMD ["pytest", "-q"]\n' }),
    'ok',
  ],
  [
    'docker run cmd 2 steps',
    {
      ...tests,
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  t:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build -t app -f ci/Dockerfile .\n      - run: docker run app\n',
      'ci/Dockerfile': 'FROM python\nENTRYPOINT ["python", "-m"]\nCMD ["pytest"]\n',
    },
    'ok',
  ],
  ['docker run other image', step('docker build -t app . && docker run redis', { Dockerfile: 'FROM python:3.12\nCMD pytest\n' }), 'absent'],
  ['docker run args', step('docker build -t app . && docker run app pytest', { Dockerfile: 'FROM python:3.12\n' }), 'ok'],
  [
    'docker run args after entrypoint',
    step('docker build -t app . && docker run app -m pytest', { Dockerfile: 'FROM python:3.12\nENTRYPOINT ["python"]\n' }),
    'ok',
  ],
  [
    'compose run',
    step('docker compose run --rm test', {
      'compose.yaml': 'services:\n  test:\n    build: .\n    command: pytest\n',
      Dockerfile: 'FROM python\n',
    }),
    'ok',
  ],
  [
    'compose cmd from image',
    step('docker compose run test', { 'compose.yaml': 'services:\n  test:\n    build: .\n', Dockerfile: 'FROM python\nCMD pytest\n' }),
    'ok',
  ],
  ['pytest conf testpaths gone', step('pytest', { 'pytest.ini': '[pytest]\ntestpaths = gone\n' }), 'ok'],
  ['pytest collect only', step('pytest --collect-only'), 'absent'],
  [
    'pytest told to collect only by its settings',
    step('pytest', { 'pyproject.toml': '[tool.pytest.ini_options]\naddopts = "--collect-only"\n' }),
    'no tests',
  ],
  ['pytest -m none deselect', step('pytest --deselect tests/test_a.py::test_f'), 'ok'],
  ['rye test', step('rye test'), 'ok'],
  [
    'poetry scripts',
    step('poetry run test', {
      'pyproject.toml': '[tool.poetry.scripts]\ntest = "app:main"\n',
      'app.py': 'import pytest, sys\ndef main():\n    sys.exit(pytest.main(["tests"]))\ndef f():\n    return 1\n',
    }),
    'ok',
  ],
  ['pipenv scripts', step('pipenv run test', { Pipfile: '[scripts]\ntest = "pytest"\n' }), 'ok'],
  ['tox toml', step('tox', { 'tox.toml': 'env_list = ["py"]\n[env_run_base]\ncommands = [["pytest", "tests"]]\n' }), 'ok'],
  ['tox pyproject', step('tox run', { 'pyproject.toml': '[tool.tox]\nlegacy_tox_ini = """\n[testenv]\ncommands = pytest\n"""\n' }), 'ok'],
  [
    'nox default',
    step('nox', {
      'noxfile.py':
        'import nox\nnox.options.sessions = ["lint"]\n@nox.session\ndef tests(session):\n    session.run("pytest")\n@nox.session\ndef lint(session):\n    session.run("ruff")\n',
    }),
    'absent',
  ],
  ['make VAR target', step('make ${{ matrix.t }}', { Makefile: 'test:\n\tpytest\n' }), 'absent'],
  ['make ONESHELL', step('make test', { Makefile: '.ONESHELL:\ntest:\n\tpytest\n\techo done\n' }), 'dropped'],
  ['bash -c', step("bash -lc 'pytest'"), 'ok'],
  [
    'sh function',
    step('./x.sh test', { 'x.sh': '#!/bin/sh\nset -e\nrun_tests() { pytest; }\ncase "$1" in\n  test) run_tests ;;\nesac\n' }),
    'ok',
  ],
])('%s', async (_, files, wanted) => expect(await told({ ...tests, ...files })).toBe(wanted))
