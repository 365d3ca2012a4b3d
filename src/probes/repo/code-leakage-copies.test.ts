/** Rows that are copied, changed a little, or learnt from as a whole before they are split, and what only looks so. */
import { describe, expect, test } from 'vitest'
import probe from './code-leakage.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Leak = { kind: string; line: number; cause_line: number; what: string }

const head =
  'import cv2\nimport numpy as np\nimport pandas as pd\nfrom sklearn.model_selection import train_test_split, cross_val_score, KFold, GroupKFold, GroupShuffleSplit, StratifiedKFold\nfrom sklearn.preprocessing import StandardScaler\nfrom sklearn.linear_model import LogisticRegression\nfrom imblearn.over_sampling import SMOTE, RandomOverSampler\nfrom imblearn.pipeline import make_pipeline\ndf = pd.read_csv("a.csv")\nX = df.drop("y", axis=1)\ny = df["y"]\n'
const tail =
  'X_train, X_test, y_train, y_test = train_test_split(X, y)\nm = LogisticRegression().fit(X_train, y_train)\nprint(m.score(X_test, y_test))\n'

async function leaks(code: string): Promise<string[]> {
  const text = `${head}${code}`
  const finding = await probe.collect({ repo: memoryRepo({ 'a.py': text }) }, context)
  const rows = finding.state === 'found' ? ((finding.facts.leaks ?? []) as Leak[]) : []
  const at = (line: number): string => text.split('\n')[line - 1]?.trim() ?? ''
  return rows.map((it) => `${it.kind} ${it.what} | ${at(it.line)} | ${at(it.cause_line)}`)
}
const cut = 'X_train, X_test, y_train, y_test = train_test_split(X, y)'

describe('copies before the split', () => {
  test.each([
    [
      'a table below itself',
      `df = pd.concat([df, df[df["y"] == 1]])\nX = df.drop("y", axis=1)\ny = df["y"]\n${tail}`,
      [`resampled_before_split copying of rows | df = pd.concat([df, df[df["y"] == 1]]) | ${cut}`],
    ],
    [
      'a list of the same table',
      `df = pd.concat([df] * 5)\nX = df.drop("y", axis=1)\n${tail}`,
      [`resampled_before_split copying of rows | df = pd.concat([df] * 5) | ${cut}`],
    ],
    [
      'with a little noise',
      `V = X.values\nX = np.concatenate([V, V + np.random.normal(0, 0.1, V.shape)])\n${tail}`,
      [`resampled_before_split copying of rows | X = np.concatenate([V, V + np.random.normal(0, 0.1, V.shape)]) | ${cut}`],
    ],
    [
      'repeated',
      `X = np.repeat(X.values, 3, axis=0)\n${tail}`,
      [`resampled_before_split copying of rows | X = np.repeat(X.values, 3, axis=0) | ${cut}`],
    ],
    [
      'each picture and its mirror image',
      `images = []\nfor path in paths:\n    image = cv2.imread(path)\n    images.append(image)\n    images.append(cv2.flip(image, 1))\nX = np.array(images)\n${tail}`,
      [`resampled_before_split augmentation | images.append(cv2.flip(image, 1)) | ${cut}`],
    ],
    [
      'by a tool that knows nothing of the split',
      `X, y = RandomOverSampler().fit_resample(X, y)\n${tail}`,
      [`resampled_before_split RandomOverSampler | X, y = RandomOverSampler().fit_resample(X, y) | ${cut}`],
    ],
  ])('%s', async (_, code, expected) => {
    expect(await leaks(code)).toEqual(expected)
  })

  test.each([
    ['within a pipeline, in each fold', 'p = make_pipeline(SMOTE(), LogisticRegression())\nprint(cross_val_score(p, X, y))\n'],
    ['two tables', `more = pd.read_csv("b.csv")\ndf = pd.concat([df, more])\nX = df.drop("y", axis=1)\n${tail}`],
    ['two sides of one table', `df = pd.concat([df[df["y"] == 0], df[df["y"] == 1]])\nX = df.drop("y", axis=1)\n${tail}`],
    ['beside one another', `X = pd.concat([X, X["a"] * 2], axis=1)\n${tail}`],
    ['columns made to an array', `X = np.concatenate([X["a"], X["b"]]).reshape(-1, 2)\n${tail}`],
    ['copies that are taken out again', `df = pd.concat([df, df.head(9)]).drop_duplicates()\nX = df.drop("y", axis=1)\n${tail}`],
    [
      'the training part alone',
      `${cut}\nX_train = pd.concat([X_train, X_train])\ny_train = pd.concat([y_train, y_train])\nm = LogisticRegression().fit(X_train, y_train)\nprint(m.score(X_test, y_test))\n`,
    ],
    [
      'a picture, or its mirror image',
      `images = []\nfor path in paths:\n    image = cv2.imread(path)\n    if left(path):\n        images.append(cv2.flip(image, 1))\n    else:\n        images.append(image)\nX = np.array(images)\n${tail}`,
    ],
    [
      'pictures and their names',
      `images, names = [], []\nfor path in paths:\n    images.append(cv2.flip(cv2.imread(path), 1))\n    names.append(path)\nX = np.array(images)\n${tail}`,
    ],
  ])('%s: right', async (_, code) => {
    expect(await leaks(code)).toEqual([])
  })
})

describe('learnt from all rows', () => {
  test.each([
    [
      'mean and deviation by numpy',
      `V = X.values\nmu = np.mean(V, axis=0)\nsd = np.std(V, axis=0)\nX = (V - mu) / sd\n${tail}`,
      [`fitted_before_split mean | mu = np.mean(V, axis=0) | ${cut}`, `fitted_before_split std | sd = np.std(V, axis=0) | ${cut}`],
    ],
    [
      'words of all texts',
      `from tensorflow.keras.preprocessing.text import Tokenizer\nt = Tokenizer(num_words=500)\nt.fit_on_texts(df["text"])\nX = t.texts_to_matrix(df["text"])\n${tail}`,
      [`fitted_before_split Tokenizer | t.fit_on_texts(df["text"]) | ${cut}`],
    ],
    [
      'fitted again on the test part',
      `${cut}\ns = StandardScaler()\nX_train = s.fit_transform(X_train)\nX_test = s.fit_transform(X_test)\nm = LogisticRegression().fit(X_train, y_train)\nprint(m.score(X_test, y_test))\n`,
      [`fitted_on_test StandardScaler | X_test = s.fit_transform(X_test) | ${cut}`],
    ],
  ])('%s', async (_, code, expected) => {
    expect(await leaks(code)).toEqual(expected)
  })

  test.each([
    [
      'on the training part, in a helper that is given both',
      `def scaled(a, b):\n    s = StandardScaler()\n    s.fit(a)\n    return s.transform(a), s.transform(b)\n${cut}\nX_train, X_test = scaled(X_train, X_test)\nm = LogisticRegression().fit(X_train, y_train)\nprint(m.score(X_test, y_test))\n`,
    ],
    [
      'the mean of the training part for both',
      `${cut}\nmu = X_train.mean()\nX_train, X_test = X_train - mu, X_test - mu\nm = LogisticRegression().fit(X_train, y_train)\nprint(m.score(X_test, y_test))\n`,
    ],
    ['a figure that is only printed', `print(X.mean(), X.std())\n${tail}`],
  ])('%s: right', async (_, code) => {
    expect(await leaks(code)).toEqual([])
  })
})

describe('groups of rows', () => {
  const of = 'g = df["patient_id"]\n'
  test.each([
    [
      'a split by chance, while folds keep patients together',
      `${of}for a, b in GroupKFold(5).split(X, y, groups=g):\n    m = LogisticRegression().fit(X.iloc[a], y.iloc[a])\n    print(m.score(X.iloc[b], y.iloc[b]))\n${tail}`,
      [`groups_ignored patient_id | ${cut} | for a, b in GroupKFold(5).split(X, y, groups=g):`],
    ],
    [
      'folds that are told the groups and take no notice of them',
      `${of}folds = StratifiedKFold(5, shuffle=True)\nprint(cross_val_score(LogisticRegression(), X, y, groups=g, cv=folds))\n`,
      [
        'groups_ignored patient_id | folds = StratifiedKFold(5, shuffle=True) | print(cross_val_score(LogisticRegression(), X, y, groups=g, cv=folds))',
      ],
    ],
    [
      'a number of folds and groups',
      'print(cross_val_score(LogisticRegression(), X, y, groups=df["user"], cv=5))\n',
      [
        'groups_ignored user | print(cross_val_score(LogisticRegression(), X, y, groups=df["user"], cv=5)) | print(cross_val_score(LogisticRegression(), X, y, groups=df["user"], cv=5))',
      ],
    ],
  ])('%s', async (_, code, expected) => {
    expect(await leaks(code)).toEqual(expected)
  })

  test.each([
    ['a column that looks like groups, which the code never uses as such', `print(df.groupby("patient_id").size())\n${tail}`],
    ['folds that keep them together', 'print(cross_val_score(LogisticRegression(), X, y, groups=df["user"], cv=GroupKFold(5)))\n'],
    [
      'whole groups set aside, then a part of the training rows to choose by',
      'a, b = next(GroupShuffleSplit(1).split(X, y, df["user"]))\nX_train, X_test, y_train, y_test = X.iloc[a], X.iloc[b], y.iloc[a], y.iloc[b]\nX_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train)\nm = LogisticRegression().fit(X_fit, y_fit)\nprint(m.score(X_val, y_val), m.score(X_test, y_test))\n',
    ],
    [
      'folds that keep them together where there are groups, and others where there are none',
      'if "user" in df.columns:\n    parts = GroupKFold(5).split(X, y, df["user"])\nelse:\n    parts = KFold(5, shuffle=True).split(X, y)\nfor a, b in parts:\n    m = LogisticRegression().fit(X.iloc[a], y.iloc[a])\n    print(m.score(X.iloc[b], y.iloc[b]))\n',
    ],
    [
      'the same with a return',
      'def parts(t, users):\n    if users is not None:\n        return GroupKFold(5).split(t, t["y"], t["user"])\n    return KFold(5, shuffle=True).split(t)\nfor a, b in parts(df, 1):\n    m = LogisticRegression().fit(X.iloc[a], y.iloc[a])\n    print(m.score(X.iloc[b], y.iloc[b]))\n',
    ],
    [
      'whichever splitter fits',
      'folds = KFold(5, shuffle=True) if small else GroupKFold(5)\nprint(cross_val_score(LogisticRegression(), X, y, groups=df["user"], cv=folds))\n',
    ],
    [
      'another table',
      `other = pd.read_csv("b.csv")\nprint(cross_val_score(LogisticRegression(), other, other["y"], groups=other["user"], cv=GroupKFold(5)))\n${tail}`,
    ],
    [
      'the groups themselves are split',
      'users = df["user"].unique()\nu_train, u_test = train_test_split(users)\nX_train, X_test = X[df["user"].isin(u_train)], X[df["user"].isin(u_test)]\nprint(cross_val_score(LogisticRegression(), X, y, groups=df["user"], cv=GroupKFold(5)))\n',
    ],
  ])('%s: right', async (_, code) => {
    expect(await leaks(code)).toEqual([])
  })
})
