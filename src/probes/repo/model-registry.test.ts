import { describe, expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './model-registry.ts'

type Files = { [path: string]: string }
type Row = { tool: string; path: string; line: number; registers: boolean; reached: boolean }

const rowsOf = async (files: Files): Promise<Row[]> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'absent' ? [] : (finding.facts.registries as unknown as Row[])
}
const told = async (files: Files): Promise<string> => {
  const [row] = await rowsOf(files)
  if (!row) return 'absent'
  return row.registers && row.reached ? `present: ${row.tool}` : `partial: ${row.tool}`
}

const fitting = (imports: string, ...after: string[]): Files => ({
  'train.py': `${imports}\nfrom sklearn.linear_model import Ridge\n\ndef main():\n    model = Ridge()\n    model.fit([[1]], [1])\n${after.map((line) => `    ${line}\n`).join('')}\nif __name__ == "__main__":\n    main()\n`,
})
const register = 'import mlflow\n\ndef keep():\n    mlflow.register_model("runs:/1/model", "price")\n'
const script = `${register}\nif __name__ == "__main__":\n    keep()\n`
const plainTrain = fitting('')

const sagemaker =
  'from sagemaker.workflow.steps import TrainingStep\nfrom sagemaker.workflow.step_collections import RegisterModel\n\ndef get_pipeline():\n    fit = TrainingStep(name="fit", estimator=e)\n    keep = RegisterModel(name="keep", model_package_group_name="g")\n    return Pipeline(steps=[fit, keep])\n'
/** Steps under decorators of a service, called by the statements of the file. */
const steps = (...called: string[]): string =>
  `import mlflow\nfrom service import step\n\n@step\ndef fit_it():\n    return model.fit([[1]], [1])\n\n@step\ndef look():\n    return 1\n\n@step\ndef keep():\n    mlflow.register_model("runs:/1/model", "price")\n\n${called.join('\n')}\n`

const cases: [name: string, files: Files, answer: string][] = [
  [
    'a name given when it is logged',
    fitting('import mlflow.sklearn', 'mlflow.sklearn.log_model(model, "model", registered_model_name="price")'),
    'present: MLflow',
  ],
  ['logged without a name', fitting('import mlflow.sklearn', 'mlflow.sklearn.log_model(model, "model")'), 'partial: MLflow'],
  [
    'a name that is None',
    fitting('import mlflow.sklearn', 'mlflow.sklearn.log_model(model, "model", registered_model_name=None)'),
    'partial: MLflow',
  ],
  [
    'a model that is None',
    fitting('import mlflow.sklearn', 'mlflow.sklearn.log_model(sk_model=None, registered_model_name="price")'),
    'partial: MLflow',
  ],
  ['a helper in another file', { ...fitting('from store import keep', 'keep()'), 'store.py': register }, 'present: MLflow'],
  ['a helper that nobody calls', { ...plainTrain, 'store.py': register }, 'partial: MLflow'],
  ['a script that is typed', { ...plainTrain, 'register.py': script }, 'partial: MLflow'],
  [
    'a step of a pipeline that trains',
    {
      ...plainTrain,
      'register.py': script,
      'dvc.yaml': 'stages:\n  train:\n    cmd: python train.py\n  register:\n    cmd: python register.py\n',
    },
    'present: MLflow',
  ],
  [
    'a step of CI after training',
    {
      ...plainTrain,
      'register.py': script,
      '.github/workflows/t.yml': 'on: push\njobs:\n  t:\n    steps:\n      - run: python train.py\n      - run: python register.py\n',
    },
    'present: MLflow',
  ],
  [
    'a script that a pipeline only speaks of',
    { ...plainTrain, 'register.py': script, 'flow.py': '"""Run register.py after this."""\nfrom train import main\n\nmain()\n' },
    'partial: MLflow',
  ],
  [
    'a step of a service’s pipeline that a module given by name makes',
    {
      'pipe/pipeline.py': sagemaker,
      'pipe/drive.py':
        'import argparse\n\ndef main():\n    a = argparse.ArgumentParser().parse_args()\n    made = __import__(a.module).get_pipeline()\n    made.start()\n\nif __name__ == "__main__":\n    main()\n',
      'run.sh': 'python pipe/drive.py --module pipeline\n',
    },
    'present: SageMaker',
  ],
  [
    'a module given by name that no command gives',
    {
      'pipe/pipeline.py': sagemaker,
      'pipe/drive.py':
        'import argparse\n\ndef main():\n    a = argparse.ArgumentParser().parse_args()\n    made = __import__(a.module).get_pipeline()\n    made.start()\n\nif __name__ == "__main__":\n    main()\n',
      'run.sh': 'python pipe/drive.py --module other\n',
      'pipe/use.py': 'import pipeline\n',
      'pipe/__init__.py': 'from . import use\n',
    },
    'partial: SageMaker',
  ],
  [
    'an index in which a task leaves its model',
    {
      ...plainTrain,
      'infra/pipeline.yml':
        'tasks:\n  - ID: train\n    payload:\n      command: [python, train.py]\n    routes:\n      - index.project.price.train_price.latest\n',
    },
    'partial: Taskcluster index',
  ],
  [
    'an index of packages',
    { ...plainTrain, 'infra/pipeline.yml': 'tasks:\n  - ID: pack\n    routes:\n      - index.project.price.wheels.latest\n' },
    'absent',
  ],
  ['steps that one file puts together', { 'steps.py': steps('fit_it()', 'keep()') }, 'present: MLflow'],
  ['a step that is put together with others that do not train', { 'steps.py': steps('look()', 'keep()') }, 'partial: MLflow'],
  ['after a return', fitting('import mlflow', 'return model', 'mlflow.register_model("runs:/1/model", "price")'), 'absent'],
  ['in a test only', { ...plainTrain, 'tests/test_store.py': script }, 'absent'],
  [
    'taken from the registry',
    { 'app.py': 'import mlflow\nmodel = mlflow.pyfunc.load_model("models:/price/Production")\n' },
    'partial: MLflow',
  ],
  [
    'Azure ML',
    fitting('from azureml.core import Run\nrun = Run.get_context()', 'run.register_model(model_name="price", model_path="m.pkl")'),
    'present: Azure ML',
  ],
  ['Vertex AI', fitting('from google.cloud import aiplatform', 'aiplatform.Model.upload(display_name="price")'), 'present: Vertex AI'],
  [
    'a link to the registry of W&B',
    fitting('import wandb', 'run = wandb.init()', 'run.link_model("m.pt", "price")'),
    'present: Weights & Biases',
  ],
  [
    'an artifact of W&B',
    fitting('import wandb', 'a = wandb.Artifact("price", type="model")', 'wandb.log_artifact(a)'),
    'partial: Weights & Biases',
  ],
  [
    'the hub',
    fitting('from transformers import AutoModel\nnet = AutoModel.from_pretrained("x")', 'net.push_to_hub("me/price")'),
    'present: Hugging Face Hub',
  ],
  [
    'a data set on the hub',
    fitting('from datasets import load_dataset\ndataset = load_dataset("x")', 'dataset.push_to_hub("me/rows")'),
    'absent',
  ],
  [
    'a command of CI',
    {
      ...plainTrain,
      '.github/workflows/t.yml':
        'on: push\njobs:\n  t:\n    steps:\n      - run: |\n          python train.py\n          az ml model create --name price --path m\n',
    },
    'present: Azure ML',
  ],
  [
    'a decorator of a library',
    { 'nets.py': 'from timm.models import register_model\n\n@register_model\ndef net():\n    return 1\n', ...plainTrain },
    'absent',
  ],
  [
    'a table of its own',
    { 'nets.py': 'registry = {}\n\ndef register_model(name, cls):\n    registry[name] = cls\n\nregister_model("a", int)\n', ...plainTrain },
    'absent',
  ],
  ['an unusual way: BentoML keeps versions', fitting('import bentoml', 'bentoml.sklearn.save_model("price", model)'), 'present: BentoML'],
  [
    'an evasion: a folder named for a registry, and tags',
    fitting(
      'import joblib\nMODEL_REGISTRY = "model_registry/"',
      'joblib.dump(model, MODEL_REGISTRY + "price_v2.pkl")',
      'print("registered model price v2")',
    ),
    'absent',
  ],
]

const flagged = (param: string, guard: string, ...more: string[]): string =>
  `import argparse\nimport mlflow\nfrom sklearn.linear_model import Ridge\n\n${more.join('\n')}\ndef main(${param}):\n    model = Ridge()\n    model.fit([[1]], [1])\n    if ${guard}:\n        mlflow.register_model("runs:/1/model", "price")\n\n`
const option = 'parser = argparse.ArgumentParser()\nparser.add_argument("--register", action="store_true")\nargs = parser.parse_args()\n'
const behind: [name: string, files: Files, answer: string][] = [
  ['a parameter that is off', { 'train.py': `${flagged('register=False', 'register')}main()\n` }, 'partial: MLflow'],
  ['a parameter that a call turns on', { 'train.py': `${flagged('register=False', 'register')}main(True)\n` }, 'present: MLflow'],
  ['an option that nobody gives', { 'train.py': `${flagged('', 'args.register', option)}main()\n` }, 'partial: MLflow'],
  [
    'an option that CI gives',
    {
      'train.py': `${flagged('', 'args.register', option)}main()\n`,
      '.github/workflows/t.yml': 'on: push\njobs:\n  t:\n    steps:\n      - run: python train.py --register\n',
    },
    'present: MLflow',
  ],
  [
    'an option handed on through two functions',
    { 'train.py': `${flagged('register', 'register', option)}def start(register):\n    main(register=register)\nstart(args.register)\n` },
    'partial: MLflow',
  ],
  [
    'settings that turn it off',
    { 'train.py': `${flagged('cfg', 'cfg["register"]')}main(load())\n`, 'conf.yaml': 'register: false\n' },
    'partial: MLflow',
  ],
  [
    'settings that turn it on for one run, an unusual way',
    {
      'train.py': `${flagged('cfg', 'cfg.get("register", False)')}main(load())\n`,
      'conf/base.yaml': 'register: false\n',
      'conf/nightly.yaml': 'register: true\n',
    },
    'present: MLflow',
  ],
  [
    'a return before it',
    {
      'train.py': flagged('register=False', 'register')
        .replace(/if register:\n {8}/, 'if not register:\n        return\n    ')
        .concat('main()\n'),
    },
    'partial: MLflow',
  ],
  ['what the environment says', { 'train.py': `import os\n${flagged('', 'os.environ.get("REGISTER")')}main()\n` }, 'present: MLflow'],
  [
    'a method of one’s own trainer that only hands on',
    {
      'lib/trainer.py':
        'from huggingface_hub import HfApi\nclass Trainer:\n    def train(self):\n        self.model.fit([[1]])\n    def push_to_hub(self, name):\n        return self.model.push_to_hub(name)\n',
      'train.py': 'from lib.trainer import Trainer\ntrainer = Trainer()\ntrainer.train()\n',
    },
    'partial: Hugging Face Hub',
  ],
  [
    'such a method that a training script calls',
    {
      'lib/trainer.py':
        'from huggingface_hub import HfApi\nclass Trainer:\n    def train(self):\n        self.model.fit([[1]])\n    def push_to_hub(self, name):\n        return self.model.push_to_hub(name)\n',
      'train.py': 'from lib.trainer import Trainer\ntrainer = Trainer()\ntrainer.train()\ntrainer.push_to_hub("me/price")\n',
    },
    'present: Hugging Face Hub',
  ],
  [
    'a cell that a person runs',
    {
      'a.ipynb': JSON.stringify({
        cells: [
          {
            cell_type: 'code',
            source: [
              'from transformers import Trainer\n',
              'trainer = Trainer()\n',
              'trainer.train()\n',
              'trainer.push_to_hub("me/my-awesome-model")\n',
            ],
          },
        ],
      }),
    },
    'partial: Hugging Face Hub',
  ],
]

describe('what registers, and is not come to', () => {
  test.each(behind)('%s', async (_, files, answer) => {
    expect(await told(files)).toBe(answer)
  })
})

describe('repo.model-registry', () => {
  test.each(cases)('%s', async (_, files, answer) => {
    expect(await told(files)).toBe(answer)
  })

  test('the row says where', async () => {
    const rows = await rowsOf({ ...fitting('from store import keep', 'keep()'), 'store.py': register })
    expect(rows).toEqual([{ tool: 'MLflow', path: 'store.py', line: 4, registers: true, reached: true }])
  })
})

test('a pipeline whose model has a name in the registry of its platform, and one without', async () => {
  const flow = (model: string) => ({
    'train.py': `from zenml import pipeline, step, Model\n@step\ndef train(x):\n    m.fit(x)\n    return m\n@pipeline(${model})\ndef flow():\n    train(load())\nif __name__ == "__main__":\n    flow()\n`,
  })
  const told = async (files: { [path: string]: string }): Promise<unknown> => {
    const finding = await probe.collect({ repo: memoryRepo(files) }, context)
    return finding.state === 'found' ? finding.facts.registries : []
  }
  expect(await told(flow('model=Model(name="churn", version="1")'))).toMatchObject([{ tool: 'ZenML', registers: true, reached: true }])
  expect(await told(flow('enable_cache=False'))).toEqual([])
})
