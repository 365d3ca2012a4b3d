import { expect, test } from 'vitest'
import { code, type Files, fitsNet, inCi, library, told, workflow } from './training-tests/told-fixture.ts'

const notebook = JSON.stringify({
  cells: [
    {
      cell_type: 'code',
      source:
        'import pandas as pd\nfrom sklearn.linear_model import Ridge\nrows = pd.read_csv("a.csv")\nmodel = Ridge().fit(rows[["a"]], rows["y"])\nmodel.predict([[1]])',
    },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
})

test.each<[string, Files, string]>([
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
      'tests/conftest.py': 'import pandas as pd\nimport pytest\n\n@pytest.fixture\ndef rows():\n    return pd.read_csv("tests/rows.csv")\n',
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
      'lib/train.py':
        'import sys\nfrom lib.clean import clean_rows\nfrom lib.net import Net\n\nif __name__ == "__main__":\n    Net(2).fit(clean_rows(sys.stdin), [1])\n',
      'tests/test_net.py': fitsNet('clean_rows([[1], []]), [1]', 'from lib.clean import clean_rows\n'),
    },
    'present',
  ],
  [
    'unusual: the test starts the module that trains as a program',
    {
      ...inCi,
      'shop/__init__.py': '',
      'shop/train.py':
        'import sys\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\n\ndef run(path):\n    rows = pd.read_csv(path)\n    print(Ridge().fit(rows[["a"]], rows["y"]).score(rows[["a"]], rows["y"]))\n\nif __name__ == "__main__":\n    run(sys.argv[1])\n',
      'tests/test_run.py':
        'import subprocess\nimport sys\n\ndef test_run(tmp_path):\n    subprocess.run([sys.executable, "-m", "shop.train", str(tmp_path)], check=True)\n',
    },
    'present',
  ],
  [
    'unusual: notebooks are the tests',
    { '.github/workflows/ci.yml': workflow('pytest --nbmake notebooks'), 'notebooks/train.ipynb': notebook },
    'present',
  ],
  [
    'notebooks that pytest is not told to run: an imitation',
    { '.github/workflows/ci.yml': workflow('pytest notebooks'), 'notebooks/train.ipynb': notebook },
    'absent',
  ],
  [
    'unusual: a fixture makes the own network that a trainer of a library is given',
    {
      ...inCi,
      'lib/net.py': 'import lightning\n\nclass Net(lightning.LightningModule):\n    def forward(self, x):\n        return x\n',
      'tests/conftest.py': 'import pytest\nfrom lib.net import Net\n\n@pytest.fixture\ndef net():\n    return Net()\n',
      'tests/test_net.py':
        'import lightning\n\ndef test_net(net, rows):\n    trainer = lightning.Trainer(fast_dev_run=True)\n    trainer.fit(model=net, datamodule=rows)\n',
    },
    'partial: fragment',
  ],
  [
    'a fixture that makes somebody else’s network',
    {
      ...inCi,
      'lib/net.py': 'def helper():\n    return 1\n',
      'tests/conftest.py': 'import pytest\nfrom torch.nn import Linear\n\n@pytest.fixture\ndef net():\n    return Linear(1, 1)\n',
      'tests/test_net.py':
        'import lightning\n\ndef test_net(net, rows):\n    trainer = lightning.Trainer(fast_dev_run=True)\n    trainer.fit(model=net, datamodule=rows)\n',
    },
    'absent',
  ],
  [
    'the same of a library that nothing trains with: an imitation',
    {
      ...inCi,
      ...library,
      'tests/test_net.py': fitsNet('clean_rows([[1], []]), [1]', 'from lib.clean import clean_rows\n'),
    },
    'partial: fragment',
  ],
  [
    'unusual: settings say which data module and which trainer are made',
    {
      ...inCi,
      'shop/train.py':
        'import hydra\n\ndef train(cfg):\n    rows = hydra.utils.instantiate(cfg.data)\n    model = hydra.utils.instantiate(cfg.model)\n    trainer = hydra.utils.instantiate(cfg.trainer)\n    trainer.fit(model=model, datamodule=rows)\n    trainer.test(model=model, datamodule=rows)\n\n@hydra.main(config_name="a")\ndef main(cfg):\n    train(cfg)\n\nif __name__ == "__main__":\n    main()\n',
      'tests/test_train.py': 'from shop.train import train\n\ndef test_train(cfg):\n    train(cfg)\n',
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
