import { describe, expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './monitoring.ts'

type Files = { [path: string]: string }
type Row = { path: string; line: number; about: string; kind: string; collected: boolean; alerts: boolean }

const rows = async (files: Files): Promise<Row[]> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'found' ? (finding.facts.what as Row[]) : []
}

/** `yes`, `partly` or `no`, as a criterion on one subject would say. */
const told = async (about: string, files: Files): Promise<string> => {
  const some = (await rows(files)).filter((row) => row.about === about)
  return some.length === 0 ? 'no' : some.some(({ collected }) => collected) ? 'yes' : 'partly'
}

const app = `from fastapi import FastAPI
from prometheus_client import Counter, Histogram, make_asgi_app
app = FastAPI()
LATENCY = Histogram("request_latency_seconds", "time", ["route"])
ANSWERS = Counter("predictions_total", "answers", ["label"])
CALLS = Counter("calls_total", "calls", ["method"])
app.mount("/metrics", make_asgi_app())
@app.post("/predict")
def predict(row: dict):
    with LATENCY.labels("predict").time():
        label = model.predict(row)
    ANSWERS.labels(label=label).inc()
    return label
`
const compose =
  'services:\n  api:\n    build: .\n  prometheus:\n    image: prom/prometheus\n    volumes:\n      - ./prometheus.yml:/etc/prometheus/prometheus.yml\n'
const scrape = (target: string): string =>
  `global:\n  scrape_interval: 15s\nscrape_configs:\n  - job_name: prometheus\n    static_configs:\n      - targets: ['localhost:9090']\n  - job_name: app\n    static_configs:\n      - targets: ['${target}']\n`
const served: Files = { 'app.py': app, 'docker-compose.yml': compose, 'prometheus.yml': scrape('api:8000') }
const rule = (expr: string): string => `groups:\n  - name: a\n    rules:\n      - alert: Slow\n        expr: ${expr}\n        for: 5m\n`
const policy = (more = ''): string =>
  `resource "google_monitoring_alert_policy" "slow" {\n  combiner = "OR"\n${more}  conditions {\n    condition_threshold {\n      filter = "metric.type=\\"run.googleapis.com/request_latencies\\""\n    }\n  }\n}\n`

const latency: [string, 'yes' | 'partly' | 'no', Files][] = [
  ['a histogram that is scraped', 'yes', served],
  ['nothing scrapes', 'partly', { 'app.py': app }],
  ['the scraped name is nobody', 'partly', { ...served, 'prometheus.yml': scrape('backend:8000') }],
  ['no Prometheus takes the configuration', 'partly', { 'app.py': app, 'prometheus.yml': scrape('api:8000') }],
  ['it only scrapes itself', 'partly', { ...served, 'prometheus.yml': scrape('localhost:9090') }],
  ['made and never fed', 'partly', { ...served, 'app.py': app.replace(/ {4}with LATENCY.*\n {4}/, '') }],
  [
    'fed by a function that nobody calls',
    'partly',
    {
      ...served,
      'app.py': app.replace(/ {4}with LATENCY.*\n {4}/, ''),
      'notes.py': 'from app import LATENCY\ndef note(s):\n    LATENCY.labels("x").observe(s)\n',
    },
  ],
  [
    'never shown',
    'partly',
    { ...served, 'app.py': app.replace('app.mount("/metrics", make_asgi_app())\n', '').replace(', make_asgi_app', '') },
  ],
  [
    'an annotated pod',
    'yes',
    {
      'app.py': app,
      'k8s/api.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    metadata:\n      annotations:\n        prometheus.io/scrape: "true"\n',
    },
  ],
  [
    'a helper of another file, and the instrumentator',
    'yes',
    {
      ...served,
      'app.py': 'from fastapi import FastAPI\nfrom watch import setup\napp = FastAPI()\nsetup(app)\n',
      'watch.py':
        'from prometheus_fastapi_instrumentator import Instrumentator\ndef setup(app):\n    Instrumentator().instrument(app).expose(app)\n',
    },
  ],
  ['only a file name', 'no', { 'monitoring/latency.py': 'def f():\n    return 1\n', 'monitoring/README.md': 'latency is monitored' }],
  ['a histogram that is drawn', 'no', { 'plot.py': 'import plotly.graph_objects as go\ngo.Histogram(x="latency")\n' }],
  ['an alarm of the cloud', 'yes', { 'infra/main.tf': policy() }],
  ['an alarm that is off', 'partly', { 'infra/main.tf': policy('  enabled = false\n') }],
  ['an alarm in a module that nothing takes', 'partly', { 'infra/modules/alarms/main.tf': policy() }],
  [
    'an alarm in a module, on in one environment',
    'yes',
    {
      'infra/modules/alarms/main.tf': policy('  enabled = var.loud\n'),
      'infra/prod/main.tf': 'module "alarms" {\n  source = "../modules/alarms"\n  loud = true\n}\n',
    },
  ],
  [
    'the target of an autoscaler',
    'no',
    {
      'hpa.yaml': 'kind: HorizontalPodAutoscaler\nspec:\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n',
      'scale.tf':
        'resource "aws_cloudwatch_metric_alarm" "slow" {\n  metric_name = "TargetResponseTime"\n  alarm_actions = [aws_appautoscaling_policy.up.arn]\n}\n',
    },
  ],
  [
    'a dashboard over nothing',
    'partly',
    { 'grafana/api.json': '{"panels": [{"targets": [{"expr": "rate(request_latency_seconds_sum[5m])"}]}]}' },
  ],
  ['an agent', 'yes', { Dockerfile: 'FROM python\nCMD ["ddtrace-run", "uvicorn", "app:app"]\n' }],
  [
    'times in a log',
    'partly',
    {
      'app.py':
        'import time\n@app.middleware("http")\nasync def t(r, n):\n    s = time.time()\n    a = await n(r)\n    duration = time.time() - s\n    logger.info(f"duration {duration}")\n    return a\n',
    },
  ],
  [
    'an OpenTelemetry meter with an exporter',
    'yes',
    {
      'app.py':
        'from opentelemetry import metrics\nfrom opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter\nmeter = metrics.get_meter("a")\nLATENCY = meter.create_histogram("request.latency")\n@app.post("/p")\ndef p():\n    LATENCY.record(1)\n',
    },
  ],
  [
    'written out by hand: an unusual way',
    'yes',
    {
      ...served,
      'app.py':
        '@app.get("/metrics")\ndef metrics():\n    return "\\n".join(["# TYPE predict_latency_seconds summary", f"predict_latency_seconds_sum {T}"])\n',
    },
  ],
  ['vendored', 'no', { 'vendor/x/app.py': app }],
]

describe('latency', () => {
  test.each(latency)('%s: %s', async (_, expected, files) => {
    expect(await told('latency', files)).toBe(expected)
  })
  test('a rule that is loaded alerts; one that is not does not', async () => {
    const rules = { ...served, 'rules.yml': rule('histogram_quantile(0.95, rate(request_latency_seconds_bucket[5m])) > 1') }
    const alerts = async (files: Files) => (await rows(files)).some((row) => row.kind === 'alert' && row.alerts)
    expect(await alerts(rules)).toBe(false)
    const loaded = {
      ...rules,
      'prometheus.yml': `rule_files:\n  - rules.yml\n${scrape('api:8000')}`,
      'docker-compose.yml': `${compose}      - ./rules.yml:/etc/prometheus/rules.yml\n`,
    }
    expect(await alerts(loaded)).toBe(true)
  })
  test('a partial clone that lacks a file is not known, never absent', async () => {
    const repo = memoryRepo({ 'a.py': 'x = 1\n', 'deploy/prometheus.yml': '' })
    const partial = { ...repo, partial: true, read: async (path: string) => (path === 'a.py' ? 'x = 1\n' : undefined) }
    await expect(probe.collect({ repo: partial }, context)).rejects.toMatchObject({ code: 'missing_object' })
  })
  test('says what was searched when there is nothing', async () => {
    const finding = await probe.collect({ repo: memoryRepo({ 'train.py': 'model.fit(x)\n' }) }, context)
    expect(finding).toMatchObject({ state: 'absent', searched: expect.stringContaining('1 Python files') })
  })
})

test('names that a helper is handed, sent to the cloud', async () => {
  const files = {
    'send.py':
      'import boto3\ncw = boto3.client("cloudwatch")\ndef put(name, value):\n    cw.put_metric_data(Namespace="a", MetricData=[{"MetricName": name, "Value": value}])\n',
    'job.py': 'from send import put\nput("RequestLatency", 3)\n',
  }
  expect(await told('latency', files)).toBe('yes')
  expect(await told('latency', { 'send.py': files['send.py'] })).toBe('no')
})

test('a tracker in a middleware of the service, and the same in training', async () => {
  const note = 'import wandb\ndef note(ms):\n    wandb.log({"latency_ms": ms})\n'
  const service =
    'from starlette.middleware.base import BaseHTTPMiddleware\nfrom note import note\nclass Watch(BaseHTTPMiddleware):\n    async def dispatch(self, request, go):\n        note(1)\napp.add_middleware(Watch)\n'
  expect(await told('latency', { 'note.py': note, 'app.py': service })).toBe('yes')
  expect(await told('latency', { 'note.py': note, 'train.py': 'from note import note\nmodel.fit(x)\nnote(1)\n' })).toBe('no')
})

const cpu: [string, 'yes' | 'partly' | 'no', Files][] = [
  [
    'the node exporter runs and is scraped',
    'yes',
    {
      'docker-compose.yml': `${compose}  node-exporter:\n    image: prom/node-exporter\n`,
      'prometheus.yml': scrape('node-exporter:9100'),
    },
  ],
  ['a job for an exporter that does not run', 'no', { 'docker-compose.yml': compose, 'prometheus.yml': scrape('node-exporter:9100') }],
  [
    'requests of a container',
    'no',
    { 'k8s/a.yaml': 'kind: Deployment\nspec:\n  resources:\n    limits:\n      cpu: 1\n      memory: 1Gi\n' },
  ],
  ['training takes notes of memory', 'no', { 'train.py': 'import psutil\nprint(psutil.virtual_memory())\nmodel.fit(x)\n' }],
  [
    'a health page that reads the load',
    'partly',
    {
      'app.py':
        'from fastapi import FastAPI\nimport psutil\napp = FastAPI()\n@app.get("/health")\ndef health():\n    return psutil.virtual_memory().percent\n',
    },
  ],
  ['a rule over series that nobody sends', 'partly', { 'rules.yml': rule('container_memory_usage_bytes > 1') }],
]

describe('processor and memory', () => {
  test.each(cpu)('%s: %s', async (_, expected, files) => {
    expect(await told('cpu_mem', files)).toBe(expected)
  })
})

const report = (reference: string, current: string): string =>
  `from evidently.report import Report\nfrom evidently.metric_preset import DataDriftPreset\ndef check():\n    r = Report(metrics=[DataDriftPreset()])\n    r.run(reference_data=${reference}, current_data=${current})\n    r.save_html("r.html")\n`

describe('predictions and drift', () => {
  test('the mix of predictions is no traffic, and traffic is no prediction', async () => {
    expect(await told('prediction', served)).toBe('yes')
    expect(await told('prediction', { ...served, 'app.py': app.replace('["label"]', '["method"]') })).toBe('no')
  })
  test('a report on request is partly there; on a schedule it is collected', async () => {
    expect(await told('drift', { 'drift.py': `${report('ref', 'live')}check()\n` })).toBe('partly')
    const dag =
      'from airflow import DAG\nfrom drift import check\nwith DAG("d", schedule="@daily") as dag:\n    PythonOperator(python_callable=check)\n'
    expect(await told('drift', { 'drift.py': report('ref', 'live'), 'dags/drift_dag.py': dag })).toBe('yes')
    expect(await told('drift', { 'drift.py': report('ref', 'live'), 'dags/drift_dag.py': dag.replace('"@daily"', 'None') })).toBe('partly')
  })
  test('train against test is no drift of live traffic', async () => {
    expect(await told('drift', { 'drift.py': `${report('X_train', 'X_test')}check()\n` })).toBe('no')
  })
  test('predictions shipped to a store of logs, through a helper', async () => {
    const files = {
      'app.py':
        'from flask import Flask\nfrom ship import Shipper\napp = Flask("x")\nshipper = Shipper()\n@app.route("/p", methods=["post"])\ndef p():\n    y = model.predict(x)\n    shipper.log("prediction", y)\n    return y\n',
      'ship.py':
        'from fluent import sender\nclass Shipper:\n    def log(self, label, it):\n        sender.FluentSender("a").emit(label, it)\n',
    }
    expect(await told('prediction', files)).toBe('yes')
    expect(await told('prediction', { ...files, 'ship.py': 'class Shipper:\n    def log(self, label, it):\n        print(it)\n' })).toBe(
      'partly',
    )
  })
  test('a dashboard of its own that is run over the predictions that are kept', async () => {
    const service =
      'from fastapi import FastAPI\nfrom store import save_prediction\napp = FastAPI()\n@app.post("/p")\ndef p(x: dict):\n    y = model.predict(x)\n    save_prediction(y)\n    return y\n'
    const page =
      'import streamlit as st\nimport pandas as pd\nrows = pd.read_sql("select label from predictions", URL)\nst.bar_chart(rows["label"].value_counts())\n'
    const files = { 'app.py': service, 'store.py': 'def save_prediction(y):\n    db.add(y)\n', 'board.py': page }
    expect(await told('prediction', files)).toBe('partly')
    expect(await told('prediction', { ...files, Dockerfile: 'CMD ["streamlit", "run", "board.py"]\n' })).toBe('yes')
    expect(await told('prediction', { 'board.py': page, Dockerfile: 'CMD ["streamlit", "run", "board.py"]\n' })).toBe('no')
  })
  test('a job that a platform runs; in a notebook it was made by hand', async () => {
    const code = 'job = aiplatform.ModelDeploymentMonitoringJob.create(endpoint=e)\n'
    expect(await told('drift', { 'deploy.py': code })).toBe('yes')
    const notebook = JSON.stringify({ cells: [{ cell_type: 'code', source: [code] }] })
    expect(await told('drift', { 'deploy.ipynb': notebook })).toBe('partly')
  })
})

describe('boards and checks of other shapes', () => {
  const board = JSON.stringify({
    gridLayout: {
      widgets: ['accelerator/duty_cycle', 'cpu/utilization', 'latencies'].map((name) => ({
        filter: `metric.type="ml.googleapis.com/prediction/online/${name}" resource.type="cloudml_model_version"`,
      })),
    },
  })
  test('a board that stands on one line is read to its end; in use when a script names it', async () => {
    const loose = { 'ops/board.json': board }
    expect([await told('latency', loose), await told('cpu_mem', loose)]).toEqual(['partly', 'partly'])
    const used = { ...loose, 'ops/make.sh': 'gcloud monitoring dashboards create --config-from-file=board.json\n' }
    expect([await told('latency', used), await told('cpu_mem', used)]).toEqual(['yes', 'yes'])
    expect(await told('latency', { 'ops/board.json': board.replace('latencies', 'replicas') })).toBe('no')
  })
  const check = (arguments_: string) =>
    `import tensorflow_data_validation as tfdv\ndef check(stats, schema, other):\n    return tfdv.validate_statistics(stats, schema${arguments_})\ncheck(1, 2, 3)\n`
  test('rows held against a schema are about drift when they are served ones or another day is looked at', async () => {
    expect(await told('drift', { 'jobs/check.py': check(', serving_statistics=other') })).toBe('partly')
    expect(await told('drift', { 'jobs/skew_of_logs.py': check('') })).toBe('partly')
    expect(await told('drift', { 'train/check.py': check('') })).toBe('no')
  })
  test('the step of an orchestrator that wraps a drift tool', async () => {
    const step = (tool: string) =>
      `from zenml.integrations.${tool} import ${tool === 'evidently.steps' ? 'evidently_report_step' : 'make_step'} as report\nreport(a=1)\n`
    expect(await told('drift', { 'pipelines/score.py': step('evidently.steps') })).toBe('partly')
    expect(await told('drift', { 'pipelines/score.py': step('mlflow.steps') })).toBe('no')
  })
  test('what a model tells its platform beside each answer; in training nobody serves', async () => {
    const told_ = (head: string) => `import cdsw\n${head}def explain(args):\n    cdsw.track_metric("probability", 0.5)\n`
    expect(await told('prediction', { 'serve.py': told_('@cdsw.model_metrics\n') })).toBe('yes')
    expect(await told('prediction', { 'unused.py': told_('') })).not.toBe('yes')
  })
})
