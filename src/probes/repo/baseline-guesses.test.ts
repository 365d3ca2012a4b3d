/** Guesses that need no model, in the shapes in which people write them. */
import { expect, test } from 'vitest'
import probe from './baseline.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }
type Rows = { measured: boolean; same_metric: boolean }[]

async function answer(given: string | Files): Promise<string> {
  const files = typeof given === 'string' ? { 'evaluate.py': imports + given } : given
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state === 'absent') return 'absent'
  return (finding.facts.baselines as Rows).some(({ measured, same_metric }) => measured && same_metric) ? 'present' : 'partial'
}

const imports =
  'import numpy as np\nimport pandas as pd\nfrom sklearn.dummy import DummyClassifier, DummyRegressor\nfrom sklearn.linear_model import LogisticRegression, Ridge\nfrom sklearn.ensemble import RandomForestClassifier, RandomForestRegressor\nfrom sklearn.metrics import accuracy_score, f1_score, mean_absolute_error, mean_squared_error, roc_auc_score\n'
const forest = 'rf = RandomForestClassifier().fit(x, y)\nprint(accuracy_score(y_test, rf.predict(x_test)))\n'
const reg = 'rf = RandomForestRegressor().fit(x, y)\nprint(mean_absolute_error(y_test, rf.predict(x_test)))\n'

const measured: [string, string | Files][] = [
  ['mean list', `preds = [y_train.mean()] * len(y_test)\nprint(mean_absolute_error(y_test, preds))\n${reg}`],
  ['np.repeat mean', `preds = np.repeat(np.mean(y_train), len(y_test))\nprint(mean_absolute_error(y_test, preds))\n${reg}`],
  ['mean in call', `print(mean_absolute_error(y_test, np.full_like(y_test, y_train.mean())))\n${reg}`],
  ['two steps mean', `avg = y_train.mean()\npreds = np.full(len(y_test), avg)\nprint(mean_absolute_error(y_test, preds))\n${reg}`],
  ['constant column', `test["mean_pred"] = train["y"].mean()\nprint(mean_absolute_error(test["y"], test["mean_pred"]))\n${reg}`],
  ['constant column2', `df["baseline"] = df["y"].mean()\nprint(mean_absolute_error(df["y"], df["baseline"]))\n${reg}`],
  ['zeros majority', `zeros = np.zeros(len(y_test))\nprint(accuracy_score(y_test, zeros))\n${forest}`],
  ['zeros_like', `print("always no", accuracy_score(y_test, np.zeros_like(y_test)))\n${forest}`],
  ['majority by hand', `majority = y_train.mode()[0]\nbaseline_acc = (y_test == majority).mean()\nprint(baseline_acc)\n${forest}`],
  ['value_counts', `majority_class_accuracy = y_test.value_counts(normalize=True).max()\nprint(majority_class_accuracy)\n${forest}`],
  ['max(mean,1-mean)', `base_rate = max(y_test.mean(), 1 - y_test.mean())\nprint("baseline accuracy", base_rate)\n${forest}`],
  [
    'Counter',
    `from collections import Counter\nmost_common = Counter(y_train).most_common(1)[0][0]\npreds = [most_common for _ in y_test]\nprint(accuracy_score(y_test, preds))\n${forest}`,
  ],
  ['persistence slice', `persistence_mae = mean_absolute_error(series[1:], series[:-1])\n${reg}`],
  ['persistence shift col', `df["pred_naive"] = df["y"].shift(7)\nprint(mean_absolute_error(df["y"], df["pred_naive"]))\n${reg}`],
  ['lag feature as prediction', `print("last value", mean_absolute_error(test["y"], test["y_lag_1"]))\n${reg}`],
  ['hand mae', `baseline_mae = np.abs(y_test - y_train.mean()).mean()\nprint(baseline_mae)\n${reg}`],
  [
    'hand rmse',
    `naive_rmse = np.sqrt(np.mean((y_test - y_train.mean()) ** 2))\nprint(naive_rmse)\nrf = RandomForestRegressor().fit(x, y)\nprint(np.sqrt(mean_squared_error(y_test, rf.predict(x_test))))\n`,
  ],
  [
    'torch persistence',
    `import torch.nn.functional as F\ndef losses(y, y_hat):\n    out = {"mae": F.l1_loss(y_hat, y)}\n    y_persist = y[:, -1].unsqueeze(1).expand(-1, n)\n    out["mae_persistence"] = F.l1_loss(y_persist, y)\n    return out\n`,
  ],
  [
    'keras naive weather',
    `def evaluate_naive_method(dataset):\n    total = 0.\n    for samples, targets in dataset:\n        preds = samples[:, -1, 1]\n        total += np.sum(np.abs(preds - targets))\n    return total / n\nprint(evaluate_naive_method(val))\nfrom tensorflow import keras\nmodel = keras.Sequential([])\nmodel.compile(loss="mse", metrics=["mae"])\nmodel.fit(x)\nprint(model.evaluate(test))\n`,
  ],
  [
    'statsforecast',
    `from statsforecast import StatsForecast\nfrom statsforecast.models import AutoARIMA, SeasonalNaive\nsf = StatsForecast(models=[AutoARIMA(season_length=12), SeasonalNaive(12)], freq="M")\ncv = sf.cross_validation(df=df, h=12)\nfrom utilsforecast.losses import mae\nprint(evaluate(cv, metrics=[mae]))\n`,
  ],
  [
    'sklearn loop getattr config',
    {
      'conf.yaml': 'models:\n  - sklearn.dummy.DummyClassifier\n  - sklearn.ensemble.RandomForestClassifier\n',
      'train.py': `import yaml, importlib\nfrom sklearn.model_selection import cross_val_score\nconf = yaml.safe_load(open("conf.yaml"))\nfor name in conf["models"]:\n    module, cls = name.rsplit(".", 1)\n    model = getattr(importlib.import_module(module), cls)()\n    print(name, cross_val_score(model, x, y))\n`,
    },
  ],
  [
    'dict by name',
    `MODELS = {"dummy": DummyClassifier, "rf": RandomForestClassifier}\nfor name, cls in MODELS.items():\n    m = cls()\n    m.fit(x, y)\n    print(name, f1_score(y_test, m.predict(x_test)))\n`,
  ],
  [
    'random guess',
    `random_preds = np.random.choice([0, 1], size=len(y_test))\nprint(f1_score(y_test, random_preds))\nm = RandomForestClassifier().fit(x, y)\nprint(f1_score(y_test, m.predict(x_test)))\n`,
  ],
  [
    'popularity recsys',
    `def popularity_recommend(train, k):\n    return train.groupby("item").size().sort_values(ascending=False).head(k).index\nprint(ndcg_score(truth, popularity_recommend(train, 10)))\nmodel = lightfm.LightFM()\nmodel.fit(train)\nprint(ndcg_score(truth, model.predict(users, items)))\n`,
  ],
  [
    'statsmodels OLS vs xgb',
    `import statsmodels.api as sm\nimport xgboost as xgb\nols = sm.OLS(y, x).fit()\nprint(mean_squared_error(y_test, ols.predict(x_test)))\nm = xgb.XGBRegressor().fit(x, y)\nprint(mean_squared_error(y_test, m.predict(x_test)))\n`,
  ],
  [
    'pycaret',
    `from pycaret.classification import setup, compare_models\nsetup(df, target="y")\nbest = compare_models(include=["dummy", "lr", "rf"])\n`,
  ],
  ['pycaret all', `from pycaret.classification import setup, compare_models\nsetup(df, target="y")\nbest = compare_models()\n`],
  [
    'lazypredict',
    `from lazypredict.Supervised import LazyClassifier\nclf = LazyClassifier()\nmodels, predictions = clf.fit(x_train, x_test, y_train, y_test)\nprint(models)\n`,
  ],
]

const none: [string, string | Files][] = [
  ['number only', `baseline_acc = 0.87\n${forest}`],
  ['zeros as buffer', `oof = np.zeros(len(y))\nfor a, b in folds:\n    oof[b] = rf.predict(x)\nprint(accuracy_score(y, oof))\n${forest}`],
  ['class share looked at', `print(y.value_counts(normalize=True))\nshare = y.mean()\n${forest}`],
  ['fill missing with mean', `df["age"] = df["age"].mean()\n${forest}`],
  ['r2 by hand of mean', `ss_tot = np.sum((y - y.mean()) ** 2)\nr2 = 1 - np.sum((y - p) ** 2) / ss_tot\n${reg}`],
  ['lag column is input', `df["y_lag_1"] = df["y"].shift(1)\nX = df[["y_lag_1"]]\n${reg}`],
  ['slices of arrays', `print(mean_absolute_error(y_test[1:], pred[:-1]))\n${reg}`],
  ['threshold', `preds = np.where(rf.predict_proba(x)[:, 1] > y_train.mean(), 1, 0)\nprint(accuracy_score(y, preds))\n`],
]

test.each(measured)('measured: %s', async (_, files) => {
  expect(await answer(files)).toBe('present')
})
test.each(none)('none: %s', async (_, files) => {
  expect(await answer(files)).toBe('absent')
})
test('settings that lie side by side are taken one at a time, unless a command takes several', async () => {
  const files = {
    'conf/model/dummy.yaml': '_target_: sklearn.dummy.DummyRegressor\nstrategy: mean\n',
    'conf/model/rf.yaml': '_target_: sklearn.ensemble.RandomForestRegressor\n',
    'train.py': 'import hydra\n@hydra.main(config_path="conf")\ndef main(cfg):\n    hydra.utils.instantiate(cfg.model).fit(x, y)\nmain()\n',
  }
  expect(await answer(files)).toBe('partial')
  expect(await answer({ ...files, Makefile: 'compare:\n\tpython train.py -m model=dummy,rf\n' })).toBe('present')
})
test('a class that whoever starts the program chooses is not measured beside the others', async () => {
  const choose = (key: string): string =>
    `MODELS = {"dummy": DummyClassifier, "rf": RandomForestClassifier}\nm = MODELS[${key}]()\nm.fit(x, y)\nprint(f1_score(y_test, m.predict(x_test)))\n`
  expect(await answer(choose('args.model'))).toBe('partial')
})
test('a grid in settings is run whole', async () => {
  const grid =
    'grid_config:\n  sklearn.dummy.DummyClassifier:\n    strategy: [prior]\n  sklearn.tree.DecisionTreeClassifier:\n    max_depth: [1, 5]\n'
  expect(await answer({ 'experiment.yaml': grid, 'run.py': 'x = 1\n' })).toBe('present')
  expect(await answer({ 'experiment.yaml': grid.replace('grid_config', 'known'), 'run.py': 'x = 1\n' })).toBe('partial')
})
