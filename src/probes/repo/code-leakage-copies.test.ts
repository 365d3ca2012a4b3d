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
