import { describe, expect, test } from 'vitest'
import { type Files, told } from './gates/told-fixture.ts'

const jobs = (evaluate: string, deploy: string): string =>
  `on: [push]\njobs:\n  evaluate:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ${evaluate}\n  deploy:\n    runs-on: ubuntu-latest\n${deploy}    steps:\n      - run: kubectl apply -f k8s.yaml\n`
const needs = '    needs: [evaluate]\n'
const evaluate =
  'import sys\n\ndef main():\n    auc = measure()\n    if auc < 0.8:\n        sys.exit(1)\n\nif __name__ == "__main__":\n    main()\n'

describe('thresholds on quality', () => {
  test.each<[string, Files, string]>([
    [
      'the deploying job needs the evaluating job',
      { 'evaluate.py': evaluate, '.github/workflows/cd.yml': jobs('python evaluate.py', needs) },
      'present',
    ],
    [
      'the jobs know nothing of each other',
      { 'evaluate.py': evaluate, '.github/workflows/cd.yml': jobs('python evaluate.py', '') },
      'partial: nothing waits',
    ],
    [
      'the exit code is dropped',
      { 'evaluate.py': evaluate, '.github/workflows/cd.yml': jobs('python evaluate.py || true', needs) },
      'partial: nothing waits',
    ],
    ['nothing runs it', { 'evaluate.py': evaluate }, 'partial: nothing waits'],
    [
      'registered only when good',
      { 'train.py': 'import mlflow\nauc = score()\nif auc > 0.8:\n    mlflow.register_model("runs:/1", "m")\n' },
      'present',
    ],
    [
      'an early return before the registration',
      {
        'train.py':
          'import mlflow\n\ndef main(metrics, current):\n    if metrics["rmse"] >= current["rmse"]:\n        return\n    mlflow.register_model("runs:/1", "m")\n\nmain(1, 2)\n',
      },
      'present',
    ],
    [
      'a helper in another file gives the verdict',
      {
        'gate.py': 'def is_better(new, old):\n    return new["f1"] > old["f1"]\n',
        'promote.py':
          'from gate import is_better\n\ndef promote(client, new, old):\n    if not is_better(new, old):\n        raise ValueError("no better")\n    client.transition_model_version_stage("m", 1, "Production")\n\npromote(1, 2, 3)\n',
      },
      'present',
    ],
    [
      'a list of failures is the verdict',
      {
        'promote.py':
          'def passes(metrics, limits):\n    failures = []\n    for name, limit in limits.items():\n        if metrics[name] < limit:\n            failures.append(name)\n    return not failures\n\nif passes(a, b):\n    registry.promote_model("m")\n',
      },
      'present',
    ],
    [
      'TFX: the pusher needs the blessing',
      {
        'pipeline.py':
          'import tensorflow_model_analysis as tfma\nfrom tfx.components import Evaluator, Pusher\nlimit = tfma.MetricThreshold(value_threshold=1)\nevaluator = Evaluator(eval_config=limit)\npusher = Pusher(model=1, model_blessing=evaluator.outputs["blessing"])\n',
      },
      'present',
    ],
    [
      'a test holds figures that a run left behind, an unusual way',
      {
        'test/test.py':
          'import json\nimport unittest\nclass T(unittest.TestCase):\n    FIGURES = "results/metrics.json"\n    def test_error(self):\n        with open(self.FIGURES) as file:\n            metrics = json.load(file)\n            self.assertLessEqual(metrics["nwrmsle"], 0.8)\n',
      },
      'partial: nothing waits',
    ],
    [
      'a fixture reads the figures',
      {
        'tests/conftest.py':
          'import json, pytest\n@pytest.fixture(scope="session")\ndef figures():\n    return json.load(open("results/metrics.json"))\n',
        'tests/test_q.py': 'def test_q(figures):\n    assert figures["accuracy"] > 0.8\n',
      },
      'partial: nothing waits',
    ],
    [
      'figures that the test brings along: an imitation',
      {
        'tests/test_q.py':
          'import json\ndef test_parse():\n    figures = json.load(open("tests/fixtures/metrics.json"))\n    assert figures["accuracy"] > 0.8\n',
      },
      'absent',
    ],
    [
      'an assertion in a test in CI, no release',
      { 'tests/test_model.py': 'def test_quality(model):\n    accuracy = evaluate(model)\n    assert accuracy > 0.8\n' },
      'partial: nothing waits',
    ],
    [
      'a test in CI that the deployment needs',
      {
        'tests/test_model.py': 'def test_quality(model):\n    accuracy = evaluate(model)\n    assert accuracy > 0.8\n',
        '.github/workflows/cd.yml': jobs('pytest tests', needs),
      },
      'present',
    ],
    [
      'a verdict that nobody asks for',
      { 'check.py': 'def is_ready(metrics):\n    ok = metrics["auc"] > 0.8\n    return {"ok": ok}\n' },
      'partial: not enforced',
    ],
    [
      'a threshold in a configuration alone',
      { 'config.yaml': 'min_accuracy: 0.8\n', 'train.py': 'accuracy = score()\nprint(accuracy)\n' },
      'absent',
    ],
    [
      'a test case that asserts an order',
      {
        'tests/test_model.py':
          'import unittest\nclass T(unittest.TestCase):\n    def test_auc(self):\n        auc = roc_auc_score(y, model.predict(x))\n        self.assertGreaterEqual(auc, 0.7)\n',
      },
      'partial: nothing waits',
    ],
    [
      'a test case that asserts the order of something else',
      {
        'tests/test_model.py':
          'import unittest\nclass T(unittest.TestCase):\n    def test_rows(self):\n        rows = model.predict(x)\n        self.assertGreaterEqual(len(rows), 3)\n        self.assertGreater(auc, 0)\n',
      },
      'absent',
    ],
    [
      'each of several figures is held against a floor',
      {
        'bench.py':
          'def run(floor):\n    metrics = predict()\n    assert all(x > floor for x in metrics if x is not None), "too low"\n\nrun(0.3)\n',
      },
      'partial: nothing waits',
    ],
    [
      'figures of something else in a loop',
      { 'bench.py': 'def run(model, floor):\n    widths = read()\n    assert all(x > floor for x in widths), "too low"\n\nrun(1, 0.3)\n' },
      'absent',
    ],
    [
      'a threshold that is commented out',
      { 'train.py': 'accuracy = score()\n# if accuracy < 0.8:\n#     raise ValueError()\nregister_model(1)\n' },
      'absent',
    ],
    [
      'the best of a training is kept',
      {
        'train.py':
          'best_val_loss = 9\nfor epoch in range(9):\n    if val_loss < best_val_loss:\n        best_val_loss = val_loss\n        save(model)\n',
      },
      'absent',
    ],
    [
      'a threshold on single predictions',
      { 'detect.py': 'def detect(scores, score_threshold):\n    return [s for s in scores if s > score_threshold]\n' },
      'absent',
    ],
    [
      'precision of a number',
      { 'types.py': 'def type_of(precision):\n    if precision <= 18:\n        return None\n    raise ValueError()\n' },
      'absent',
    ],
    [
      'evasion: a gate by name that lets everything through',
      {
        'quality_gate.py':
          'def quality_gate(accuracy):\n    print("accuracy", accuracy)\n    return True\n\nif quality_gate(1):\n    register_model(1)\n',
      },
      'absent',
    ],
    [
      'unusual: the verdict is handed to what registers',
      { 'release.py': 'passed = metrics["auc"] >= limits["auc"]\nregister_model(model, promote=passed)\n' },
      'present',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await told(files)).toBe(expected)
  })
})

test.each([
  ['jq that ends with an error, before the release', `jq -e '.auc >= 0.8' metrics.json`, needs, 'present'],
  ['jq that only prints', `jq '.auc >= 0.8' metrics.json`, needs, 'absent'],
  ['jq on something else', `jq -e '.rows >= 100' metrics.json`, needs, 'absent'],
  ['its failure dropped', `jq -e '.auc >= 0.8' metrics.json || true`, needs, 'partial: not enforced'],
  ['nothing waits', `jq -e '.auc >= 0.8' metrics.json`, '', 'partial: nothing waits'],
])('%s', async (_, command, wait, expected) => {
  expect(await told({ '.github/workflows/x.yml': jobs(command, wait) })).toBe(expected)
})

describe('what only looks like a gate of a model', () => {
  const quality = 'def test_quality(model):\n    accuracy = evaluate(model)\n    assert accuracy > 0.8\n'
  const publish = (before: string) =>
    `on: [push]\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${before}      - run: pytest tests\n      - run: twine upload dist/*\n`

  test('a package of code goes out after its tests, and a package that carries the model', async () => {
    const code = { 'tests/test_model.py': quality, '.github/workflows/a.yml': publish('') }
    expect(await told(code)).toBe('partial: nothing waits')
    expect(await told({ ...code, 'pkg/model.onnx': 'x' })).toBe('present')
    expect(await told({ ...code, '.github/workflows/a.yml': publish('      - run: python pkg/train.py\n') })).toBe('present')
  })

  test('two figures of one model are to be equal, and one figure is to be near a written one', async () => {
    const near = (other: string) => `def test_again(model):\n    a, b = evaluate(model)\n    assert abs(${other} - a["test_acc"]) < 0.001\n`
    expect(await told({ 'tests/test_model.py': near('b["test_acc"]') })).toBe('absent')
    expect(await told({ 'tests/test_model.py': near('0.91') })).toBe('partial: nothing waits')
  })

  test('a name that many files define, and one that two do', async () => {
    const gate = 'def validate(auc):\n    return auc > 0.8\n'
    const user = 'from gate import validate\n\nif not validate(x):\n    raise ValueError()\n'
    const other = 'def validate(rows):\n    return rows\n'
    expect(await told({ 'gate.py': gate, 'a.py': other, 'use.py': user })).toBe('partial: nothing waits')
    const many = { 'a.py': other, 'b.py': other, 'c.py': other }
    expect(await told({ 'gate.py': gate, ...many, 'use.py': 'if not rule.validate(x):\n    raise ValueError()\n' })).toBe('absent')
  })

  test('a metric that tells two samples apart, and a gate beside it', async () => {
    const drift = 'def is_drifted(auc, limit):\n    if auc > limit:\n        return True\n    return False\n'
    expect(await told({ 'drift.py': drift })).toBe('absent')
    expect(await told({ 'drift.py': `${drift}\ndef promote_or_not(auc):\n    if auc < 0.8:\n        raise ValueError()\n` })).toBe(
      'partial: nothing waits',
    )
  })
})
