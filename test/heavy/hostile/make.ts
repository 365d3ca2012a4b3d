/** Makes repositories that mean harm: by files, by `git fast-import` for many of anything, and by objects written as they are. */
import { execFileSync } from 'node:child_process'
import { git, gitFolder, tempFolder } from '../../../src/collect/sources/repo/git-fixture.ts'

export type Files = { [path: string]: string | Buffer }

/** A little of everything that probes look at, so that what is harmed stands beside what is whole. */
export const plain: Files = {
  'train.py':
    'import mlflow\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\n\nif __name__ == "__main__":\n    rows = pd.read_csv("rows.csv")\n    Ridge().fit(rows[["a"]], rows["b"])\n    mlflow.log_metric("mae", 1)\n',
  'shop/price.py': 'def price(x):\n    return x * 2\n',
  'tests/test_price.py': 'from shop.price import price\n\ndef test_price():\n    assert price(1) == 2\n',
  '.github/workflows/ci.yml':
    'on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pytest\n',
}

export const withFiles = (files: Files): string => gitFolder({ ...plain, ...files })

const fed = (folder: string, input: Buffer, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, ...args], { input, stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 1 << 30 })
    .toString()
    .trim()

/** Feeds a stream to `git fast-import` on top of the plain repository; `main` is what is read afterwards. */
export const imported = (stream: (write: (text: string | Buffer) => void) => void): string => {
  const folder = gitFolder(plain)
  const parts: Buffer[] = []
  stream((text) => parts.push(Buffer.from(text)))
  fed(folder, Buffer.concat(parts), 'fast-import', '--quiet', '--force')
  return folder
}

export const data = (text: string | Buffer): string => `data ${Buffer.byteLength(text)}\n`
export const start = (message: string, more = ''): string =>
  `commit refs/heads/main\ncommitter Ada <ada@example.org> 1772360000 +0000\n${data(message)}${message}\n${more}`

/** A commit object as it is written, with no look at what it says, on top of HEAD; HEAD's branch is moved to it. */
export const commitAsIs = (folder: string, headers: (tree: string, parent: string) => Buffer): void => {
  const text = headers(git(folder, 'rev-parse', 'HEAD^{tree}').trim(), git(folder, 'rev-parse', 'HEAD').trim())
  const id = fed(folder, text, 'hash-object', '-t', 'commit', '-w', '--stdin', '--literally')
  git(folder, 'update-ref', 'refs/heads/main', id)
}

export const fresh = tempFolder
