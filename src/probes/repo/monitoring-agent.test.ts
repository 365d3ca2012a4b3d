import { expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './monitoring.ts'

const told = async (about: string, files: { [path: string]: string }): Promise<string> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  const what = finding.state === 'found' ? (finding.facts.what as { about: string; collected: boolean }[]) : []
  const some = what.filter((row) => row.about === about)
  return some.length === 0 ? 'no' : some.some(({ collected }) => collected) ? 'yes' : 'partly'
}

test('an agent that reads the load counts when it sends it on', async () => {
  const conf = (out: string) => ({ 'telegraf.conf': `[[inputs.cpu]]\n  percpu = false\n[[inputs.mem]]\n[[outputs.${out}]]\n` })
  const off = { 'telegraf.conf': '# [[inputs.cpu]]\n[[inputs.disk]]\n[[outputs.influxdb]]\n' }
  const answers = [conf('influxdb_v2'), conf('file'), off].map((files) => told('cpu_mem', files))
  expect(await Promise.all(answers)).toEqual(['yes', 'no', 'no'])
})

const prometheus = {
  'docker-compose.yml':
    'services:\n  api:\n    build: .\n  prometheus:\n    image: prom/prometheus\n    volumes:\n      - ./prometheus.yml:/etc/prometheus/prometheus.yml\n',
  'prometheus.yml': 'scrape_configs:\n  - job_name: app\n    static_configs:\n      - targets: ["api:8000"]\n',
}

test('the output of a model under a name that a parameter brings', async () => {
  const app = (name: string) =>
    `from fastapi import FastAPI\nfrom prometheus_client import Histogram, make_asgi_app\napp = FastAPI()\napp.mount("/metrics", make_asgi_app())\n\ndef output(metric_name: str = "${name}"):\n    METRIC = Histogram(metric_name, "what it gives")\n    def tell(info):\n        METRIC.observe(info)\n    return tell\n\noutput()\n`
  expect(await told('prediction', { ...prometheus, 'app.py': app('regression_model_output') })).toBe('yes')
  expect(await told('prediction', { 'app.py': app('regression_model_output') })).toBe('partly')
  expect(await told('prediction', { ...prometheus, 'app.py': app('output_file_bytes') })).toBe('no')
})

test('shares of answers that a job writes into a store of time series', async () => {
  const job = (fields: string) => ({
    'jobs.py': `from influxdb_client import InfluxDBClient\n\ndef save():\n    rows = count_by(${fields})\n    records = [{"measurement": "insights", "tags": row, "fields": {"count": row.pop("count")}} for row in rows]\n    InfluxDBClient().write_api().write(bucket="b", record=records)\n\nif __name__ == "__main__":\n    save()\n`,
  })
  expect(await told('prediction', job('"type", "predictor"'))).toBe('yes')
  expect(await told('prediction', job('"shop", "country"'))).toBe('no')
})

test('a service that keeps each answer', async () => {
  const app = (line: string) => ({
    'app.py': `from fastapi import FastAPI\nfrom arize.api import Client\nclient = Client(api_key=key)\napp = FastAPI()\n\n@app.post("/predict")\ndef predict(row):\n    label = model.predict(row)\n    ${line}\n    return label\n`,
  })
  expect(await told('prediction', app('client.log(prediction_id=1, prediction_label=label)'))).toBe('yes')
  expect(await told('prediction', app('print(label)'))).toBe('no')
})

test('Django takes the time of requests by a line of its settings', async () => {
  const settings = (line: string) => ({
    ...prometheus,
    'shop/settings.py': `MIDDLEWARE = [\n    ${line}\n]\n`,
    'shop/urls.py': 'urlpatterns = [path("metrics", exports.view)]\nx = "/metrics"\n',
  })
  expect(await told('latency', settings('"django_prometheus.middleware.PrometheusBeforeMiddleware",'))).toBe('yes')
  expect(await told('latency', settings('# "django_prometheus.middleware.PrometheusBeforeMiddleware",'))).toBe('no')
})

test('a metric of the cloud under an own name', async () => {
  const job = (name: string) => ({
    'serve.py': `from google.cloud import monitoring_v3\n\ndef tell(value):\n    series = monitoring_v3.TimeSeries()\n    series.metric.type = "custom.googleapis.com/${name}"\n    monitoring_v3.MetricServiceClient().create_time_series(name=project, time_series=[series])\n\nif __name__ == "__main__":\n    tell(1)\n`,
  })
  expect(await told('prediction', job('model/predicted_value'))).toBe('yes')
  expect(await told('latency', job('request_latency'))).toBe('yes')
  expect(await told('prediction', job('rows_read'))).toBe('no')
})
