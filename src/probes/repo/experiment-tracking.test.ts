import { describe, expect, test } from 'vitest'
import probe from './experiment-tracking.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Row = { tool: string; path: string; line: number; calls: number; logs_metrics: boolean; logs_params: boolean; reached: boolean }
async function rows(files: { [path: string]: string }): Promise<Row[] | 'absent'> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'found' ? (finding.facts.trackers as Row[]) : 'absent'
}
const good = async (files: { [path: string]: string }): Promise<boolean> => {
  const found = await rows(files)
  return found !== 'absent' && found.some(({ logs_metrics, reached }) => logs_metrics && reached)
}
const main = "if __name__ == '__main__':\n    main()\n"

const real: [string, { [path: string]: string }][] = [
  ['plain', { 'train.py': `import mlflow\ndef main():\n    model.fit(x)\n    mlflow.log_metric("a", 1)\n${main}` }],
  ['from import', { 'train.py': `from mlflow import log_metric as lm\ndef main():\n    model.fit(x)\n    lm("a", 1)\n${main}` }],
  ['autolog', { 'train.py': 'import mlflow.sklearn\nmlflow.sklearn.autolog()\nmodel.fit(x)\n' }],
  [
    'run object',
    { 'train.py': 'import wandb\nrun = wandb.init(project="p")\nfor e in range(3):\n    loss.backward()\n    run.log({"loss": 1})\n' },
  ],
  ['with', { 'train.py': 'from dvclive import Live\nwith Live() as live:\n    model.fit(x)\n    live.log_metric("a", 1)\n' }],
  [
    'helper in another module, called by a command',
    {
      'pyproject.toml': '[project.scripts]\ntrain = "pkg.cli:run"\n',
      'src/pkg/__init__.py': '',
      'src/pkg/track.py': 'import mlflow\ndef note(m):\n    mlflow.log_metrics(m)\n',
      'src/pkg/cli.py': 'from .track import note\nfrom .fit import fit_it\ndef run():\n    note(fit_it())\n',
      'src/pkg/fit.py': 'def fit_it():\n    return model.fit(x)\n',
    },
  ],
  [
    'writer handed over',
    {
      'main.py': `from torch.utils.tensorboard import SummaryWriter\nfrom engine import train_one_epoch\ndef main():\n    train_one_epoch(SummaryWriter("x"))\n${main}`,
      'engine.py': 'def train_one_epoch(log_writer):\n    loss.backward()\n    log_writer.add_scalar("loss", 1)\n',
    },
  ],
  [
    'callback class',
    {
      'fit.py':
        'import mlflow\nclass Note(keras.callbacks.Callback):\n    def on_epoch_end(self, e, logs):\n        mlflow.log_metrics(logs)\nmodel.fit(x, callbacks=[Note()])\n',
    },
  ],
  [
    'report_to',
    {
      'train.py':
        'from transformers import Trainer, TrainingArguments\nargs = TrainingArguments("o", report_to=["mlflow"])\nTrainer(model, args).train()\n',
    },
  ],
  [
    'lightning',
    {
      'train.py':
        'from lightning.pytorch.loggers import MLFlowLogger\nimport lightning as L\ntrainer = L.Trainer(logger=MLFlowLogger("x"))\ntrainer.fit(model)\n',
    },
  ],
  [
    'sacred',
    {
      'train.py':
        'from sacred import Experiment\nex = Experiment("x")\n@ex.automain\ndef run(_run):\n    model.fit(x)\n    _run.log_scalar("a", 1)\n',
    },
  ],
  [
    'summary of a run',
    {
      'evaluate.py':
        'from dvclive import Live\ndef evaluate(live):\n    live.summary["auc"]["test"] = 0.9\nwith Live() as live:\n    evaluate(live)\n',
    },
  ],
  ['item of a run', { 'train.py': 'import neptune\nrun = neptune.init_run()\nmodel.fit(x)\nrun["auc"] = 0.9\n' }],
]

describe('tracking that training reaches', () => {
  test.each(real)('%s', async (_, files) => {
    expect(await good(files)).toBe(true)
  })
  test('a notebook, with the line of the notebook file', async () => {
    const cell = { cell_type: 'code', source: ['import mlflow\n', '%time model.fit(x)\n', 'clf.fit(x)\n', 'mlflow.log_metric("auc", 0.9)'] }
    const text = JSON.stringify({ cells: [{ cell_type: 'markdown', source: ['mlflow.log_metric'] }, cell] }, null, 1)
    const line = text.split('\n').findIndex((one) => one.includes('log_metric(')) + 1
    expect(await rows({ 'a.ipynb': text })).toEqual([
      { tool: 'MLflow', path: 'a.ipynb', line, calls: 1, logs_metrics: true, logs_params: false, reached: true },
    ])
  })
})

const empty: [string, { [path: string]: string }][] = [
  ['commented', { 'train.py': 'import mlflow\nmodel.fit(x)\n# mlflow.log_metric("a", 1)\n' }],
  ['in a string', { 'train.py': 'import mlflow\nmodel.fit(x)\nprint("mlflow.log_metric(1)")\n' }],
  ['never called', { 'train.py': 'import mlflow\nmodel.fit(x)\n' }],
  ['if False', { 'train.py': 'import mlflow\nmodel.fit(x)\nif False:\n    mlflow.log_metric("a", 1)\n' }],
  ['somebody else’s log', { 'train.py': 'import math\nmodel.fit(x)\nlogger.log(1)\nmath.log(2)\n' }],
  ['only in a test', { 'tests/test_a.py': 'import mlflow\ndef test_a():\n    model.fit(x)\n    mlflow.log_metric("a", 1)\n' }],
  ['vendored', { 'vendor/x/train.py': 'import mlflow\nmodel.fit(x)\nmlflow.log_metric("a", 1)\n' }],
  ['switched off', { 'train.py': 'import wandb\nwandb.init(mode="disabled")\nmodel.fit(x)\nwandb.log({"a": 1})\n' }],
  ['only loads a model', { 'serve.py': 'import mlflow\nm = mlflow.pyfunc.load_model("x")\n' }],
]

describe('what only looks like tracking', () => {
  test.each(empty)('%s', async (_, files) => {
    expect(await rows(files)).toBe('absent')
  })
  test('a function that nobody calls is there and not reached', async () => {
    const files = { 'train.py': `import mlflow\ndef note():\n    mlflow.log_metric("a", 1)\ndef main():\n    model.fit(x)\n${main}` }
    expect(await rows(files)).toMatchObject([{ logs_metrics: true, reached: false }])
  })
  test('logging from a service that trains nothing is not reached', async () => {
    expect(await rows({ 'serve.py': 'import mlflow\n@app.post("/x")\ndef predict():\n    mlflow.log_metric("a", 1)\n' })).toMatchObject([
      { reached: false },
    ])
  })
  test('parameters alone are no metrics', async () => {
    expect(await rows({ 'train.py': 'import mlflow\nmodel.fit(x)\nmlflow.log_param("a", 1)\n' })).toMatchObject([
      { logs_metrics: false, logs_params: true, reached: true },
    ])
  })
})

describe('seen in other repositories', () => {
  test('a training script whose bare name other files use is still a script', async () => {
    const files = {
      'train.py': 'import wandb\nwandb.init(project="p")\nwhile True:\n    loss.backward()\n    wandb.log({"loss": 1})\n',
      'model.py': 'import torch\ndef estimate(model):\n    model.train()\n',
      'sample.py': 'from model import estimate\nestimate(m)\n',
    }
    expect(await good(files)).toBe(true)
    // Imported by a library that nothing starts, its top level is no longer known to run.
    expect(await good({ ...files, 'train.py': `${files['train.py']}def helper():\n    pass\n`, 'pkg/__init__.py': 'import train\n' })).toBe(
      false,
    )
  })
  test('a tracker handed on by a module of the repository', async () => {
    const wrapper = 'from unittest.mock import MagicMock\ntry:\n    import mlflow\nexcept ImportError:\n    mlflow = MagicMock()\n'
    const train = (from: string): string =>
      `from pkg.${from} import mlflow\ndef main():\n    model.fit(x)\n    mlflow.log_metric("a", 1)\n${main}`
    expect(await good({ 'pkg/__init__.py': '', 'pkg/wrapper.py': wrapper, 'train.py': train('wrapper') })).toBe(true)
    const twice = { 'pkg/__init__.py': '', 'pkg/wrapper.py': wrapper, 'pkg/again.py': 'from .wrapper import mlflow\n' }
    expect(await good({ ...twice, 'train.py': train('again') })).toBe(true)
    expect(await rows({ 'pkg/__init__.py': '', 'pkg/own.py': 'class mlflow:\n    pass\n', 'train.py': train('own') })).toBe('absent')
  })
  test('a writer taken from whichever package is installed', async () => {
    const files = {
      'writer.py':
        'import importlib\nclass Writer:\n    def __init__(self, folder):\n        for name in ["torch.utils.tensorboard", "tensorboardX"]:\n            self.writer = importlib.import_module(name).SummaryWriter(folder)\n',
      'trainer.py':
        'from writer import Writer\nclass Trainer:\n    def __init__(self):\n        self.writer = Writer("x")\n    def fit(self):\n        loss.backward()\n        self.writer.add_scalar("loss", 1)\n',
      'train.py': `from trainer import Trainer\ndef main():\n    Trainer().fit()\n${main}`,
    }
    expect(await good(files)).toBe(true)
    expect(await rows({ ...files, 'writer.py': 'class Writer:\n    pass\n' })).toBe('absent')
  })
  test('a registry that takes every class out of a module it is handed', async () => {
    const files = {
      'pkg/__init__.py': '',
      'pkg/jobs/__init__.py': 'from .fit import TrainJob\n',
      'pkg/jobs/fit.py':
        'import mlflow\nclass TrainJob(Job):\n    def run(self):\n        model.fit(x)\n        mlflow.log_metric("a", 1)\n',
      'pkg/registry.py': 'def registry(m):\n    return [getattr(m, n)() for n in dir(m)]\n',
    }
    const start = (line: string): string => `import pkg.jobs as jobs\nfrom pkg.registry import registry\ndef main():\n    ${line}\n${main}`
    expect(await good({ ...files, 'main.py': start('registry(jobs)') })).toBe(true)
    expect(await good({ ...files, 'main.py': start('registry(None)') })).toBe(false)
    expect(await good({ ...files, 'pkg/registry.py': 'def registry(m):\n    print(m)\n', 'main.py': start('registry(jobs)') })).toBe(false)
  })
  test('an example called experiment that trains nothing is not reached', async () => {
    const logs = 'import mlflow\nfor k in range(5):\n    mlflow.log_metric("foo", 2**k)\n'
    expect(await good({ 'examples/track_experiment.py': logs })).toBe(false)
    expect(await good({ 'examples/track_experiment.py': `${logs}model.fit(x)\n` })).toBe(true)
  })
  test('a script called experiment that logs a number of its own is not reached', async () => {
    const logs = 'from azureml.core import Experiment\nrun = Experiment(workspace=w, name="a").start_logging()\nrun.log("magic", 45)\n'
    expect(await good({ 'service/experiment.py': logs })).toBe(false)
    expect(await good({ 'service/experiment.py': `${logs}model.fit(x)\n` })).toBe(true)
    const own = { 'fit.py': 'def build():\n    return model.fit(x)\n' }
    expect(await good({ ...own, 'experiment.py': `import mlflow\nfrom fit import build\nmlflow.log_metric("a", build())\n` })).toBe(true)
  })
  test('metrics handed to the experiments of a platform by the script that trains', async () => {
    const track = 'import cdsw\n%scdsw.track_metric("auc", 0.9)\n'
    expect(await good({ '4_train.py': track.replace('%s', 'model.fit(x)\n') })).toBe(true)
    // The same call in a service counts its answers.
    expect(await good({ '5_serve.py': `import cdsw\n@cdsw.model_metrics\ndef explain(x):\n    cdsw.track_metric("p", 1)\n` })).toBe(false)
  })
  test('a trainer of Lightning brings its own logger', async () => {
    const net =
      'import pytorch_lightning as pl\nclass Net(pl.LightningModule):\n    def training_step(self, b):\n        self.log("loss", 1)\n'
    const start = (more: string): string =>
      `import pytorch_lightning as pl\nfrom net import Net\npl.Trainer(max_epochs=1${more}).fit(Net())\n`
    expect(await rows({ 'net.py': net, 'train.py': start('') })).toMatchObject([{ tool: 'Lightning', logs_metrics: true, reached: true }])
    expect(await rows({ 'net.py': net, 'train.py': start(', logger=False') })).toBe('absent')
    expect(await rows({ 'net.py': net, 'train.py': start(', **settings') })).toBe('absent')
    expect(await rows({ 'net.py': net.replace('self.log', 'print'), 'train.py': start('') })).toBe('absent')
    const other = 'class Trainer:\n    def fit(self, m):\n        loss.backward()\n'
    expect(await rows({ 'net.py': net, 'own.py': other, 'train.py': 'from own import Trainer\nTrainer().fit(1)\n' })).toBe('absent')
  })
})

test('settings hand the tracker to a trainer that takes them as a whole', async () => {
  const trainer = (args: string) =>
    `import yaml\nfrom transformers import Trainer, TrainingArguments\n\ndef main():\n    conf = yaml.safe_load(open("t.yaml"))\n    Trainer(model, TrainingArguments(${args})).train()\n\n${main}`
  const yaml = (to: string) => `args:\n  output_dir: out\n  report_to: ${to}\n`
  expect(await good({ 'train.py': trainer('**conf["args"]'), 't.yaml': yaml('[wandb]') })).toBe(true)
  expect(await good({ 'train.py': trainer('**conf["args"]'), 't.yaml': yaml('none') })).toBe(false)
  expect(await good({ 'train.py': trainer('output_dir="out"'), 't.yaml': yaml('wandb') })).toBe(false)
})
