import { expect, test } from 'vitest'
import contents from './contents.ts'
import { context, memoryRepo } from './memory-repo.ts'

const look = (files: { [path: string]: string }) => contents.collect({ repo: memoryRepo(files) }, context)

test('counts, libraries with their first line, and the call that fits', async () => {
  const finding = await look({
    'src/fit.py': 'import os\nfrom sklearn.linear_model import LogisticRegression as LR\nm = LR()\nm.fit(x, y)\n',
    'src/net.py': 'import torch, os\n',
    'vendor/x.py': 'import keras\n',
    'README.md': 'import jax',
  })
  expect(finding).toMatchObject({
    state: 'found',
    items: [{ path: 'src/fit.py', line: 4 }],
    facts: {
      files: 4,
      python_files: 2,
      lines: 5,
      trains_models: true,
      ml_libraries: [
        { library: 'PyTorch', files: 1, path: 'src/net.py', line: 1 },
        { library: 'scikit-learn', files: 1, path: 'src/fit.py', line: 2 },
      ],
    },
  })
})

test.each([
  ['a scaler is no model', 'from sklearn.preprocessing import StandardScaler\ns = StandardScaler()\ns.fit(x)\n'],
  ['commented', 'import torch\n# loss.backward()\n'],
  ['never runs', 'import torch\nif False:\n    loss.backward()\n'],
  ['named in words only', 'import torch\nprint("model.fit(x)")\n'],
  ['a vendor’s answer', 'import transformers\nimport requests\nrequests.post("https://api.example.com").json()\n'],
])('trains nothing: %s', async (_, text) => {
  expect(await look({ 'a.py': text })).toMatchObject({ facts: { trains_models: false } })
})

test('says plainly when it is no machine-learning repository', async () => {
  const finding = await look({ 'web/app.ts': 'x', 'tool.py': 'import click\nclick.echo("model.fit()")\n' })
  expect(finding).toMatchObject({ facts: { ml_libraries: [], trains_models: false } })
  expect(finding.limits[0]).toContain('does not look like a machine-learning repository')
  expect((await look({})).state).toBe('absent')
})
