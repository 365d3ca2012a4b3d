import { describe, expect, test } from 'vitest'
import probe from './feature-tests.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }
/** `tested/functions`, or `absent`. */
async function counts(files: Files): Promise<string> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'absent' ? 'absent' : `${finding.facts.tested}/${finding.facts.functions}`
}

const code =
  'import pandas as pd\nfrom sklearn.ensemble import RandomForestClassifier\ndef add_age_features(df):\n    return df\ndef encode_titles(df):\n    return pd.get_dummies(df)\ndef load_rows(path):\n    return pd.read_csv(path)\ndef main():\n    load_rows("x")\n'
const tests = (body: string): string => `from pkg.features import add_age_features, encode_titles\n${body}`
const both = (body: string, more: Files = {}): Files => ({
  'pkg/__init__.py': '',
  'pkg/features.py': code,
  'tests/test_features.py': tests(body),
  ...more,
})

const cases: [string, Files, string][] = [
  [
    'all called and asserted',
    both('def test_a():\n    assert add_age_features(1) == 1\ndef test_b():\n    assert encode_titles(1) == 2\n'),
    '2/2',
  ],
  ['one of two', both('def test_a():\n    assert add_age_features(1) == 1\n'), '1/2'],
  ['called and nothing asserted', both('def test_a():\n    add_age_features(1)\n'), '0/2'],
  ['asserts only literals', both('def test_a():\n    add_age_features(1)\n    assert 1 == 1\n'), '0/2'],
  ['skipped', both('import pytest\n@pytest.mark.skip\ndef test_a():\n    assert add_age_features(1) == 1\n'), '0/2'],
  [
    'by a fixture',
    both('def test_a(rows):\n    assert rows == 1\n', {
      'tests/conftest.py':
        'import pytest\nfrom pkg.features import add_age_features\n@pytest.fixture\ndef rows():\n    return add_age_features(1)\n',
    }),
    '1/2',
  ],
  ['by a helper of the tests', both('def made(x):\n    return encode_titles(x)\ndef test_a():\n    assert made(1) == 1\n'), '1/2'],
  [
    'a transformer',
    {
      'pkg/__init__.py': '',
      'pkg/prep.py':
        'from sklearn.base import BaseEstimator, TransformerMixin\nclass Titles(BaseEstimator, TransformerMixin):\n    def fit(self, x):\n        return self\n    def transform(self, x):\n        return x\n',
      'tests/test_prep.py': 'from pkg.prep import Titles\ndef test_a():\n    out = Titles().transform([1])\n    assert out == [1]\n',
    },
    '1/2',
  ],
  // The evasion: a test file that names and replaces the function, and asserts something of another.
  [
    'replaced by a mock',
    both(
      'from unittest.mock import patch\n@patch("pkg.features.add_age_features")\ndef test_a(fake):\n    assert encode_titles(add_age_features(1)) == 1\n',
    ),
    '1/2',
  ],
  ['feature flags are none', { 'pkg/feature_flags.py': 'import sklearn\ndef get_feature_flags():\n    return 1\n' }, 'absent'],
  ['nothing that learns', { 'pkg/features.py': 'def add_features(df):\n    return df\n' }, 'absent'],
  // Honest and unusual: unittest, with a method of a class made in setUp.
  [
    'unittest with a set-up',
    {
      'pkg/__init__.py': '',
      'pkg/prep.py': 'import sklearn\nclass TitlePreprocessor:\n    def transform(self, x):\n        return x\n',
      'tests/test_prep.py':
        'import unittest\nfrom pkg.prep import TitlePreprocessor\nclass TestPrep(unittest.TestCase):\n    def setUp(self):\n        self.prep = TitlePreprocessor()\n    def test_a(self):\n        self.assertEqual(self.prep.transform([1]), [1])\n',
    },
    '1/1',
  ],
]

describe('tests of code that builds features', () => {
  test.each(cases)('%s', async (_, files, expected) => {
    expect(await counts(files)).toBe(expected)
  })
  test('the share, and where', async () => {
    const finding = await probe.collect({ repo: memoryRepo(both('def test_a():\n    assert add_age_features(1) == 1\n')) }, context)
    expect(finding).toMatchObject({
      state: 'found',
      facts: { functions: 2, tested: 1, tested_share: 0.5 },
      items: [
        { path: 'pkg/features.py', line: 3, note: 'add_age_features: called by a test at tests/test_features.py:2' },
        { path: 'pkg/features.py', line: 5, note: 'encode_titles: no test calls it' },
      ],
    })
  })
  test('other languages are not judged', async () => {
    await expect(probe.collect({ repo: memoryRepo({ 'R/prep.R': 'x <- 1' }) }, context)).rejects.toThrow('other languages')
  })
})
