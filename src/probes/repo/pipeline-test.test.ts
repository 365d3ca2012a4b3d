import { describe, expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './pipeline-test.ts'
import { code, endToEnd, type Files, inCi, told, workflow } from './training-tests/told-fixture.ts'

describe('a test that runs training from end to end', () => {
  test.each<[string, Files, string]>([
    ['plain', { ...code, ...inCi, 'tests/test_train.py': endToEnd }, 'present'],
    [
      'through a fixture in conftest',
      {
        ...code,
        ...inCi,
        'tests/conftest.py':
          'import pytest\nfrom shop.train import train\n\n@pytest.fixture\ndef model():\n    return train("tests/a.csv")\n',
        'tests/test_model.py': 'def test_predicts(model):\n    assert model.predict([[1]]) == [0]\n',
      },
      'present',
    ],
    [
      'in setUp of a unittest class that unittest discovers',
      {
        ...code,
        '.github/workflows/ci.yml': workflow('python -m unittest discover tests'),
        'tests/test_model.py':
          'import unittest\nfrom shop.train import train\n\nclass Whole(unittest.TestCase):\n    def setUp(self):\n        self.model = train("a.csv")\n\n    def test_it(self):\n        self.assertEqual(self.model.predict([[1]]), [0])\n',
      },
      'present',
    ],
    [
      'a job object with a run method',
      {
        ...code,
        ...inCi,
        'shop/job.py':
          'from shop.data import load\n\nclass Job:\n    def __init__(self, path):\n        self.path = path\n\n    def run(self):\n        frame = load(self.path)\n        self.model.fit(frame)\n        return self.model.predict(frame)\n',
        'tests/test_job.py': 'from shop.job import Job\n\ndef test_job():\n    job = Job("a.csv")\n    assert job.run() is not None\n',
      },
      'present',
    ],
    [
      'behind make and tox',
      {
        ...code,
        '.github/workflows/ci.yml': workflow('make check'),
        Makefile: 'check:\n\ttox -e unit\n',
        'tox.ini': '[testenv:unit]\ncommands = pytest tests\n',
        'tests/test_train.py': endToEnd,
      },
      'present',
    ],
    ['no CI', { ...code, 'tests/test_train.py': endToEnd }, 'partial: not in CI'],
    [
      'CI lints only',
      { ...code, '.github/workflows/ci.yml': workflow('ruff check .'), 'tests/test_train.py': endToEnd },
      'partial: not in CI',
    ],
    [
      'CI runs another folder',
      {
        ...code,
        '.github/workflows/ci.yml': workflow('pytest tests/unit'),
        'tests/e2e/test_train.py': endToEnd,
        'tests/unit/test_a.py': 'def test_a():\n    assert 1\n',
      },
      'partial: not in CI',
    ],
    [
      'CI leaves its mark out',
      {
        ...code,
        '.github/workflows/ci.yml': workflow('pytest tests -m "not slow"'),
        'tests/test_train.py': `import pytest\n${endToEnd.replace('def test_train', '@pytest.mark.slow\ndef test_train')}`,
      },
      'partial: not in CI',
    ],
    [
      'exit code dropped',
      { ...code, '.github/workflows/ci.yml': workflow('pytest tests || true'), 'tests/test_train.py': endToEnd },
      'partial: cannot fail',
    ],
    [
      'skipped',
      {
        ...code,
        ...inCi,
        'tests/test_train.py': `import pytest\n${endToEnd.replace('def test_train', '@pytest.mark.skip\ndef test_train')}`,
      },
      'partial: not in CI, cannot fail',
    ],
    [
      'failure caught',
      {
        ...code,
        ...inCi,
        'tests/test_train.py':
          'import pytest\nfrom shop.train import train\n\ndef test_train():\n    try:\n        model = train("a.csv")\n        model.predict([[1]])\n    except Exception:\n        pytest.skip("no data")\n',
      },
      'partial: cannot fail',
    ],
    [
      'a unit test of one function on ready-made rows',
      {
        ...inCi,
        'shop/fit.py':
          'from sklearn.linear_model import Ridge\n\ndef train_model(x, y):\n    model = Ridge()\n    model.fit(x, y)\n    return model\n',
        'tests/test_fit.py':
          'from shop.fit import train_model\n\ndef test_fit():\n    assert train_model([[1]], [1]).predict([[1]]) is not None\n',
      },
      'partial: fragment',
    ],
    [
      'training replaced by a mock',
      {
        ...code,
        ...inCi,
        'tests/test_train.py':
          'from unittest.mock import patch\nfrom shop import cli\n\n@patch("shop.cli.train")\ndef test_cli(train):\n    cli.main("a.csv")\n    train.assert_called_once()\n',
        'shop/cli.py': 'from shop.train import train\n\ndef main(path):\n    train(path)\n',
      },
      'absent',
    ],
    [
      'only a library’s model as a stand-in',
      {
        ...inCi,
        'shop/plot.py': 'def plot(model):\n    return model.coef_\n',
        'tests/test_plot.py':
          'from sklearn.linear_model import Ridge\nfrom shop.plot import plot\n\ndef test_plot():\n    model = Ridge()\n    model.fit([[1]], [1])\n    assert plot(model) is not None\n',
      },
      'absent',
    ],
    [
      'training is only expected to fail',
      {
        ...code,
        ...inCi,
        'tests/test_train.py':
          'import pytest\nfrom shop.train import train\n\ndef test_bad_path():\n    with pytest.raises(FileNotFoundError):\n        train("nowhere.csv")\n',
      },
      'absent',
    ],
    [
      'evasion: named for it, nothing trained',
      {
        ...code,
        ...inCi,
        'tests/test_end_to_end.py':
          'from shop.data import prepare\n\ndef test_end_to_end_training_pipeline():\n    assert prepare is not None\n',
      },
      'named only',
    ],
    [
      'a proposed change runs the training script',
      { ...code, '.github/workflows/ci.yml': workflow('python -m shop.train', '[pull_request]') },
      'partial: fragment',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await told(files)).toBe(expected)
  })

  test('says what was searched when there is nothing', async () => {
    const finding = await probe.collect({ repo: memoryRepo({ 'a.py': 'x = 1\n' }) }, context)
    expect(finding.state === 'absent' && finding.searched).toMatch(/0 test files among 1 Python files/)
  })

  test('does not call training absent when nearly all tests are in another language', async () => {
    const files = { 'docs/conf.py': 'x = 1\n', 'src/test/java/NetTest.java': 'class NetTest {}\n' }
    await expect(probe.collect({ repo: memoryRepo(files) }, context)).rejects.toThrow(/None of its 0 test files in Python/)
  })

  test('tests of a page beside Python that trains in no test leave it absent', async () => {
    const files = { 'a.py': 'x = 1\n', 'web/a.test.ts': 'test()\n', 'web/b.test.ts': 'test()\n' }
    expect(await told(files)).toBe('absent')
  })

  test('does not judge tests of other languages', async () => {
    await expect(probe.collect({ repo: memoryRepo({ 'test/runtests.jl': '@test true\n' }) }, context)).rejects.toThrow(/other languages/)
  })
})
