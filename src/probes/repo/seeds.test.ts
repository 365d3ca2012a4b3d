import { describe, expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './seeds.ts'

type Files = { [path: string]: string }
type Seeds = { what: string; fixed: boolean; reached: boolean }[]

/** By the rule of the criterion `seeds_set`. */
async function answer(files: Files): Promise<string> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state === 'absent') return 'absent'
  const seeds = finding.facts.seeds as Seeds
  if (seeds.some(({ fixed, reached }) => fixed && reached) && (finding.facts.unseeded as unknown[]).length === 0) return 'present'
  return seeds.some(({ fixed }) => fixed) ? 'partial' : 'unseeded'
}

const forest = 'from sklearn.ensemble import RandomForestClassifier\n'
const split = 'from sklearn.model_selection import train_test_split\n'
const torch = 'import torch\nimport numpy as np\nimport random\n'
const loop = 'for x in batches:\n    loss = net(x)\n    loss.backward()\n'
const main = "if __name__ == '__main__':\n    main()\n"
const fits = (seed: string): string => `${forest}RandomForestClassifier(${seed}).fit(x, y)\n`

const present: [string, Files][] = [
  ['argument', { 'train.py': fits('random_state=1') }],
  ['constant', { 'train.py': `SEED = 7\n${fits('random_state=SEED')}` }],
  ['numpy stands in for scikit-learn', { 'train.py': `import numpy as np\nnp.random.seed(3)\n${fits('')}` }],
  ['torch for the whole program', { 'train.py': `${torch}torch.manual_seed(1)\n${loop}` }],
  [
    'helper in another file, with a default',
    {
      'utils.py': `${torch}def set_seeds(seed: int = 42):\n    random.seed(seed)\n    np.random.seed(seed)\n    torch.manual_seed(seed)\n`,
      'train.py': `${torch}from utils import set_seeds\ndef main():\n    set_seeds()\n    ${loop.replaceAll('\n', '\n    ')}\n${main}`,
    },
  ],
  [
    'command line',
    {
      'train.py': `${torch}import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("--seed", type=int, default=0)\nargs = parser.parse_args()\ntorch.manual_seed(args.seed)\n${loop}`,
    },
  ],
  [
    'settings through a helper, under another name',
    {
      'conf/model.json': '{\n  "training_random_seed": 462748\n}\n',
      'fit.py': `${forest}def fit(x, y, seed=None):\n    return RandomForestClassifier(random_state=seed).fit(x, y)\n`,
      'train.py': `from fit import fit\ndef main(conf):\n    seed = conf["training_random_seed"]\n    fit(x, y, seed=seed)\n${main}`,
    },
  ],
  [
    'settings in YAML',
    { 'params.yaml': 'train:\n  seed: 20\n', 'train.py': `params = load()["train"]\n${fits('random_state=params["seed"]')}` },
  ],
  [
    'a model that draws nothing',
    { 'train.py': `${split}from sklearn.linear_model import Ridge\na, b = train_test_split(x, random_state=0)\nRidge().fit(a)\n` },
  ],
  ['a split that does not shuffle', { 'train.py': `${split}a, b = train_test_split(x, shuffle=False)\n${fits('random_state=0')}` }],
  [
    'own generator seeded later',
    { 'train.py': `import random\nrand = random.Random()\nrand.seed(5)\nrand.shuffle(rows)\nmodel.fit(rows)\n` },
  ],
  ['lightning', { 'train.py': 'import lightning as L\nL.seed_everything(42)\ntrainer = L.Trainer()\ntrainer.fit(model)\n' }],
  ['jax keys', { 'train.py': 'import jax\nkey = jax.random.PRNGKey(0)\nparams = net.init(key)\nmodel.fit(params)\n' }],
  ['booster handed its settings', { 'train.py': 'import xgboost as xgb\nparams = {"eta": 0.1, "seed": 4}\nxgb.train(params, data)\n' }],
  [
    'given on the command line',
    {
      Makefile: 'train:\n\tpython train.py --seed 42\n',
      'train.py': `${torch}import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("--seed", type=int, default=None)\nargs = parser.parse_args()\ntorch.manual_seed(args.seed)\n${loop}`,
    },
  ],
  [
    'settings of somebody else’s program',
    { 'qlora.yml': 'base_model: x\nlearning_rate: 0.1\nseed: 42\n', 'run.sh': 'accelerate launch -m axolotl.cli.train qlora.yml\n' },
  ],
  ['somebody else’s program with a flag', { 'train.sh': 'marian \\\n  --model m.npz \\\n  --seed 1111\n' }],
  [
    'a trainer of one’s own',
    {
      'trainer.py': `${torch}class MyTrainer:\n    def fit(self):\n        loss.backward()\n`,
      'train.py': `${torch}from trainer import MyTrainer\ndef main():\n    torch.manual_seed(1)\n    MyTrainer().fit()\n${main}`,
    },
  ],
  ['a value that each start must give', { 'conf/a.yaml': 'seed: ???\n', 'train.py': `${torch}torch.manual_seed(cfg.seed)\n${loop}` }],
  [
    'exploration beside real training',
    { 'train.py': fits('random_state=1'), 'a.ipynb': JSON.stringify({ cells: [{ cell_type: 'code', source: [fits('')] }] }) },
  ],
]

const partial: [string, Files][] = [
  ['split seeded, model not', { 'train.py': `${split}a, b = train_test_split(x, random_state=0)\n${fits('')}` }],
  ['split seeded, network not', { 'train.py': `${torch}${split}a, b = train_test_split(x, random_state=0)\n${loop}` }],
  ['numpy seeded, torch not', { 'train.py': `${torch}np.random.seed(1)\n${loop}` }],
  ['one program of two', { 'train.py': `${torch}torch.manual_seed(1)\n${loop}`, 'finetune.py': `${torch}${loop}` }],
  [
    'a helper that nobody calls',
    { 'utils.py': `${torch}def set_seed(seed=1):\n    torch.manual_seed(seed)\n    train()\n`, 'train.py': `${torch}${loop}` },
  ],
  [
    'null by default, split fixed',
    {
      'configs/train.yaml': 'seed: null\n',
      'configs/experiment/a.yaml': 'seed: 12345\n',
      'train.py': `${torch}${split}train_test_split(x, random_state=1)\nif cfg.get("seed"):\n    torch.manual_seed(cfg.seed)\n${loop}`,
    },
  ],
  [
    'null by default for everything, split fixed',
    {
      'configs/train.yaml': 'seed: null\n',
      'train.py': `import lightning as L\nimport hydra\n${split}train_test_split(x, random_state=1)\ndef train(cfg):\n    if cfg.get("seed"):\n        L.seed_everything(cfg.seed, workers=True)\n    hydra.utils.instantiate(cfg.trainer).fit(m)\n@hydra.main()\ndef main(cfg):\n    train(cfg)\nmain()\n`,
    },
  ],
  [
    'the search draws its trials',
    { 'train.py': `import optuna\nstudy = optuna.create_study()\nstudy.optimize(f)\n${fits('random_state=2')}` },
  ],
]

present.push(
  ['seeded after it was made', { 'train.py': `${forest}m = RandomForestClassifier()\nm.set_params(random_state=42)\nm.fit(x, y)\n` }],
  [
    'gradients that explain an answer draw nothing',
    {
      'train.py': `${torch}torch.manual_seed(1)\n${loop}`,
      'explain.py': 'import torch\ndef heat(m, x):\n    m(x).max().backward()\n    return x.grad\nheat(m, x)\n',
    },
  ],
  [
    'a program that takes the time',
    { 'train.py': `${torch}torch.manual_seed(1)\n${loop}`, 'scripts/profile_training.py': `${torch}${loop}` },
  ],
)
partial.push(
  [
    'prediction seeded, training not, beside a folder of the library’s name',
    {
      'app/__init__.py': '',
      'app/pytorch_lightning/__init__.py': '',
      'app/models/manage.py': `import random\nimport pytorch_lightning as pl\n\nclass Manager(object):\n    def train(self):\n        random.seed(4)\n        random.shuffle(rows)\n        trainer = pl.Trainer()\n        trainer.fit(net)\n    def predict(self):\n        pl.seed_everything(7)\n        pl.Trainer().predict(net)\n`,
      'app/cli.py':
        'import typer\nfrom app.models.manage import Manager\napp = typer.Typer()\n\n@app.command()\ndef train():\n    manager = Manager()\n    manager.train()\n\n@app.command()\ndef predict():\n    manager = Manager()\n    manager.predict()\n',
    },
  ],
  [
    'a seed in the example of a docstring',
    {
      'lib/model.py': `${split}class Model:\n    """Fits.\n\n    Model(random_state=1).fit(x)\n    """\n    def __init__(self, random_state=None):\n        self.random_state = random_state\n    def fit(self, x):\n        a, b = train_test_split(x, random_state=self.random_state)\n        self.net.fit(a)\n`,
      'lib/forest.py': fits('random_state=3'),
    },
  ],
)
partial.push([
  'training under another name',
  {
    'train.py': `${torch}torch.manual_seed(1)\n${loop}`,
    'explain.py': `${torch}optimizer = torch.optim.SGD(p)\nloss.backward()\noptimizer.step()\n`,
  },
])

const cells = (text: string): string => JSON.stringify({ cells: [{ cell_type: 'code', source: [text] }] })
const keras = (first: string): string => cells(`import keras\n${first}net = keras.Sequential()\nnet.fit(x, y)\n`)

partial.push(
  [
    'a project of a course whose training is a notebook, beside another project’s scripts',
    {
      'ch1/train.py': fits('random_state=1'),
      'ch4/setup.py': 'setup()\n',
      'ch4/app/serve.py': 'run()\n',
      'ch4/notebooks/a.ipynb': keras(''),
    },
  ],
  ['scripts without a seed beside notebooks with one', { 'train.py': `${torch}${loop}`, 'a.ipynb': cells(fits('random_state=1')) }],
  [
    'a way of keeping the generator, around training',
    {
      'lib/seeding.py': `from contextlib import contextmanager\nimport torch\n@contextmanager\ndef seeded(seed=3):\n    state = torch.get_rng_state()\n    torch.manual_seed(seed)\n    yield\n    torch.set_rng_state(state)\n`,
      'train.py': `${torch}from lib.seeding import seeded\nwith seeded(3):\n    ${loop.replaceAll('\n', '\n    ')}\n`,
      'finetune.py': `${torch}${loop}`,
    },
  ],
)
present.push(
  [
    'notebooks for looking around with requirements of their own',
    { 'src/train.py': fits('random_state=1'), 'notebooks/requirements.txt': 'keras\n', 'notebooks/a.ipynb': keras('') },
  ],
  [
    'a learner of one’s own that changes data as well',
    {
      'lib/embed.py': `import numpy as np\nclass Embedding:\n    def fit(self, x):\n        rng = np.random.default_rng(5)\n        self.w = rng.normal(size=3)\n        self.net.fit(x)\n        return self\n    def transform(self, x):\n        return self.net.predict(x)\n`,
    },
  ],
)

const unseeded: [string, Files][] = [
  ['none', { 'train.py': fits('random_state=None') }],
  ['from the clock', { 'train.py': `import time\n${fits('random_state=int(time.time())')}` }],
  [
    'a flag without a seed',
    { 'train.py': `${torch}torch.use_deterministic_algorithms(True)\ntorch.backends.cudnn.deterministic = True\n${loop}` },
  ],
  ['commented', { 'train.py': `${torch}# torch.manual_seed(1)\n${loop}` }],
  ['never run', { 'train.py': `${torch}if False:\n    torch.manual_seed(1)\n${loop}` }],
  ['in a test only', { 'train.py': fits(''), 'tests/test_a.py': `import numpy as np\nnp.random.seed(1)\n${fits('random_state=1')}` }],
  // The evasion: names and settings that look like seeding, and nothing takes them.
  ['settings that nobody reads', { 'configs/train.yaml': 'seed: 42\n', 'train.py': `SEED = 42\nprint("seeded with", SEED)\n${fits('')}` }],
]

describe('chance in training', () => {
  test.each(present)('all seeded: %s', async (_, files) => {
    expect(await answer(files)).toBe('present')
  })
  test.each(partial)('not all seeded: %s', async (_, files) => {
    expect(await answer(files)).toBe('partial')
  })
  test.each(unseeded)('nothing seeded: %s', async (_, files) => {
    expect(await answer(files)).toBe('unseeded')
  })
  test('a library of transforms that seeds one of them at a time trains nothing', async () => {
    const files = {
      'lib/transform.py': `import torch\nfrom contextlib import contextmanager\nclass Transform:\n    @staticmethod\n    @contextmanager\n    def use_seed(seed):\n        state = torch.random.get_rng_state()\n        torch.manual_seed(seed)\n        yield\n        torch.random.set_rng_state(state)\n`,
      'lib/histogram.py': `from lib.transform import Transform\nclass Standardise(Transform):\n    @classmethod\n    def train(cls, images):\n        return mean(images)\n    def apply_transform(self, x):\n        with self.use_seed(self.seed):\n            return noise(x)\n`,
    }
    expect(await answer(files)).toBe('absent')
  })
  test('a seed that only a caller gives, where nothing calls, is none', async () => {
    const files = { 'lib/augment.py': `import torch\ndef train_noise(seed, batch):\n    torch.manual_seed(seed)\n    return batch\n` }
    expect(await answer(files)).toBe('unseeded')
  })
  test('nothing to seed', async () => {
    expect(await answer({ 'serve.py': 'import random\ndef pick(x):\n    return random.choice(x)\n' })).toBe('absent')
  })
  test('the clone of an honest but unusual way: the seed is the digest of a fixed name', async () => {
    const files = { 'train.py': `import zlib\nseed = zlib.crc32(b"churn 2024")\n${fits('random_state=seed')}` }
    expect(await answer(files)).toBe('present')
  })
  test('a place for each draw', async () => {
    const finding = await probe.collect({ repo: memoryRepo({ 'train.py': `import torch\n${loop}` }) }, context)
    expect(finding.state === 'found' && finding.facts.unseeded).toEqual([{ path: 'train.py', line: 4, what: 'torch weights and batches' }])
  })
  test('other languages are not judged', async () => {
    await expect(probe.collect({ repo: memoryRepo({ 'src/Train.java': 'class Train {}' }) }, context)).rejects.toThrow('other languages')
  })
})
