import { describe, expect, test } from 'vitest'
import { type Files, told } from './told-fixture.ts'

const dag = (choose: string, operator = 'BranchPythonOperator'): Files => ({
  'dags/t.py': `from airflow import DAG\nfrom airflow.operators.python import ${operator}, PythonOperator\n\n${choose}\nwith DAG("d", schedule="@daily") as dag:\n    a = ${operator}(task_id="a", python_callable=choose)\n    b = PythonOperator(task_id="deploy_model", python_callable=print)\n    a >> b\n`,
})
const byFigure =
  'def choose(ti):\n    acc = ti.xcom_pull(key="accuracy")\n    if acc > 0.8:\n        return "deploy_model"\n    return "stop"\n'
const versions = (compare: string): Files => ({
  'promote.py': `import mlflow\nclient = mlflow.MlflowClient()\nnew = client.get_run("a").data.metrics["f1"]\nold = client.get_run("b").data.metrics["f1"]\n${compare}:\n    client.set_registered_model_alias("m", "champion", 2)\n`,
})
const suite = (imports: string): Files => ({
  'validate.py': `${imports}\nimport sys\nresult = suite.run(train, test, model)\nif not result.passed():\n    sys.exit(1)\n`,
  '.github/workflows/a.yml':
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python validate.py\n      - run: kubectl apply -f k8s\n',
})

const cases: [name: string, files: Files, answer: string][] = [
  ['a branch by a figure', dag(byFigure), 'present'],
  ['a branch by the day: an imitation', dag('def choose(ti):\n    return "deploy_model" if ti.day > 3 else "stop"\n'), 'absent'],
  [
    'a short circuit, decorated',
    {
      'dags/t.py':
        'from airflow.decorators import dag, task\n\n@dag(schedule="@daily")\ndef d():\n    @task.short_circuit\n    def good(metrics):\n        return metrics["auc"] > 0.8\n\n    @task\n    def register_model():\n        pass\n\n    good({}) >> register_model()\n\nd()\n',
    },
    'present',
  ],
  ['figures under plain names', versions('if new > old'), 'present'],
  ['versions under plain names: an imitation', versions('if version > before'), 'absent'],
  ['a suite of tests of the model', suite('from deepchecks.tabular.suites import model_evaluation as suite'), 'present'],
  [
    'a suite that the repository itself makes',
    { ...suite('from deepchecks.tabular.suites import model_evaluation as suite'), 'deepchecks/__init__.py': '' },
    'absent',
  ],
  ['a suite of tests of the data', suite('from deepchecks.tabular.suites import data_integrity as suite'), 'absent'],
]

describe('gates of orchestrators and suites', () => {
  test.each(cases)('%s', async (_, files, answer) => {
    expect(await told(files)).toBe(answer)
  })
})
