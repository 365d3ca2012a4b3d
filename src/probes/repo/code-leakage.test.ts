import { describe, expect, test } from 'vitest'
import probe from './code-leakage.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }
type Leak = { kind: string; path: string; line: number; cause_path: string; cause_line: number; what: string; function: string }

async function leaks(files: Files): Promise<string[]> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state !== 'found') return []
  return ((finding.facts.leaks ?? []) as Leak[]).map(
    ({ kind, path, line, cause_path, cause_line, what }) => `${kind} ${what} ${path}:${line} ${cause_path}:${cause_line}`,
  )
}

const head =
  'import numpy as np\nimport pandas as pd\nfrom sklearn.model_selection import *\nfrom sklearn.model_selection import train_test_split, cross_val_score, KFold, TimeSeriesSplit, GridSearchCV\nfrom sklearn.preprocessing import StandardScaler, LabelEncoder, OneHotEncoder, Normalizer, scale\nfrom sklearn.pipeline import make_pipeline\nfrom sklearn.linear_model import LogisticRegression\nfrom sklearn.feature_selection import SelectKBest\nfrom imblearn.over_sampling import SMOTE\nfrom sklearn.metrics import accuracy_score, roc_curve\ndf = pd.read_csv("a.csv")\nX = df.drop("y", axis=1)\ny = df["y"]\n'
const base = head.split('\n').length
const split = 'X_train, X_test, y_train, y_test = train_test_split(X, y)\n'
const model = 'm = LogisticRegression()\n'
const run = `${model}m.fit(X_train, y_train)\nprint(accuracy_score(y_test, m.predict(X_test)))\n`
/** Lines are counted from the end of the imports. */
const at = (line: number): string => `a.py:${base + line - 1}`

const real: [string, string, string[]][] = [
  [
    'a scaler before the split',
    `X = StandardScaler().fit_transform(X)\n${split}${run}`,
    [`fitted_before_split StandardScaler ${at(1)} ${at(2)}`],
  ],
  [
    'fitted before, applied after',
    `s = StandardScaler().fit(X)\n${split}X_train = s.transform(X_train)\nX_test = s.transform(X_test)\n${run}`,
    [`fitted_before_split StandardScaler ${at(1)} ${at(2)}`],
  ],
  [
    'a column of the table',
    `df["a"] = StandardScaler().fit_transform(df[["a"]])\nX = df[["a", "b"]]\n${split}${run}`,
    [`fitted_before_split StandardScaler ${at(1)} ${at(3)}`],
  ],
  [
    'missing values by the mean of all',
    `X["a"].fillna(X["a"].mean(), inplace=True)\n${split}${run}`,
    [`fitted_before_split mean ${at(1)} ${at(2)}`],
  ],
  ['statistics by hand', `X = (X - X.mean()) / X.std()\n${split}${run}`, [`fitted_before_split mean ${at(1)} ${at(2)}`]],
  [
    'a helper function',
    `def prepare(t):\n    return StandardScaler().fit_transform(t)\nX = prepare(X)\n${split}${run}`,
    [`fitted_before_split StandardScaler ${at(2)} ${at(4)}`],
  ],
  [
    'folds of cross-validation',
    `X = SelectKBest(k=5).fit_transform(X, y)\nprint(cross_val_score(${'LogisticRegression()'}, X, y))\n`,
    [`fitted_before_split SelectKBest ${at(1)} ${at(2)}`],
  ],
  [
    'folds by index',
    `Z = scale(X)\nfor a, b in KFold(5).split(X):\n    m = LogisticRegression().fit(Z[a], y[a])\n    print(m.score(Z[b], y[b]))\n`,
    [`fitted_before_split scale ${at(1)} ${at(2)}`],
  ],
  ['over-sampling first', `X, y = SMOTE().fit_resample(X, y)\n${split}${run}`, [`resampled_before_split SMOTE ${at(1)} ${at(2)}`]],
  [
    'a scaler of its own for the test part',
    `${split}X_train = StandardScaler().fit_transform(X_train)\nX_test = StandardScaler().fit_transform(X_test)\n${run}`,
    [`fitted_on_test StandardScaler ${at(3)} ${at(1)}`],
  ],
  [
    'early stopping by the test set',
    `from xgboost import XGBClassifier\n${split}m = XGBClassifier()\nm.fit(X_train, y_train, eval_set=[(X_test, y_test)], early_stopping_rounds=5)\nprint(accuracy_score(y_test, m.predict(X_test)))\n`,
    [`chosen_on_test early stopping ${at(5)} ${at(4)}`],
  ],
  [
    'the best of a loop',
    `${split}best = 0\nfor c in [1, 2, 3]:\n    m = LogisticRegression(C=c).fit(X_train, y_train)\n    s = m.score(X_test, y_test)\n    if s > best:\n        best = s\n        best_model = m\n`,
    [`chosen_on_test the best of a loop ${at(5)} ${at(6)}`],
  ],
  [
    'the best of a list',
    `${split}scores = []\nfor c in [1, 2, 3]:\n    m = LogisticRegression(C=c).fit(X_train, y_train)\n    scores.append(accuracy_score(y_test, m.predict(X_test)))\nbest = np.argmax(scores)\n`,
    [`chosen_on_test the best of several ${at(5)} ${at(6)}`],
  ],
  [
    'a threshold by the curve of the test set',
    `${split}${model}m.fit(X_train, y_train)\nfpr, tpr, thresholds = roc_curve(y_test, m.predict_proba(X_test)[:, 1])\ncut = thresholds[np.argmax(tpr - fpr)]\n`,
    [`chosen_on_test a threshold ${at(4)} ${at(5)}`],
  ],
  [
    'the goal of a search',
    `import optuna\n${split}def goal(trial):\n    m = LogisticRegression(C=trial.suggest_float("c", 0, 1)).fit(X_train, y_train)\n    return accuracy_score(y_test, m.predict(X_test))\nstudy = optuna.create_study()\nstudy.optimize(goal, n_trials=9)\n`,
    [`chosen_on_test the goal of a search ${at(5)} ${at(7)}`],
  ],
  [
    'trained on all rows',
    `${split}${model}m.fit(X, y)\nprint(m.score(X_test, y_test))\n`,
    [`trained_on_test_rows LogisticRegression ${at(3)} ${at(4)}`],
  ],
  ['lags, then a split by chance', `X["before"] = X["a"].shift(1)\n${split}${run}`, [`time_shuffled shift ${at(1)} ${at(2)}`]],
  [
    'a split by hand',
    `Z = StandardScaler().fit_transform(df)\nn = int(len(Z) * 0.8)\ntrain, test = Z[:n], Z[n:]\n`,
    [`fitted_before_split StandardScaler ${at(1)} ${at(3)}`],
  ],
]

/** Looks like a leak and is none. */
const right: [string, string][] = [
  ['fitted on the training part', `${split}s = StandardScaler()\nX_train = s.fit_transform(X_train)\nX_test = s.transform(X_test)\n${run}`],
  [
    'a pipeline within cross-validation',
    `p = make_pipeline(StandardScaler(), LogisticRegression())\nprint(cross_val_score(p, X, y))\nGridSearchCV(p, {}).fit(X, y)\n`,
  ],
  ['scaled for a plot, split as it was', `Z = StandardScaler().fit_transform(X)\nplot(Z)\n${split}${run}`],
  ['dropped before the split', `X["band"] = pd.qcut(X["a"], 4)\nX = X.drop(["band"], axis=1)\n${split}${run}`],
  ['the label', `y = LabelEncoder().fit_transform(y)\n${split}${run}`],
  ['lists of values', `X = OneHotEncoder().fit_transform(X)\nX = pd.get_dummies(X)\n${split}${run}`],
  ['rows on their own', `X = Normalizer().fit_transform(X)\nX = np.log1p(X)\nX["m"] = X.mean(axis=1)\n${split}${run}`],
  [
    'folds in time',
    `for a, b in TimeSeriesSplit(5).split(X):\n    s = StandardScaler().fit(X[a])\n    m = LogisticRegression().fit(s.transform(X[a]), y[a])\n    print(m.score(s.transform(X[b]), y[b]))\n`,
  ],
  ['over-sampling of the training part', `${split}X_train, y_train = SMOTE().fit_resample(X_train, y_train)\n${run}`],
  ['lags, split in order', `X["before"] = X["a"].shift(1)\n${split.replace('(X, y)', '(X, y, shuffle=False)')}${run}`],
  [
    'stopping by a validation part',
    `from xgboost import XGBClassifier\n${split}X_train, X_val, y_train, y_val = train_test_split(X_train, y_train)\nm = XGBClassifier()\nm.fit(X_train, y_train, eval_set=[(X_val, y_val)], early_stopping_rounds=5)\nprint(accuracy_score(y_test, m.predict(X_test)))\n`,
  ],
  [
    'figures of several models, none chosen',
    `${split}for c in [1, 2]:\n    m = LogisticRegression(C=c).fit(X_train, y_train)\n    print(m.score(X_test, y_test))\n`,
  ],
  [
    'only words: leak, fit before split',
    `# scaler.fit(X) before train_test_split leaks\nnote = "fit_transform then train_test_split"\n${split}${run}`,
  ],
  [
    'fitted only where the call asks for it',
    `s = StandardScaler()\ndef prepare(t, training):\n    if training:\n        return s.fit_transform(t)\n    return s.transform(t)\n${split}X_train = prepare(X_train, True)\nX_test = prepare(X_test, False)\n${run}`,
  ],
  [
    'the best of folds called test',
    `from xgboost import XGBClassifier\nfor a, b in KFold(5).split(X):\n    X_test, y_test = X.iloc[b], y.iloc[b]\n    m = XGBClassifier(early_stopping_rounds=5)\n    m.fit(X.iloc[a], y.iloc[a], eval_set=[(X_test, y_test)])\n    print(accuracy_score(y_test, m.predict(X_test)))\n`,
  ],
  [
    'a split within the goal of a search',
    `import optuna\nfrom xgboost import XGBClassifier\ndef goal(trial):\n    ${split}    m = XGBClassifier(early_stopping_rounds=5)\n    m.fit(X_train, y_train, eval_set=[(X_test, y_test)])\n    return accuracy_score(y_test, m.predict(X_test))\noptuna.create_study().optimize(goal)\n`,
  ],
  [
    'a sample, not an evaluation',
    `X = StandardScaler().fit_transform(X)\nsmall, rest = train_test_split(X, train_size=0.1)\nplot(small)\n`,
  ],
]

describe('repo.code-leakage', () => {
  test.each(real)('%s is found, with both lines', async (_, code, expected) => {
    expect(await leaks({ 'a.py': head + code })).toEqual(expected)
  })

  test.each(right)('%s is right', async (_, code) => {
    expect(await leaks({ 'a.py': head + code })).toEqual([])
  })

  test('what another file learns is followed there', async () => {
    const files = {
      'prep.py':
        'from sklearn.preprocessing import StandardScaler\ndef prepare(t):\n    s = StandardScaler()\n    return s.fit_transform(t)\n',
      'train.py': `from prep import prepare\n${head}X = prepare(X)\n${split}${run}`,
    }
    expect(await leaks(files)).toEqual([`fitted_before_split StandardScaler prep.py:4 train.py:${base + 2}`])
  })

  test('lines of a notebook are lines of its file', async () => {
    const cells = [head, `X = StandardScaler().fit_transform(X)\n`, split].map((source) => ({
      cell_type: 'code',
      source: source.split(/(?<=\n)/),
    }))
    const text = JSON.stringify({ cells, nbformat: 4 }, null, 1)
    const [found] = await leaks({ 'a.ipynb': text })
    const line = (part: string): number => text.slice(0, text.indexOf(part)).split('\n').length
    expect(found).toBe(`fitted_before_split StandardScaler a.ipynb:${line('X = StandardScaler')} a.ipynb:${line('X_train, X_test')}`)
  })

  test('with none found it says what was looked at, and that this shows nothing', async () => {
    const finding = await probe.collect({ repo: memoryRepo({ 'a.py': `${head}${split}${run}` }) }, context)
    expect(finding).toMatchObject({
      state: 'absent',
      searched: expect.stringMatching(/no leak of these kinds was found in 1 file that splits data/),
    })
    expect(finding.limits.join(' ')).toMatch(/does not show that there is none/)
  })

  test('where nothing is split, nothing is known of leaks', async () => {
    const finding = await probe.collect({ repo: memoryRepo({ 'a.py': 'print(1)\n' }) }, context)
    expect(finding).toMatchObject({ state: 'found', facts: { splits: 0, files: 0 }, unknown: { leaks: 'undefined' } })
  })

  test('a file that no strict parser reads is followed', async () => {
    const code = `print(f"{df["a"]}" f'{x!r:>{w}}')\nX = StandardScaler().fit_transform(X)\nprint "old"\n${split}${run}`
    expect(await leaks({ 'a.py': head + code })).toEqual([`fitted_before_split StandardScaler ${at(2)} ${at(4)}`])
  })
})
