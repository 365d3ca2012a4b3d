/** Trackers that a library or the settings of a pipeline drive. */
import { expect, test } from 'vitest'
import probe from './experiment-tracking.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }

async function answer(files: Files): Promise<string> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state === 'absent') return 'absent'
  const rows = finding.facts.trackers as { logs_metrics: boolean; reached: boolean }[]
  return rows.some(({ logs_metrics, reached }) => logs_metrics && reached) ? 'present' : 'partial'
}

const whole: [string, Files][] = [
  [
    'accelerate',
    {
      'train.py':
        'from accelerate import Accelerator\nimport torch\naccelerator = Accelerator(log_with="wandb")\naccelerator.init_trackers("x", config={"lr": 1})\nfor x in loader:\n    loss = net(x)\n    accelerator.backward(loss)\n    accelerator.log({"loss": loss})\n',
    },
  ],
  [
    'fastai',
    {
      'train.py':
        'from fastai.vision.all import *\nfrom fastai.callback.wandb import WandbCallback\nimport wandb\nwandb.init(project="x")\nlearn = vision_learner(dls, resnet18, cbs=WandbCallback())\nlearn.fit_one_cycle(3)\n',
    },
  ],
  [
    'optuna',
    {
      'train.py':
        'import optuna\nfrom optuna.integration.mlflow import MLflowCallback\ncb = MLflowCallback(metric_name="auc")\nstudy = optuna.create_study()\ndef objective(trial):\n    m.fit(x, y)\n    return 1\nstudy.optimize(objective, callbacks=[cb])\n',
    },
  ],
  [
    'ray',
    {
      'train.py':
        'from ray import train, tune\nfrom ray.air.integrations.mlflow import MLflowLoggerCallback\ndef train_fn(config):\n    model.fit(x)\n    train.report({"loss": 1})\ntuner = tune.Tuner(train_fn, run_config=train.RunConfig(callbacks=[MLflowLoggerCallback(experiment_name="x")]))\ntuner.fit()\n',
    },
  ],
  [
    'skorch',
    {
      'train.py':
        'from skorch import NeuralNetClassifier\nfrom skorch.callbacks import MlflowLogger\nnet = NeuralNetClassifier(M, callbacks=[MlflowLogger()])\nnet.fit(x, y)\n',
    },
  ],
  [
    'ignite',
    {
      'train.py':
        'from ignite.engine import create_supervised_trainer, Events\nfrom ignite.handlers.tensorboard_logger import TensorboardLogger\ntb = TensorboardLogger(log_dir="a")\ntrainer = create_supervised_trainer(m, o, l)\ntb.attach_output_handler(trainer, event_name=Events.ITERATION_COMPLETED, tag="t", output_transform=f)\ntrainer.run(loader, max_epochs=3)\noptimizer.step()\n',
    },
  ],
  [
    'composer',
    {
      'train.py':
        'from composer import Trainer\nfrom composer.loggers import WandBLogger\ntrainer = Trainer(model=m, loggers=[WandBLogger()])\ntrainer.fit()\n',
    },
  ],
  [
    'pycaret',
    {
      'train.py':
        'from pycaret.classification import setup, compare_models\nsetup(df, target="y", log_experiment=True, experiment_name="churn")\nbest = compare_models()\n',
    },
  ],
  [
    'hf integration',
    {
      'train.py':
        'from transformers import Trainer, TrainingArguments\nfrom transformers.integrations import MLflowCallback\ntrainer = Trainer(model=m, args=TrainingArguments("o", report_to="none"))\ntrainer.add_callback(MLflowCallback())\ntrainer.train()\n',
    },
  ],
  [
    'yolo',
    { 'train.py': 'from ultralytics import YOLO, settings\nsettings.update({"mlflow": True})\nYOLO("a.pt").train(data="d.yaml")\n' },
  ],
  [
    'kedro-mlflow',
    {
      'conf/base/mlflow.yml': 'tracking:\n  experiment:\n    name: x\n',
      'conf/base/catalog.yml': 'metrics:\n  type: kedro_mlflow.io.metrics.MlflowMetricsHistoryDataset\n',
      'src/p/nodes.py': 'def train(x, y):\n    m.fit(x, y)\n    return m, {"auc": 1}\n',
      'src/p/pipeline.py':
        'from kedro.pipeline import node, pipeline\nfrom .nodes import train\ndef create_pipeline():\n    return pipeline([node(train, ["x","y"], ["m","metrics"])])\n',
    },
  ],
  [
    'a run that DVC keeps, with a metrics file that settings name',
    {
      'dvc.yaml':
        'stages:\n  go:\n    cmd:\n      - python -m shop.go\n    metrics:\n      - ${out}/scores.json:\n          cache: false\n',
      'params.yaml': 'scores: out/scores.json\n',
      'shop/__init__.py': '',
      'shop/go.py': 'from sklearn.svm import SVC\nSVC().fit(x, y)\nwrite(params["scores"])\n',
      Makefile: 'train:\n\tdvc exp run --queue\n',
    },
  ],
]
const part: [string, Files][] = [
  [
    'metrics that CI posts',
    {
      '.github/workflows/a.yml':
        'on: push\njobs:\n  a:\n    steps:\n      - run: |\n          python fit.py\n          cat out/scores.json >> report.md\n          cml comment create report.md\n',
      'fit.py': 'import json\nfrom sklearn.svm import SVC\nSVC().fit(x, y)\njson.dump({"auc": 1}, open("out/scores.json", "w"))\n',
    },
  ],
  [
    'dvc metrics',
    {
      'dvc.yaml':
        'stages:\n  train:\n    cmd: python train.py\n    deps: [train.py]\n    metrics:\n      - metrics.json:\n          cache: false\n',
      'train.py': 'import json\nm.fit(x, y)\njson.dump({"auc": 1}, open("metrics.json", "w"))\n',
    },
  ],
  [
    'mm config',
    {
      'configs/a.py':
        'vis_backends = [dict(type="LocalVisBackend"), dict(type="WandbVisBackend")]\nvisualizer = dict(type="Visualizer", vis_backends=vis_backends)\n',
      'tools/train.py':
        'from mmengine.runner import Runner\ndef main():\n    runner = Runner.from_cfg(cfg)\n    runner.train()\nif __name__ == "__main__":\n    main()\n',
    },
  ],
]
const none: [string, Files][] = [
  [
    'accelerate without',
    {
      'train.py':
        'from accelerate import Accelerator\nimport torch\naccelerator = Accelerator()\nfor x in loader:\n    loss = net(x)\n    accelerator.backward(loss)\n',
    },
  ],
  [
    'pycaret off',
    { 'train.py': 'from pycaret.classification import setup, compare_models\nsetup(df, target="y")\nbest = compare_models()\n' },
  ],
  [
    'dvc without metrics',
    { 'dvc.yaml': 'stages:\n  train:\n    cmd: python train.py\n    outs: [model.pkl]\n', 'train.py': 'm.fit(x, y)\n' },
  ],
  [
    'an evasion: metrics of a training stage whose file nothing writes',
    {
      'dvc.yaml': 'stages:\n  fit:\n    cmd: python fit.py\n    metrics: [out/scores.json]\n',
      'fit.py': 'from sklearn.svm import SVC\nSVC().fit(x, y)\n',
    },
  ],
  [
    'an evasion: a stage named for training that only copies, and a report of a file nobody writes',
    {
      'dvc.yaml': 'stages:\n  train_model:\n    cmd: python copy.py\n    metrics: [scores.json]\n',
      'copy.py': 'import json\njson.dump({}, open("scores.json", "w"))\n',
      'fit.py': 'from sklearn.svm import SVC\nSVC().fit(x, y)\n',
      '.github/workflows/a.yml':
        'on: push\njobs:\n  a:\n    steps:\n      - run: python fit.py && cat metrics.txt && cml comment create x.md\n',
    },
  ],
  ['imported only', { 'train.py': 'import mlflow\nm.fit(x, y)\n' }],
  [
    'an own class of such a name that hands nothing on',
    {
      'loggers.py': 'class WandbLogger:\n    def log(self, x):\n        print(x)\n',
      'train.py': 'from loggers import WandbLogger\nm.fit(x, y, callbacks=[WandbLogger()])\n',
    },
  ],
  [
    'metrics of a stage that only counts rows',
    { 'dvc.yaml': 'stages:\n  count:\n    cmd: python count.py\n    metrics: [rows.json]\n', 'count.py': 'x = 1\n' },
  ],
]

test.each(whole)('recorded: %s', async (_, files) => {
  expect(await answer(files)).toBe('present')
})
test.each(part)('in part: %s', async (_, files) => {
  expect(await answer(files)).toBe('partial')
})
test.each(none)('none: %s', async (_, files) => {
  expect(await answer(files)).toBe('absent')
})
