/** Small repositories with tests that train, and what the probe tells of them in a word. */
import { context, memoryRepo } from '../memory-repo.ts'
import probe from '../pipeline-test.ts'

export type Files = { [path: string]: string }
type Row = { path: string; line: number; runs_training: boolean; whole: boolean; in_ci: boolean; can_fail: boolean }

/** `present`, `partial: …what lacks`, `named only` or `absent`. */
export async function told(files: Files): Promise<string> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state === 'absent') return 'absent'
  const rows = finding.facts.tests as Row[]
  if (rows.some((row) => row.runs_training && row.whole && row.in_ci && row.can_fail)) return 'present'
  const best = rows.find(({ runs_training }) => runs_training)
  if (best === undefined) return 'named only'
  const { whole, in_ci, can_fail } = best
  return `partial: ${[whole ? '' : 'fragment', in_ci ? '' : 'not in CI', can_fail ? '' : 'cannot fail'].filter((it) => it !== '').join(', ')}`
}

export const workflow = (run: string, on = '[push]'): string =>
  `on: ${on}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ${run}\n`
export const inCi: Files = { '.github/workflows/ci.yml': workflow('pytest tests') }
export const code: Files = {
  'shop/__init__.py': '',
  'shop/data.py':
    'import pandas as pd\n\ndef load(path):\n    return pd.read_csv(path)\n\ndef prepare(frame):\n    return frame.dropna()\n',
  'shop/train.py':
    'from sklearn.linear_model import LogisticRegression\nfrom shop.data import load, prepare\n\ndef train(path):\n    frame = prepare(load(path))\n    model = LogisticRegression()\n    model.fit(frame[["a"]], frame["y"])\n    return model\n\nif __name__ == "__main__":\n    train("data/orders.csv")\n',
}
/** A library’s own model: what it does to rows inside `fit` is the model’s, no pipeline around it. */
export const library: Files = {
  'lib/net.py':
    'from sklearn.model_selection import train_test_split\n\nclass Net:\n    def __init__(self, width):\n        self.width = width\n\n    def fit(self, X, y):\n        X, self.held = self.prepare_split(X)\n        self.inner.fit(X, y)\n        return self\n\n    def prepare_split(self, X):\n        return train_test_split(X)\n\n    def predict(self, X):\n        return self.inner.predict(X)\n',
  'lib/clean.py': 'def clean_rows(rows):\n    return [row for row in rows if row]\n',
}
export const fitsNet = (rows: string, more = ''): string =>
  `import pandas as pd\nfrom io import StringIO\nfrom sklearn.datasets import make_classification\nfrom lib.net import Net\n${more}\ndef test_net():\n    X, y = ${rows}\n    net = Net(2).fit(X, y)\n    assert net.predict(X) is not None\n`

export const endToEnd =
  'from shop.train import train\n\ndef test_train(tmp_path):\n    path = tmp_path / "a.csv"\n    path.write_text("a,y\\n1,0\\n2,1\\n")\n    model = train(path)\n    assert model.predict([[1]]) == [0]\n'
