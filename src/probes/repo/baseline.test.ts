import { describe, expect, test } from 'vitest'
import probe from './baseline.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }
type Rows = { kind: string; measured: boolean; same_metric: boolean }[]

/** By the rule of the criterion `baseline_model`. */
async function answer(files: Files): Promise<string> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state === 'absent') return 'absent'
  return (finding.facts.baselines as Rows).some(({ measured, same_metric }) => measured && same_metric) ? 'present' : 'partial'
}

const imports =
  'import numpy as np\nfrom sklearn.dummy import DummyClassifier, DummyRegressor\nfrom sklearn.linear_model import LogisticRegression, Ridge\nfrom sklearn.ensemble import RandomForestClassifier, RandomForestRegressor, StackingClassifier\nfrom sklearn.metrics import accuracy_score, f1_score, mean_absolute_error\nfrom sklearn.model_selection import cross_val_score\nfrom sklearn.pipeline import make_pipeline\nfrom sklearn.feature_selection import SelectFromModel\n'
const forest = 'rf = RandomForestClassifier().fit(x, y)\nprint(accuracy_score(y_test, rf.predict(x_test)))\n'

const present: [string, string | Files][] = [
  ['constant beside the model', `dummy = DummyClassifier().fit(x, y)\nprint(accuracy_score(y_test, dummy.predict(x_test)))\n${forest}`],
  [
    'constant beside a model that is loaded',
    'model = joblib.load(path)\npred = model.predict(x)\nm = mean_absolute_error(y, pred)\nd = DummyRegressor()\nd.fit(x, y)\nyb = d.predict(x)\nb = mean_absolute_error(y, yb)\n',
  ],
  [
    'last value',
    `y_naive = y.shift(1)\nmae_naive = mean_absolute_error(y, y_naive)\nm = RandomForestRegressor().fit(x, y)\nmae = mean_absolute_error(y, m.predict(x))\n`,
  ],
  [
    'the mean for every row',
    `pred0 = np.full(len(y), y_train.mean())\nprint(mean_absolute_error(y, pred0), mean_absolute_error(y, RandomForestRegressor().fit(x, y).predict(x)))\n`,
  ],
  [
    'one loop over a dictionary',
    'models = {"lr": LogisticRegression(), "rf": RandomForestClassifier()}\nfor name, model in models.items():\n    model.fit(x, y)\n    pred = model.predict(x)\n    print(name, f1_score(y, pred))\n',
  ],
  [
    'linear in a pipeline',
    `lin = make_pipeline(scaler, LogisticRegression())\nlin.fit(x, y)\np = lin.predict(x)\nprint(accuracy_score(y, p))\n${forest}`,
  ],
  ['cross-validated', 'print(cross_val_score(Ridge(), x, y), cross_val_score(RandomForestRegressor(), x, y))\n'],
  [
    'own predictor',
    `class MeanPredictor:\n    def fit(self, x, y):\n        self.value = y.mean()\n    def predict(self, x):\n        return [self.value] * len(x)\nb = MeanPredictor()\nb.fit(x, y)\nprint(accuracy_score(y, b.predict(x)))\n${forest}`,
  ],
  [
    'an own function that evaluates both',
    'def evaluate(model, x, y):\n    return accuracy_score(y, model.predict(x))\nbase = LogisticRegression().fit(x, y)\nbest = RandomForestClassifier().fit(x, y)\nprint(evaluate(base, x, y), evaluate(best, x, y))\n',
  ],
  [
    'models of a class',
    'class Compare:\n    def __init__(self):\n        self.models = [LogisticRegression(), RandomForestClassifier()]\n    def run(self):\n        for model in self.models:\n            accuracy_score(y, model.fit(x, y).predict(x))\n',
  ],
  [
    'made in another file',
    {
      'pkg/__init__.py': '',
      'pkg/factory.py': `${imports}def simple(settings):\n    return LogisticRegression(**settings)\n`,
      'pkg/train.py': `${imports}from pkg.factory import simple\nbase = simple({})\nbase.fit(x, y)\nprint(accuracy_score(y, base.predict(x)))\n${forest}`,
    },
  ],
  [
    'a list that a command goes through',
    {
      'config/models.yaml': 'Linear:\n  class: revscoring.models.LogisticRegression\nForest:\n  class: revscoring.models.RandomForest\n',
      Makefile: 'tune:\n\trevscoring tune \\\n\t  config/models.yaml\n',
    },
  ],
  // Honest and unusual: a test holds the own single tree against the own forest.
  [
    'a test compares two own models',
    {
      'src/tree.py': 'class DecisionTree:\n    def fit(self, x):\n        pass\n',
      'src/forest.py': 'class RandomForest:\n    def fit(self, x):\n        pass\n',
      'tests/test_forest.py':
        'from sklearn.metrics import accuracy_score\nfrom src.tree import DecisionTree\nfrom src.forest import RandomForest\ndef test_better():\n    dt = DecisionTree()\n    rf = RandomForest()\n    a = accuracy_score(y, dt.predict(x))\n    b = accuracy_score(y, rf.predict(x))\n    assert b > a\n',
    },
  ],
]

const partial: [string, string | Files][] = [
  ['never measured', `dummy = DummyClassifier()\n${forest}`],
  ['by another metric', `d = DummyClassifier().fit(x, y)\nprint(f1_score(y, d.predict(x)))\n${forest}`],
  ['chosen one at a time', 'kinds = {"ridge": Ridge, "forest": RandomForestRegressor}\ndef make(name):\n    return kinds[name]()\n'],
]

const absent: [string, string | Files][] = [
  // The evasion: a number that is called a baseline, and a forest that is.
  ['a number in the code', `baseline_accuracy = 0.5\nprint(0.9 - baseline_accuracy)\n${forest}`],
  ['a number in settings', { 'config.yaml': 'baseline: 0.8\n', 'train.py': `${imports}${forest}` }],
  [
    'a forest that is called baseline',
    'class BaselineModel:\n    def fit(self, x, y):\n        self.m = RandomForestClassifier().fit(x, y)\n    def predict(self, x):\n        return self.m.predict(x)\nb = BaselineModel()\nb.fit(x, y)\nprint(accuracy_score(y, b.predict(x)))\n',
  ],
  [
    'the version before',
    `baseline_model = mlflow.pyfunc.load_model("models:/x/1")\nprint(accuracy_score(y, baseline_model.predict(x)))\n${forest}`,
  ],
  ['data to compare data with', `X_baseline = df.median()\nprint(psi_score(X_baseline, x))\n${forest}`],
  ['a linear model alone', 'm = Ridge().fit(x, y)\nprint(mean_absolute_error(y, m.predict(x)))\n'],
  ['inside feature selection', `s = SelectFromModel(LogisticRegression()).fit(x, y)\nx2 = s.transform(x)\n${forest}`],
  [
    'inside a stack',
    'm = StackingClassifier(estimators=e, final_estimator=LogisticRegression()).fit(x, y)\nprint(accuracy_score(y, m.predict(x)))\n',
  ],
  ['commented', `# dummy = DummyClassifier()\n${forest}`],
  [
    'in a test only',
    {
      'train.py': `${imports}${forest}`,
      'tests/test_a.py': `${imports}def test_a():\n    d = DummyClassifier()\n    assert accuracy_score(y, d.predict(x)) > 0\n`,
    },
  ],
  ['claimed', { 'README.md': 'We beat the naive baseline by 12 %.', 'train.py': `${imports}${forest}` }],
  [
    'mean as a placeholder for predictions',
    `oof = np.zeros(len(x))\noof[i] = rf.predict(x)\nprint(mean_absolute_error(y, oof))\n${forest}`,
  ],
]

const asFiles = (given: string | Files): Files => (typeof given === 'string' ? { 'evaluate.py': imports + given } : given)

describe('simpler predictors', () => {
  test.each(present)('measured by the same metric: %s', async (_, files) => {
    expect(await answer(asFiles(files))).toBe('present')
  })
  test.each(partial)('there, and not compared: %s', async (_, files) => {
    expect(await answer(asFiles(files))).toBe('partial')
  })
  test.each(absent)('none: %s', async (_, files) => {
    expect(await answer(asFiles(files))).toBe('absent')
  })
  test('a list in one file that another goes through', async () => {
    const files = {
      'pkg/__init__.py': '',
      'pkg/zoo.py': `${imports}def zoo():\n    return {"a": LogisticRegression(), "b": RandomForestClassifier()}\n`,
      'pkg/compare.py': `${imports}from pkg.zoo import zoo\ndef run():\n    for name, model in zoo().items():\n        print(accuracy_score(y, model.fit(x, y).predict(x)))\n`,
    }
    expect(await answer(files)).toBe('present')
  })
  test('its place and kind', async () => {
    const files = asFiles(`dummy = DummyClassifier().fit(x, y)\nprint(accuracy_score(y, dummy.predict(x)))\n${forest}`)
    const finding = await probe.collect({ repo: memoryRepo(files) }, context)
    expect(finding.state === 'found' && finding.facts.baselines).toEqual([
      { path: 'evaluate.py', line: 9, kind: 'constant', measured: true, same_metric: true },
    ])
  })
  test('other languages are not judged', async () => {
    await expect(probe.collect({ repo: memoryRepo({ 'R/train.R': 'fit <- lm(y ~ x)' }) }, context)).rejects.toThrow('other languages')
  })
})
