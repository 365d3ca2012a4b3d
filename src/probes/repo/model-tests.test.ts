import { describe, expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './model-tests.ts'

type Files = { [path: string]: string }
/** `tested/functions`, or `absent`. */
async function counts(files: Files): Promise<string> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'absent' ? 'absent' : `${finding.facts.tested}/${finding.facts.functions}`
}

const train =
  'from sklearn.linear_model import Ridge\ndef train_model(x, y):\n    model = Ridge()\n    model.fit(x, y)\n    return model\ndef load_rows(path):\n    return path\n'
const net =
  'import torch\nfrom torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n    def forward(self, x):\n        return x\n'
const own = 'class DecisionTree:\n    def fit(self, x):\n        return self\n    def predict(self, x):\n        return x\nimport sklearn\n'

const cases: [string, Files, string][] = [
  [
    'training is called',
    { 'train.py': train, 'test_train.py': 'from train import train_model\ndef test_a():\n    assert train_model([1], [2]).coef_ == 1\n' },
    '1/1',
  ],
  [
    'nobody calls it',
    { 'train.py': train, 'test_train.py': 'from train import load_rows\ndef test_a():\n    assert load_rows(1) == 1\n' },
    '0/1',
  ],
  [
    'a network is called',
    {
      'net.py': net,
      'test_net.py':
        'from net import Net\ndef test_a():\n    model = Net()\n    out = model(torch.zeros(1))\n    assert out.shape == (1,)\n',
    },
    '1/1',
  ],
  [
    'a model of one’s own from a fixture',
    {
      'tree.py': own,
      'tests/conftest.py':
        'import pytest\nfrom tree import DecisionTree\n@pytest.fixture\ndef model():\n    return DecisionTree().fit([1])\n',
      'tests/test_tree.py': 'from tree import DecisionTree\ndef test_a(model):\n    assert model.predict([1]) == [1]\n',
    },
    '2/2',
  ],
  // The evasion: a saved model is asked, which says nothing of the code that made it.
  [
    'a saved model is asked',
    {
      'train.py': train,
      'test_a.py': 'import joblib\nmodel = joblib.load("m.pkl")\ndef test_a():\n    assert model.predict([1]) == [1]\n',
    },
    '0/1',
  ],
  [
    'imported and not called',
    { 'train.py': train, 'test_a.py': 'import train\ndef test_a():\n    assert train.train_model is not None\n' },
    '0/1',
  ],
  ['no model', { 'app.py': 'import mlflow\ndef get_rows():\n    return 1\n' }, 'absent'],
  ['in a notebook', { 'a.ipynb': JSON.stringify({ cells: [{ cell_type: 'code', source: [train] }] }) }, 'absent'],
]

describe('tests of code that specifies and trains models', () => {
  test.each(cases)('%s', async (_, files, expected) => {
    expect(await counts(files)).toBe(expected)
  })
})
