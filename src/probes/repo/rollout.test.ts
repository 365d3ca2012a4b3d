import { describe, expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './rollout.ts'

type Files = { [path: string]: string }
type Row = { kind: string; versions: number; analysis: boolean }

/** `canary ok`, `canary alone` (one version), `canary blind` (no analysis); `none`. */
const told = async (files: Files): Promise<string> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state !== 'found') return 'none'
  const { kind, versions, analysis } = (finding.facts.strategies as Row[])[0] as Row
  return `${kind} ${versions < 2 ? 'alone' : analysis ? 'ok' : 'blind'}`
}

const rollout = (steps: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata:\n  name: model\nspec:\n  strategy:\n    canary:\n      steps:\n${steps}`
const template =
  'apiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate\nmetadata:\n  name: errors\nspec:\n  metrics:\n    - name: errors\n'
const analysed = rollout('        - setWeight: 10\n        - analysis:\n            templates:\n              - templateName: errors\n')
const route = (a: number, b: number): string =>
  `apiVersion: networking.istio.io/v1beta1\nkind: VirtualService\nspec:\n  http:\n    - route:\n        - destination:\n            host: model\n            subset: old\n          weight: ${a}\n        - destination:\n            host: model\n            subset: new\n          weight: ${b}\n`
const subsets =
  'apiVersion: networking.istio.io/v1beta1\nkind: DestinationRule\nspec:\n  host: model\n  subsets:\n    - name: old\n      labels: {v: a}\n    - name: new\n      labels: {v: b}\n'
const flagger = (analysis: string): string =>
  `apiVersion: flagger.app/v1beta1\nkind: Canary\nspec:\n  analysis:\n    maxWeight: 50\n    stepWeight: 10\n${analysis}`
const sam = (more: string): string =>
  `Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      DeploymentPreference:\n        Type: Canary10Percent5Minutes\n${more}`

const cases: [string, string, Files][] = [
  ['Argo with an analysis that is there', 'canary ok', { 'k8s/r.yaml': analysed, 'k8s/a.yaml': template }],
  ['Argo with an analysis that is gone', 'canary blind', { 'k8s/r.yaml': analysed }],
  ['Argo with steps only', 'canary blind', { 'k8s/r.yaml': rollout('        - setWeight: 10\n        - pause: {}\n') }],
  [
    'Argo blue and green with an analysis before promotion',
    'blue_green ok',
    {
      'k8s/r.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec:\n  strategy:\n    blueGreen:\n      activeService: a\n      prePromotionAnalysis:\n        templates:\n          - templateName: errors\n`,
      'k8s/a.yaml': template,
    },
  ],
  [
    'in a chart of its own',
    'canary ok',
    { 'chart/Chart.yaml': 'name: a\n', 'chart/templates/r.yaml': analysed, 'chart/templates/a.yaml': template },
  ],
  ['Flagger with metrics', 'canary ok', { 'k8s/c.yaml': flagger('    metrics:\n      - name: request-success-rate\n') }],
  ['Flagger without', 'canary blind', { 'k8s/c.yaml': flagger('') }],
  ['Istio weights on two subsets', 'canary blind', { 'k8s/v.yaml': route(90, 10), 'k8s/d.yaml': subsets }],
  ['a split of everything and nothing', 'canary alone', { 'k8s/v.yaml': route(100, 0), 'k8s/d.yaml': subsets }],
  ['a subset that nobody declares', 'canary alone', { 'k8s/v.yaml': route(90, 10) }],
  ['SAM with alarms', 'canary ok', { 'template.yaml': sam('        Alarms:\n          - !Ref Errors\n') }],
  ['SAM without', 'canary blind', { 'template.yaml': sam('') }],
  ['SAM all at once', 'none', { 'template.yaml': sam('').replace('Canary10Percent5Minutes', 'AllAtOnce') }],
  [
    'KServe',
    'canary blind',
    { 'k.yaml': 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nspec:\n  predictor:\n    canaryTrafficPercent: 10\n' },
  ],
  [
    'KServe with everything on one',
    'canary alone',
    { 'k.yaml': 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nspec:\n  predictor:\n    canaryTrafficPercent: 100\n' },
  ],
  ['shares of an endpoint', 'canary blind', { 'deploy.sh': 'az ml online-endpoint update -n e --traffic "blue=90 green=10"\n' }],
  ['one deployment that is called blue', 'none', { 'deploy.sh': 'az ml online-endpoint update -n e --traffic "blue=100"\n' }],
  [
    'shares by code that asks for errors and turns back: an unusual way',
    'canary ok',
    {
      'deploy.py':
        'endpoint.traffic = {"blue": 90, "green": 10}  # canary\nerrors = requests.get(f"{URL}/api/v1/query?query=errors").json()\nif errors > 1:\n    rollback()\n',
    },
  ],
  [
    'two variants of one SageMaker endpoint',
    'canary blind',
    {
      'deploy.py':
        'old = {"ModelName": "a", "InitialVariantWeight": 9}\nnew = {"ModelName": "b", "InitialVariantWeight": 1}\nclient.create_endpoint_config(ProductionVariants=[old, new])\n',
    },
  ],
  [
    'one variant for each of two endpoints: an imitation',
    'none',
    {
      'deploy.py':
        'client.create_endpoint_config(ProductionVariants=[{"InitialVariantWeight": 1}])\nclient.create_endpoint_config(ProductionVariants=[{"InitialVariantWeight": 1}])\n',
      'pipe.yml': `a: '{"InitialVariantWeight": 1, "Name": "dev"}'\nb: '{"InitialVariantWeight": 1, "Name": "prod"}'\n`,
    },
  ],
  [
    'nginx splits its clients: an unusual way',
    'canary blind',
    { 'deploy/nginx.conf': 'split_clients "${remote_addr}" $side {\n  10% new;\n  * old;\n}\n' },
  ],
  [
    'weights of servers that are versions',
    'canary blind',
    { 'deploy/nginx.conf': 'upstream model {\n  server champion:80 weight=9;\n  server challenger:80 weight=1;\n}\n' },
  ],
  [
    'weights of equal copies: an imitation',
    'none',
    { 'deploy/nginx.conf': 'upstream model {\n  server 10.0.0.1:80 weight=9;\n  server 10.0.0.2:80 weight=1;\n}\n' },
  ],
  [
    'Envoy with nothing for one side',
    'canary alone',
    {
      'envoy.yaml':
        'route:\n  weighted_clusters:\n    clusters:\n      - name: a\n        weight: 100\n      - name: b\n        weight: 0\n',
    },
  ],
  [
    'a load balancer of AWS',
    'canary blind',
    {
      'lb.tf':
        'resource "aws_lb_listener_rule" "r" {\n  action {\n    forward {\n      target_group {\n        arn = a.arn\n        weight = 90\n      }\n      target_group {\n        arn = b.arn\n        weight = 10\n      }\n    }\n  }\n}\n',
    },
  ],
  [
    'an alias of functions',
    'canary blind',
    {
      'l.tf': 'resource "aws_lambda_alias" "a" {\n  routing_config {\n    additional_version_weights = {\n      "2" = 0.1\n    }\n  }\n}\n',
    },
  ],
  [
    'OpenShift',
    'canary blind',
    { 'r.yaml': 'kind: Route\nspec:\n  to: {name: a, weight: 90}\n  alternateBackends:\n    - name: b\n      weight: 10\n' },
  ],
  [
    'a router of its own',
    'canary blind',
    {
      'app.py':
        'import random\n@app.post("/predict")\ndef predict(x):\n    model = canary if random.random() < 0.1 else stable\n    return model.predict(x)\n',
    },
  ],
  [
    'a digest of a challenger’s file',
    'none',
    {
      'challenger.py':
        'import hashlib\n# fastapi\ndef load(model_path):\n    actual = hashlib.sha256(model_path.read_bytes()).hexdigest()\n    if actual != want:\n        raise ChallengerError\n    return model\n',
    },
  ],
  [
    'colours of a Makefile',
    'none',
    { Makefile: 'GREEN := \\033[0;32m\nBLUE := \\033[0;34m\nstate:\n\t@echo "$(BLUE)Current$(NC)"; docker ps; echo "$(GREEN)ok"\n' },
  ],
  ['a word in a page', 'none', { 'README.md': 'We use a canary deployment.', 'canary.py': 'def canary():\n    return 1\n' }],
  ['a rolling update', 'none', { 'k8s/d.yaml': 'kind: Deployment\nspec:\n  strategy:\n    type: RollingUpdate\n' }],
  [
    'colours of a terminal',
    'none',
    { 'setup.sh': "GREEN='\\033[0;32m'\nBLUE='\\033[0;34m'\necho ${GREEN}ok; echo ${BLUE}switch docker $1\n" },
  ],
  [
    'an imitation: a plan that nothing reads',
    'none',
    { 'deploy/plan.yaml': 'canary:\n  enabled: true\n  analysis:\n    metrics:\n      - name: errors\n' },
  ],
  ['vendored', 'none', { 'vendor/r.yaml': analysed, 'vendor/a.yaml': template }],
  ['a split for testing a model', 'none', { 'train.py': 'import random\n# canary\nrandom.random()\nmodel.fit(x)\n' }],
]

describe('rollouts', () => {
  test.each(cases)('%s: %s', async (_, expected, files) => {
    expect(await told(files)).toBe(expected)
  })
  test('says what was searched', async () => {
    const finding = await probe.collect({ repo: memoryRepo({ 'a.py': 'x = 1\n' }) }, context)
    expect(finding).toMatchObject({ state: 'absent', searched: expect.stringContaining('1 Python files') })
  })
})
