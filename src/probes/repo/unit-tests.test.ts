import { describe, expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './unit-tests.ts'

const look = async (files: { [path: string]: string }) => probe.collect({ repo: memoryRepo(files) }, context)

/** [tests, asserting, own code, skipped] of a test file beside a small package. */
async function counts(body: string, more: { [path: string]: string } = {}): Promise<unknown> {
  const code = { 'src/shop/__init__.py': '', 'src/shop/price.py': 'def price(x):\n    return x * 2\nclass Model:\n    pass\n' }
  const finding = await look({ ...code, 'tests/test_it.py': body, ...more })
  if (finding.state === 'absent') return 'absent'
  const { tests, tests_that_assert, tests_of_own_code, tests_skipped } = finding.facts
  return [tests, tests_that_assert, tests_of_own_code, tests_skipped]
}

const nothing: [string, string][] = [
  ['assert True', 'def test_a():\n    assert True\n'],
  ['empty body', 'def test_a():\n    pass\n'],
  ['docstring only', 'def test_a():\n    """checks the price"""\n'],
  ['literals', 'def test_a():\n    assert 1 + 1 == 2\n    assert "a".upper() == "A"\n    assert len([1, 2]) == 2\n'],
  ['literals by name', 'X = 3\ndef test_a():\n    y = 3\n    assert X == y\n'],
  [
    'unittest literals',
    'import unittest\nclass A(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(1, 1)\n        self.assertTrue(True)\n',
  ],
  ['parametrised literals', 'import pytest\n@pytest.mark.parametrize("a,b", [(1, 1)])\ndef test_a(a, b):\n    assert a == b\n'],
  ['imported, never used', 'from shop.price import price\ndef test_a():\n    assert True\n'],
  ['called, not asserted', 'from shop.price import price\ndef test_a():\n    price(2)\n'],
  ['always true tuple', 'from shop.price import price\ndef test_a():\n    assert (price(2) == 5, "wrong")\n'],
  ['or True', 'from shop.price import price\ndef test_a():\n    assert price(2) == 5 or True\n'],
  [
    'swallowed',
    'from shop.price import price\ndef test_a():\n    try:\n        assert price(2) == 5\n    except Exception:\n        pass\n',
  ],
  [
    'suppressed',
    'from contextlib import suppress\nfrom shop.price import price\ndef test_a():\n    with suppress(AssertionError):\n        assert price(2) == 5\n',
  ],
  ['after return', 'from shop.price import price\ndef test_a():\n    return\n    assert price(2) == 4\n'],
  ['if False', 'from shop.price import price\ndef test_a():\n    if False:\n        assert price(2) == 4\n'],
  ['empty loop', 'from shop.price import price\ndef test_a():\n    for x in []:\n        assert price(x) == 4\n'],
  ['never called inner', 'from shop.price import price\ndef test_a():\n    def inner():\n        assert price(2) == 4\n'],
  ['commented', 'from shop.price import price\ndef test_a():\n    # assert price(2) == 4\n    ...\n'],
  ['raises by hand', 'import pytest\ndef test_a():\n    with pytest.raises(ValueError):\n        raise ValueError\n'],
  ['overwritten answer', 'from shop.price import price\ndef test_a():\n    x = price(2)\n    x = 4\n    assert x == 4\n'],
  ['number handed over stays a number', 'from shop.price import price\ndef test_a():\n    x = 4\n    price(x)\n    assert x == 4\n'],
]

const skipped: [string, string][] = [
  ['skip', 'import pytest\nfrom shop.price import price\n@pytest.mark.skip\ndef test_a():\n    assert price(2) == 4\n'],
  [
    'skipif True',
    'import pytest\nfrom shop.price import price\n@pytest.mark.skipif(True, reason="x")\ndef test_a():\n    assert price(2) == 4\n',
  ],
  [
    'unittest.skip',
    'import unittest\nfrom shop.price import price\n@unittest.skip("x")\nclass A(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(price(2), 4)\n',
  ],
  [
    'pytestmark',
    'import pytest\nfrom shop.price import price\npytestmark = pytest.mark.skip(reason="x")\ndef test_a():\n    assert price(2) == 4\n',
  ],
  [
    'xfail, not run',
    'import pytest\nfrom shop.price import price\n@pytest.mark.xfail(run=False)\ndef test_a():\n    assert price(2) == 4\n',
  ],
  ['skips itself', 'import pytest\nfrom shop.price import price\ndef test_a():\n    pytest.skip("later")\n    assert price(2) == 4\n'],
  [
    'skip under a name',
    'import pytest\nfrom shop.price import price\nslow = pytest.mark.skip\n@slow\ndef test_a():\n    assert price(2) == 4\n',
  ],
  [
    'no parameters',
    'import pytest\nfrom shop.price import price\n@pytest.mark.parametrize("x", [])\ndef test_a(x):\n    assert price(x) == 4\n',
  ],
]

describe('tests that test nothing', () => {
  test.each(nothing)('%s', async (_, body) => {
    expect(await counts(body)).toEqual([1, 0, 0, 0])
  })
  test.each(skipped)('skipped: %s', async (_, body) => {
    expect(await counts(body)).toEqual([1, 0, 0, 1])
  })

  test('asserts of other people’s code only', async () => {
    expect(await counts('import numpy as np\ndef test_a():\n    assert np.zeros(3).sum() == 0\n')).toEqual([1, 1, 0, 0])
  })
  test('a second test of the same name replaces the first', async () => {
    expect(
      await counts('from shop.price import price\ndef test_a():\n    assert price(2) == 4\ndef test_a():\n    assert price(3) == 6\n'),
    ).toEqual([1, 1, 1, 0])
  })
})

const ofOwnCode: [string, string][] = [
  ['plain', 'from shop.price import price\ndef test_a():\n    assert price(2) == 4\n'],
  ['module alias', 'import shop.price as p\ndef test_a():\n    got = p.price(2)\n    assert got == 4\n'],
  ['src prefix', 'from src.shop.price import price\ndef test_a():\n    assert price(2) == 4\n'],
  [
    'unittest',
    'import unittest\nfrom shop.price import Model\nclass A(unittest.TestCase):\n    def setUp(self):\n        self.m = Model()\n    def test_a(self):\n        self.assertEqual(self.m.x, 4)\n',
  ],
  ['raises', 'import pytest\nfrom shop.price import price\ndef test_a():\n    with pytest.raises(TypeError):\n        price()\n'],
  ['raises, call form', 'import pytest\nfrom shop.price import price\ndef test_a():\n    pytest.raises(TypeError, price)\n'],
  ['numpy.testing', 'import numpy as np\nfrom shop.price import price\ndef test_a():\n    np.testing.assert_allclose(price(2), 4)\n'],
  [
    'fixture',
    'import pytest\nfrom shop.price import Model\n@pytest.fixture\ndef model():\n    return Model()\ndef test_a(model):\n    assert model.x\n',
  ],
  ['helper that asserts', 'from shop.price import price\ndef same(a, b):\n    assert a == b\ndef test_a():\n    same(price(2), 4)\n'],
  [
    'method that asserts',
    'from shop.price import price\nclass TestA:\n    def same(self, a):\n        assert price(a) == 4\n    def test_a(self):\n        self.same(2)\n',
  ],
  [
    'parametrised',
    'import pytest\nfrom shop.price import price\n@pytest.mark.parametrize("a,b", [(1, 2), (2, 4)])\ndef test_a(a, b):\n    assert price(a) == b\n',
  ],
  [
    'hypothesis',
    'from hypothesis import given, strategies as st\nfrom shop.price import price\n@given(st.integers())\ndef test_a(x):\n    assert price(x) == 2 * x\n',
  ],
  [
    'mock handed over',
    'from unittest.mock import Mock\nfrom shop.price import price\ndef test_a():\n    m = Mock()\n    price(m)\n    m.run.assert_called_once()\n',
  ],
  ['output', 'from shop.price import price\ndef test_a(capsys):\n    price(2)\n    assert "4" in capsys.readouterr().out\n'],
  [
    'files written',
    'from shop.price import price\ndef test_a(tmp_path):\n    price(tmp_path / "a")\n    assert (tmp_path / "a").exists()\n',
  ],
  [
    'command run',
    'import subprocess, sys\ndef test_a():\n    r = subprocess.run([sys.executable, "-m", "shop.price"])\n    assert r.returncode == 0\n',
  ],
  [
    'web client',
    'from fastapi.testclient import TestClient\nfrom shop.price import Model\nclient = TestClient(Model)\ndef test_a():\n    assert client.get("/").status_code == 200\n',
  ],
  ['async', 'import pytest\nfrom shop.price import price\n@pytest.mark.asyncio\nasync def test_a():\n    assert await price(2) == 4\n'],
  ['fail by hand', 'import pytest\nfrom shop.price import price\ndef test_a():\n    if price(2) != 4:\n        pytest.fail("no")\n'],
  ['new f-string syntax', 'from shop.price import price\ndef test_a():\n    x = f"{price("a")}"\n    assert x == "aa"\n'],
  [
    'mixin',
    'import unittest\nfrom shop.price import price\nclass Common:\n    def test_a(self):\n        self.assertEqual(price(2), 4)\nclass A(Common, unittest.TestCase):\n    pass\n',
  ],
  [
    'list filled in a loop',
    'from shop.price import price\ndef test_a():\n    got = []\n    for x in [1, 2]:\n        got.append(price(x))\n    assert got == [2, 4]\n',
  ],
  [
    'filter of a comprehension',
    'from shop.price import price\ndef test_a():\n    got = [x for x in [1, 2] if price(x) > 3]\n    assert got == [2]\n',
  ],
  [
    'comprehension',
    'from shop.price import price\ndef test_a():\n    got = [price(x) for x in range(3)]\n    assert all(y >= 0 for y in got)\n',
  ],
]

describe('tests of own code, however they are written', () => {
  test.each(ofOwnCode)('%s', async (_, body) => {
    expect(await counts(body)).toEqual([1, 1, 1, 0])
  })

  test('fixtures and helpers from conftest and a helper module', async () => {
    const more = {
      'tests/conftest.py':
        'import pytest\nfrom shop.price import Model\n@pytest.fixture\ndef base():\n    return Model()\n@pytest.fixture\ndef model(base):\n    return base\n',
      'tests/__init__.py': '',
      'tests/tools.py': 'def check(x):\n    assert x.ok\n',
    }
    expect(
      await counts('from tests.tools import check\ndef test_a(model):\n    check(model)\ndef test_b(model):\n    assert model.y\n', more),
    ).toEqual([2, 2, 2, 0])
  })
  test('python_files and doctests follow the settings', async () => {
    const files = {
      'pyproject.toml':
        '[project]\nname = "shop"\n[tool.pytest.ini_options]\npython_files = ["check_*.py"]\naddopts = "--doctest-modules"\n',
      'shop.py': 'def price(x):\n    """Twice.\n\n    >>> price(2)\n    4\n    """\n    return x * 2\n',
      'checks/check_price.py': 'from shop import price\ndef test_a():\n    assert price(2) == 4\n',
    }
    const finding = await look(files)
    expect(finding).toMatchObject({ state: 'found', facts: { tests: 2, tests_of_own_code: 2, test_files: 2 } })
  })
})

test('nothing there, other languages, vendored tests', async () => {
  expect((await look({})).state).toBe('absent')
  expect((await look({ 'a.py': 'x = 1\n', 'vendor/x/test_a.py': 'def test_a():\n    assert f()\n' })).state).toBe('absent')
  await expect(look({ 'src/a.ts': '', 'src/a.test.ts': '' })).rejects.toMatchObject({ code: 'not_supported' })
  // Scripts and notebooks beside a tested Java or R project say nothing of its tests.
  await expect(look({ 'src/test/java/ATest.java': '', 'tools/make_data.py': 'x = 1\n' })).rejects.toMatchObject({ code: 'not_supported' })
  await expect(look({ 'tests/run.R': 'stopifnot(f())\n', 'R/f.R': '' })).rejects.toMatchObject({ code: 'not_supported' })
  await expect(look({ 'src/lib.rs': '' })).rejects.toMatchObject({ code: 'not_supported' })
  expect((await look({ 'docs-theme.config.js': 'module.exports = {}\n', 'docs/a.md': '' })).state).toBe('absent')
  const finding = await look({ 'src/a.test.ts': '', 'test_b.py': 'def test_b():\n    assert f()\n' })
  expect(finding.limits.join(' ')).toContain('1 JavaScript or TypeScript test file was not judged')
})

test('empty tests are named with their lines', async () => {
  const finding = await look({ 'shop.py': 'def price(): pass\n', 'test_a.py': '\ndef test_a():\n    assert True\n' })
  expect(finding.items).toEqual([{ path: 'test_a.py', line: 2, end_line: 3, note: 'test_a: asserts only literals, so it cannot fail' }])
})

test('a class that names itself, and helpers that import each other, are read to an end', async () => {
  expect(
    await counts(
      'from shop.price import price\nclass Layer:\n    kept = Layer.make\n    def make(self):\n        return Layer.make(self)\ndef test_a():\n    assert Layer.make(1) == price(2)\n',
    ),
  ).toEqual([1, 1, 1, 0])
  const around = {
    'tests/one.py': 'from tests.two import x\ny = x\n',
    'tests/two.py': 'from tests.one import y\nx = y\n',
  }
  expect(await counts('from tests.one import y\ndef test_a():\n    assert y\n', around)).toEqual([1, 1, 0, 0])
})

test('functions are collected by the names that the settings give', async () => {
  const body = 'from shop.price import price\n\ndef it_doubles():\n    assert price(1) == 2\n\ndef helper():\n    assert price(1) == 2\n'
  const settings = { 'pyproject.toml': '[tool.pytest.ini_options]\npython_functions = ["it_*"]\n' }
  expect(await counts(body, settings)).toEqual([1, 1, 1, 0])
  expect(await counts(body)).toBe('absent')
})

const app = (answer: string) => `def answer(x):\n    return ${answer}\n`
const tested = (name: string) => `from app.main import answer\n\n# ours\ndef test_${name}():\n    """Says."""\n    assert answer(2) == 4\n`

test('an evasion: copies of one test count once, under other names and in other folders', async () => {
  const finding = await look({
    'one/app/main.py': app('x * 2'),
    'one/tests/test_a.py': tested('a'),
    'two/app/main.py': app('x * 2'),
    'two/tests/test_b.py': tested('b').replace('# ours', '# theirs'),
    'three/app/main.py': `import os\n\n${app('x * 2')}`,
    'three/tests/test_c.py': tested('c'),
  })
  expect(finding).toMatchObject({ state: 'found', facts: { tests: 3, tests_that_assert: 3, tests_of_own_code: 1 } })
  expect(finding.items.map(({ note }) => note)).toContain('test_c: a copy of one/tests/test_a.py:4')
})

test('equal tests of different services, classes and fixtures are different tests', async () => {
  const client = 'import pytest\nfrom app.main import answer\n\n@pytest.fixture\ndef client():\n    return answer\n'
  const health = 'def test_health(client):\n    assert client(2) == 4\n'
  const services = await look({
    'one/app/main.py': app('x * 2'),
    'one/tests/conftest.py': client,
    'one/tests/test_it.py': health,
    'two/app/main.py': app('x + 2'),
    'two/tests/conftest.py': client,
    'two/tests/test_it.py': health,
  })
  expect(services).toMatchObject({ facts: { tests: 2, tests_of_own_code: 2 } })
  const classes =
    'from shop.price import price, Model\nclass TestA:\n    made = price\n    def test_a(self):\n        assert self.made(2)\nclass TestB:\n    made = Model\n    def test_a(self):\n        assert self.made(2)\n'
  expect(await counts(classes)).toEqual([2, 2, 2, 0])
})

test('the version that a module tells of itself is not what it does; the name that a decorator keeps is', async () => {
  expect(await counts('import shop\ndef test_a():\n    assert shop.__version__ == "0.1.0"\n')).toEqual([1, 1, 0, 0])
  expect(await counts('from shop import __version__\ndef test_a():\n    assert __version__ == "0.1.0"\n')).toEqual([1, 1, 0, 0])
  expect(await counts('from shop.price import price\ndef test_a():\n    assert price(len).__name__ == "len"\n')).toEqual([1, 1, 1, 0])
})
