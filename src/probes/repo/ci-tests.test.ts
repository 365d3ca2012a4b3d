import { describe, expect, test } from 'vitest'
import { gitRepo } from '../../collect/sources/repo/git-fixture.ts'
import { ci, type Files, run, script, tests, told, workflow } from './ci-tests-told.ts'

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
    [
      'a conftest that sets the exit code',
      { ...ci('run: pytest'), 'tests/conftest.py': 'def pytest_sessionfinish(session):\n    session.exitstatus = 0\n' },
      'dropped',
    ],
    ['a condition that is never true', ci(script('if [ 1 = 2 ]; then', '  pytest', 'fi')), 'off'],
    ['a plugin that drops the exit code', ci('run: pytest --suppress-tests-failed-exit-code'), 'dropped'],
    ['an action that repeats a command', ci('uses: org/actions/retry@main\nwith: { retries: 2, run: pytest }'), 'ok'],
    ['an action that drops what it repeats', ci('uses: org/retry@v1\nwith: { run: pytest || true }'), 'dropped'],
    ['an action that runs it on another host', ci('uses: org/ssh-run@v1\nwith: { run: pytest }'), 'absent'],
    ['an action that only names the command', ci('uses: org/report-failures@v1\nwith: { command: pytest }'), 'absent'],
    ['a program tried in a step named for testing', ci('name: Test predictions\nrun: python app.py --fast'), 'no tests'],
    ['a program in any other step', ci('name: Predict\nrun: python app.py --fast'), 'absent'],
    ['a step named for testing that prints', ci('name: Test\nrun: echo app.py && ls'), 'absent'],
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

test('unittest is told how files of tests are named', async () => {
  const files = (pattern: string) => ({
    ...ci(`run: python -m unittest discover -s holds -p '${pattern}'`),
    'holds/shop_holds.py': 'import unittest\n\nclass Shop(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(f(), 1)\n',
  })
  expect(await told(files('*_holds.py'))).toBe('ok')
  expect(await told(files('*_checks.py'))).toBe('no tests')
})
