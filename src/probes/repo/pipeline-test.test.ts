import { describe, expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './pipeline-test.ts'

type Files = { [path: string]: string }
type Row = { path: string; line: number; runs_training: boolean; whole: boolean; in_ci: boolean; can_fail: boolean }

/** `present`, `partial: …what lacks`, `named only` or `absent`. */
async function told(files: Files): Promise<string> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state === 'absent') return 'absent'
  const rows = finding.facts.tests as Row[]
  if (rows.some((row) => row.runs_training && row.whole && row.in_ci && row.can_fail)) return 'present'
  const best = rows.find(({ runs_training }) => runs_training)
  if (best === undefined) return 'named only'
  const { whole, in_ci, can_fail } = best
  return `partial: ${[whole ? '' : 'fragment', in_ci ? '' : 'not in CI', can_fail ? '' : 'cannot fail'].filter((it) => it !== '').join(', ')}`
}

const workflow = (run: string, on = '[push]'): string =>
  `on: ${on}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ${run}\n`
const inCi: Files = { '.github/workflows/ci.yml': workflow('pytest tests') }
const code: Files = {
  'shop/__init__.py': '',
  'shop/data.py':
    'import pandas as pd\n\ndef load(path):\n    return pd.read_csv(path)\n\ndef prepare(frame):\n    return frame.dropna()\n',
  'shop/train.py':
    'from sklearn.linear_model import LogisticRegression\nfrom shop.data import load, prepare\n\ndef train(path):\n    frame = prepare(load(path))\n    model = LogisticRegression()\n    model.fit(frame[["a"]], frame["y"])\n    return model\n\nif __name__ == "__main__":\n    train("data/orders.csv")\n',
}
/** A library’s own model: what it does to rows inside `fit` is the model’s, no pipeline around it. */
const library: Files = {
  'lib/net.py':
    'from sklearn.model_selection import train_test_split\n\nclass Net:\n    def __init__(self, width):\n        self.width = width\n\n    def fit(self, X, y):\n        X, self.held = self.prepare_split(X)\n        self.inner.fit(X, y)\n        return self\n\n    def prepare_split(self, X):\n        return train_test_split(X)\n\n    def predict(self, X):\n        return self.inner.predict(X)\n',
  'lib/clean.py': 'def clean_rows(rows):\n    return [row for row in rows if row]\n',
}
const fitsNet = (rows: string, more = ''): string =>
  `import pandas as pd\nfrom io import StringIO\nfrom sklearn.datasets import make_classification\nfrom lib.net import Net\n${more}\ndef test_net():\n    X, y = ${rows}\n    net = Net(2).fit(X, y)\n    assert net.predict(X) is not None\n`

const endToEnd =
  'from shop.train import train\n\ndef test_train(tmp_path):\n    path = tmp_path / "a.csv"\n    path.write_text("a,y\\n1,0\\n2,1\\n")\n    model = train(path)\n    assert model.predict([[1]]) == [0]\n'

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
    [
      'a trainer of a library is handed the own network',
      {
        ...inCi,
        'rows.py': 'def read_rows(path):\n    return open(path).readlines()\n',
        'train.py':
          'import pytorch_lightning as pl\nfrom data import make_loader\n\nclass Net(pl.LightningModule):\n    def __init__(self, width):\n        self.layers = load_layers(width)\n\ndef load_layers(width):\n    return [width]\n',
        'tests/test_net.py':
          'from pytorch_lightning import Trainer\nfrom train import Net\nfrom rows import read_rows\n\ndef fitted():\n    net = Net(4)\n    trainer = Trainer(\n        max_epochs=1,\n    )\n    trainer.fit(\n        net,\n        read_rows("tests/a.csv"),\n    )\n    return trainer.test(net)\n\ndef test_net():\n    assert fitted()[0]["acc"] > 0.3\n',
      },
      'present',
    ],
    [
      'evasion: a trainer of a library is handed own rows and a library’s model',
      {
        ...inCi,
        'rows.py': 'class RowsDataset:\n    def __init__(self, path):\n        self.path = path\n\ndef read(path):\n    return [[1]]\n',
        'tests/test_rows.py':
          'from sklearn.linear_model import Ridge\nfrom rows import RowsDataset, read\n\ndef test_rows():\n    rows = RowsDataset("a.csv")\n    model = Ridge()\n    model.fit(rows, [1])\n    model.fit(read("a.csv"), [1])\n    assert model.predict([[1]]) is not None\n',
      },
      'absent',
    ],
    [
      'evasion: only looks whether a thing could be fitted',
      {
        ...inCi,
        'steps.py': 'def make_transformer():\n    return None\n',
        'tests/test_steps.py':
          'from steps import make_transformer\n\ndef test_spec():\n    made = make_transformer()\n    if made:\n        assert callable(getattr(made, "fit", None))\n',
      },
      'absent',
    ],
    [
      'evasion: a library fits its own model, which splits inside, on made-up rows',
      { ...inCi, ...library, 'tests/test_net.py': fitsNet('make_classification(100)') },
      'partial: fragment',
    ],
    [
      'evasion: a table that stands in the code as text',
      { ...inCi, ...library, 'tests/test_net.py': fitsNet('split(pd.read_csv(StringIO("a,y\\n1,0")))') },
      'partial: fragment',
    ],
    [
      'evasion: a table is read only after the model is fitted',
      {
        ...inCi,
        ...library,
        'tests/test_net.py': `${fitsNet('make_classification(100)')}    net.save("out.csv")\n    assert len(pd.read_csv("out.csv")) == 1\n`,
      },
      'partial: fragment',
    ],
    [
      'evasion: a file of rows is named that is not there',
      { ...inCi, ...library, 'tests/test_net.py': fitsNet('made("tests/rows.csv"), [1]') },
      'partial: fragment',
    ],
    [
      'unusual: the same model is fitted on a table that a fixture reads',
      {
        ...inCi,
        ...library,
        'tests/conftest.py':
          'import pandas as pd\nimport pytest\n\n@pytest.fixture\ndef rows():\n    return pd.read_csv("tests/rows.csv")\n',
        'tests/test_net.py':
          'from lib.net import Net\n\ndef test_net(rows):\n    net = Net(2).fit(rows[["a"]], rows["y"])\n    assert net.predict(rows[["a"]]) is not None\n',
      },
      'present',
    ],
    [
      'unusual: settings name a file of rows that lies beside the tests',
      { ...inCi, ...library, 'tests/rows.csv': 'a,y\n1,0\n', 'tests/test_net.py': fitsNet('made({"path": "tests/rows.csv"}), [1]') },
      'present',
    ],
    [
      'unusual: raw rows stand in the test and the own code cleans them',
      {
        ...inCi,
        ...library,
        'tests/test_net.py': fitsNet('clean_rows([[1], []]), [1]', 'from lib.clean import clean_rows\n'),
      },
      'present',
    ],
    [
      'a schedule runs the pipeline and drops its failure',
      {
        ...code,
        '.github/workflows/ci.yml': `${workflow('dvc repro', '{ schedule: [{ cron: "0 4 * * 6" }] }')}        continue-on-error: true\n`,
        'dvc.yaml': 'stages:\n  train:\n    cmd: python -m shop.train\n',
      },
      'partial: not in CI, cannot fail',
    ],
    [
      'a job that nothing can start any more',
      {
        ...code,
        '.github/workflows/ci.yml':
          "on:\n  push:\n  schedule: [{ cron: '0 4 * * 6' }]\njobs:\n  a:\n    if: github.event_name == 'push'\n    steps: [{ run: ls }]\n  b:\n    needs: a\n    if: github.event_name == 'schedule'\n    steps: [{ run: dvc repro }]\n",
      },
      'partial: not in CI',
    ],
    [
      'a task that starts training elsewhere',
      {
        ...code,
        'azure-pipelines.yml':
          'trigger: none\npr: [main]\nsteps:\n  - task: ms-air-aiagility.vss-services-azureml.azureml-restApi-task.MLPublishedPipelineRestAPITask@0\n    displayName: Invoke training\n    inputs: { azureSubscription: x }\n',
      },
      'partial: fragment',
    ],
    [
      'a task that starts scoring elsewhere',
      {
        ...code,
        'azure-pipelines.yml':
          'trigger: none\npr: [main]\nsteps:\n  - task: x.azureml-restApi-task.MLPublishedPipelineRestAPITask@0\n    displayName: Invoke batch scoring\n    inputs: { azureSubscription: x }\n',
      },
      'absent',
    ],
    [
      'unusual: a proposed change trains, and the next step predicts with the model',
      {
        ...code,
        'predict.py': 'from joblib import load\n\nmodel = load("model.joblib")\nprint(model.predict([[1]]))\n',
        '.github/workflows/ci.yml': `${workflow('python -m shop.train', '[pull_request]')}      - run: python predict.py\n`,
      },
      'present',
    ],
    [
      'evasion: the next step drops its failure',
      {
        ...code,
        'predict.py': 'from joblib import load\n\nmodel = load("model.joblib")\nprint(model.predict([[1]]))\n',
        '.github/workflows/ci.yml': `${workflow('python -m shop.train', '[pull_request]')}      - run: python predict.py || true\n`,
      },
      'partial: fragment',
    ],
    [
      'unusual: the test starts the program as its users do',
      {
        ...code,
        'shop/train.py': `${code['shop/train.py']}    print(train("a.csv").predict([[1]]))\n`,
        ...inCi,
        'tests/test_program.py':
          'import subprocess, sys\n\ndef test_program(tmp_path):\n    done = subprocess.run([sys.executable, "shop/train.py"], check=True)\n    assert done.returncode == 0\n',
      },
      'present',
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
