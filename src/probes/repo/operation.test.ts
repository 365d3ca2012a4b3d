import { expect, test } from 'vitest'
import autoscaling from './autoscaling.ts'
import { context, memoryRepo } from './memory-repo.ts'
import rollback from './rollback.ts'

const scalersIn = async (files: { [path: string]: string }): Promise<unknown> => {
  const finding = await autoscaling.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'found'
    ? (finding.facts.scalers as { kind: string; least: unknown; most: unknown; signal: unknown }[]).map((it) => [
        it.kind,
        it.least,
        it.most,
        it.signal,
      ])
    : finding.state
}
const waysIn = async (files: { [path: string]: string }): Promise<unknown> => {
  const finding = await rollback.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'found'
    ? (finding.facts.ways as { kind: string; starts: string }[]).map(({ kind, starts }) => [kind, starts])
    : finding.state
}

const hpa = (least: number, most: number): string =>
  `kind: Deployment\n---\nkind: HorizontalPodAutoscaler\nspec:\n  minReplicas: ${least}\n  maxReplicas: ${most}\n  metrics:\n  - resource:\n      name: cpu\n---\nkind: Service\nminReplicas: 9\n`

test.each<[string, { [path: string]: string }, unknown]>([
  ['pods', { 'k8s/hpa.yaml': hpa(2, 9) }, [['HorizontalPodAutoscaler', 2, 9, 'cpu']]],
  ['evasion: an autoscaler that is held at one number', { 'k8s/hpa.yaml': hpa(3, 3) }, 'absent'],
  [
    'evasion: it is commented out, or switched off',
    { 'k8s/hpa.yaml': '# kind: HorizontalPodAutoscaler\n', 'chart/values.yaml': 'autoscaling:\n  enabled: false\n  maxReplicas: 9\n' },
    'absent',
  ],
  ['evasion: a program prints a manifest', { 'gen.py': `TEXT = '''\n${hpa(1, 5)}'''\n` }, 'absent'],
  [
    'SageMaker through code',
    {
      'scale.py':
        "client.register_scalable_target(ServiceNamespace='sagemaker', MinCapacity=1, MaxCapacity=4)\nclient.put_scaling_policy(MetricType='SageMakerVariantInvocationsPerInstance')\n",
    },
    [['AWS Application Auto Scaling', 1, 4, 'requests']],
  ],
  [
    'honest and unusual: a flag of the command that deploys',
    { 'deploy.sh': 'gcloud run deploy m --image x --min-instances=1 --max-instances=20 --concurrency=4\n' },
    [['Cloud Run', 1, 20, 'concurrency']],
  ],
])('autoscaling: %s', async (_, files, kinds) => {
  expect(await scalersIn(files)).toEqual(kinds)
})

const job = (on: string, run: string): { [path: string]: string } => ({
  '.github/workflows/back.yml': `on: ${on}\njobs:\n  back:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${run}\n`,
})

test.each<[string, { [path: string]: string }, unknown]>([
  ['a job that a person starts', job('workflow_dispatch', 'kubectl rollout undo deployment/model'), [['a job of github', 'job']]],
  [
    'evasion: a script by that name that nothing starts',
    { 'scripts/rollback.sh': 'kubectl rollout undo\n' },
    [['a script by that name', 'nothing']],
  ],
  ['evasion: a session of a database', { 'db.py': 'def save(s):\n    s.rollback()\n', 'migrations/rollback.py': 'x = 1\n' }, 'absent'],
  ['evasion: switched off', { 'main.tf': 'auto_rollback_configuration {\n  enabled = false\n}\n' }, 'absent'],
  ['a failed deployment', { 'main.tf': 'auto_rollback_configuration {\n  enabled = true\n}\n' }, [['CodeDeploy', 'failure']]],
  [
    'honest and unusual: Flux remedies',
    { 'release.yaml': 'kind: HelmRelease\nspec:\n  upgrade:\n    remediation:\n      strategy: rollback\n' },
    [['Flux', 'failure']],
  ],
])('rollback: %s', async (_, files, ways) => {
  expect(await waysIn(files)).toEqual(ways)
})
