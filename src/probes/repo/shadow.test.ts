import { describe, expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './shadow.ts'

type Files = { [path: string]: string }
type Row = { path: string; line: number; kind: string; enabled: boolean; compared: boolean }

const told = async (files: Files): Promise<string> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state !== 'found') return 'none'
  const rows = finding.facts.mirrors as Row[]
  if (rows.some(({ enabled, compared }) => enabled && compared)) return 'compared'
  return rows.some(({ enabled }) => enabled) ? 'copied' : 'off'
}

const istio = (share: number): string =>
  `kind: VirtualService\nspec:\n  http:\n    - route:\n        - destination:\n            host: model\n      mirror:\n        host: model-next\n      mirrorPercentage:\n        value: ${share}\n`
const query = '{"panels": [{"targets": [{"expr": "rate(shadow_mismatch_total[5m])"}]}]}'
const app = `from fastapi import FastAPI, BackgroundTasks
from shadow import ask_shadow
app = FastAPI()
@app.post("/predict")
def predict(row: dict, tasks: BackgroundTasks):
    answer = model.predict(row)
    tasks.add_task(ask_shadow, row, answer)
    return answer
`
const shadow = `import asyncio
def ask_shadow(row, answer):
    guess = shadow_model.predict(row)
    LOG.info("x")
`

const cases: [string, string, Files][] = [
  ['Istio mirrors and nobody compares', 'copied', { 'k8s/v.yaml': istio(20) }],
  ['Istio mirrors, and a dashboard counts the differences', 'compared', { 'k8s/v.yaml': istio(20), 'grafana/shadow.json': query }],
  ['a share of 0', 'off', { 'k8s/v.yaml': istio(0), 'grafana/shadow.json': query }],
  [
    'a mirror to a subset that is not declared',
    'off',
    { 'k8s/v.yaml': istio(20).replace('host: model-next', 'host: model\n        subset: next') },
  ],
  [
    'Flagger with metrics',
    'compared',
    {
      'c.yaml': 'apiVersion: flagger.app/v1beta1\nkind: Canary\nspec:\n  analysis:\n    mirror: true\n    metrics:\n      - name: errors\n',
    },
  ],
  [
    'Seldon',
    'copied',
    {
      's.yaml':
        'apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\nspec:\n  predictors:\n    - name: a\n    - name: b\n      shadow: true\n',
    },
  ],
  ['Azure ML', 'copied', { 'deploy.sh': 'az ml online-endpoint update -n e --mirror-traffic "green=10"\n' }],
  [
    'SageMaker variants',
    'copied',
    { 'deploy.py': 'client.create_endpoint_config(ShadowProductionVariants=[{"VariantName": "b", "InitialVariantWeight": 1}])\n' },
  ],
  ['own code in the background', 'copied', { 'app.py': app, 'shadow.py': shadow }],
  [
    'own code that keeps the difference: an unusual way',
    'compared',
    { 'app.py': app, 'shadow.py': `${shadow}    save("shadow_diff", guess - answer)\n` },
  ],
  ['switched off by every setting', 'off', { 'app.py': app, 'shadow.py': shadow, 'config.yaml': 'shadow_enabled: false\n' }],
  [
    'a function that nothing calls: an imitation',
    'none',
    { 'app.py': 'from fastapi import FastAPI\napp = FastAPI()\n', 'lib.py': `${shadow}import lib2\n`, 'lib2.py': 'import lib\n' },
  ],
  ['shadows of pictures', 'none', { 'page.py': 'import streamlit\n# flask\nst.markdown("box-shadow: 0 4px")\naugment = RandomShadow()\n' }],
  ['a mirror of packages', 'none', { 'pip.conf': 'mirror: https://x\n', 'ci.yml': 'repo: pre-commit/mirrors-mypy\n' }],
  ['a page', 'none', { 'README.md': 'Runs in shadow mode first.' }],
  ['vendored', 'none', { 'vendor/v.yaml': istio(20) }],
]

describe('shadows', () => {
  test.each(cases)('%s: %s', async (_, expected, files) => {
    expect(await told(files)).toBe(expected)
  })
})

test('both sides are known by the names that the route gives them', async () => {
  const route = (code: string): Files => ({
    'front.conf': 'location / {\n  mirror /copy;\n  proxy_pass http://live;\n}\nlocation /copy {\n  proxy_pass http://next;\n}\n',
    'look.py': code,
  })
  expect(await told(route('gap = rows["score_live"] - rows["score_next"]\n'))).toBe('compared')
  expect(await told(route('gap = rows["score_train"] - rows["score_test"]\n'))).toBe('copied')
})
