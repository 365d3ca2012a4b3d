/** Assesses a repository that a test wrote, in process, with nothing declared but the repository. */
import { git, gitFolder } from '../../src/collect/sources/repo/git-fixture.ts'
import type { Assessment, Framework } from '../../src/model/index.ts'
import { assessFolder } from '../departures/assess-folder.ts'

export type Files = { [path: string]: string }

export const assessGit = (...commits: Files[]): Promise<{ assessment: Assessment; frameworks: Framework[]; folder: string }> => {
  const folder = gitFolder(...commits)
  return assessFolder(folder).then((it) => ({ ...it, folder }))
}

export const headOf = (folder: string): string => git(folder, 'rev-parse', 'HEAD').trim()

/** Tests whose failure is thrown away, a key that was never taken out, and names that an address cannot hold. */
export const brokenFiles: Files = {
  '.github/workflows/ci [old] #1.yml':
    'on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pytest tests || true\n',
  'tests/test_features.py':
    'from shop.features import double\n\n\ndef test_double():\n    assert double(2) == 4\n\n\ndef test_zero():\n    assert double(0) == 0\n\n\ndef test_half():\n    assert double(0.5) == 1\n',
  'shop/__init__.py': '',
  'shop/features.py': 'def double(x):\n    return 2 * x\n',
  'train é%20.py':
    'import random\n\nfrom sklearn.linear_model import LogisticRegression\n\n\ndef train(x, y):\n    random.shuffle(x)\n    return LogisticRegression().fit(x, y)\n',
  'requirements.txt': 'scikit-learn>=1.0\nnumpy\n',
}
