import { describe, expect, test } from 'vitest'
import probe from './data-validation.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }
type Row = { tool: string; expectations: number; in_ci: boolean; can_fail: boolean }

async function told(files: Files): Promise<string> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state === 'absent') return 'absent'
  const rows = finding.facts.suites as Row[]
  const best = rows.find((row) => row.in_ci && row.can_fail) ?? (rows[0] as Row)
  const lacks = [best.in_ci ? '' : 'not held', best.can_fail ? '' : 'cannot fail'].filter((it) => it !== '')
  return `${best.tool} ${best.expectations}${lacks.length === 0 ? '' : `: ${lacks.join(', ')}`}`
}

const workflow = (run: string): string =>
  `on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ${run}\n`
const schema =
  'import pandera as pa\n\nclass Orders(pa.DataFrameModel):\n    price: float = pa.Field(ge=0)\n    country: str = pa.Field()\n'
const train = (extra: string): string =>
  `import pandas as pd\nfrom shop.schema import Orders\nfrom sklearn.linear_model import Ridge\n\ndef train():\n    frame = pd.read_csv("orders.csv")\n${extra}    Ridge().fit(frame, frame)\n\nif __name__ == "__main__":\n    train()\n`
const greatTest =
  'import great_expectations as ge\n\ndef test_orders():\n    df = ge.read_csv("data/orders.csv")\n    df.expect_column_values_to_not_be_null("price")\n    df.expect_column_values_to_be_between("price", 0, 9)\n    assert df.validate()["success"]\n'
const geSuite =
  '{"expectations": [\n  {"expectation_type": "expect_column_to_exist"},\n  {"expectation_type": "expect_column_values_to_be_unique"}\n]}\n'
const own = (end: string): string =>
  `import pandas as pd\n\ndef check_columns(df):\n    missing = {"a"} - set(df.columns)\n    if missing:\n        ${end}\n`

describe('expectations of data', () => {
  test.each<[string, Files, string]>([
    [
      'Pandera in the training code',
      { 'shop/__init__.py': '', 'shop/schema.py': schema, 'shop/train.py': train('    Orders.validate(frame)\n') },
      'Pandera 2',
    ],
    [
      'Pandera that nothing uses',
      {
        'shop/__init__.py': '',
        'shop/schema.py': schema,
        'shop/other.py': 'x = 1\n',
        'shop/uses.py': 'import shop.schema\n\ndef never():\n    return shop.schema\n',
      },
      'Pandera 2: not held',
    ],
    [
      'Pandera whose failure is caught and dropped',
      {
        'shop/__init__.py': '',
        'shop/schema.py': schema,
        'shop/train.py': train('    try:\n        Orders.validate(frame)\n    except Exception as e:\n        print(e)\n'),
      },
      'Pandera 2: cannot fail',
    ],
    [
      'Great Expectations in a test that CI runs',
      { 'tests/test_data.py': greatTest, '.github/workflows/ci.yml': workflow('pytest tests') },
      'Great Expectations 2',
    ],
    ['the same without CI', { 'tests/test_data.py': greatTest }, 'Great Expectations 2: not held'],
    [
      'the same, exit code dropped',
      { 'tests/test_data.py': greatTest, '.github/workflows/ci.yml': workflow('pytest tests || true') },
      'Great Expectations 2: cannot fail',
    ],
    [
      'a suite in a file, held by a command of CI',
      { 'gx/expectations/orders.json': geSuite, '.github/workflows/ci.yml': workflow('great_expectations checkpoint run orders') },
      'Great Expectations 2',
    ],
    [
      'a suite in a file that nothing runs',
      { 'gx/expectations/orders.json': geSuite, '.github/workflows/ci.yml': workflow('ruff check .') },
      'Great Expectations 2: not held, cannot fail',
    ],
    [
      'dbt tests in CI',
      {
        'models/schema.yml':
          'version: 2\nmodels:\n  - name: a\n    columns:\n      - name: id\n        tests:\n          - unique\n          - not_null\n',
        '.github/workflows/ci.yml': workflow('dbt build'),
      },
      'dbt 2',
    ],
    [
      'own check in the pipeline',
      {
        'checks.py': own('raise ValueError(missing)'),
        'train.py':
          'import pandas as pd\nfrom checks import check_columns\n\nframe = pd.read_csv("a.csv")\ncheck_columns(frame)\nmodel.fit(frame)\n',
      },
      'own code 1',
    ],
    [
      'own check that only prints',
      { 'checks.py': own('print(missing)'), 'train.py': 'from checks import check_columns\ncheck_columns(frame)\nmodel.fit(frame)\n' },
      'absent',
    ],
    [
      'own check that only a service calls',
      {
        'checks.py': own('raise ValueError(missing)'),
        'api/main.py':
          'from checks import check_columns\n\ndef predict(frame):\n    check_columns(frame)\n\nif __name__ == "__main__":\n    predict(1)\n',
      },
      'own code 1: not held',
    ],
    [
      'a check of settings is none of data',
      {
        'a.py':
          'def validate_config(config):\n    if "a" not in config:\n        raise ValueError()\n\nvalidate_config({})\nmodel.fit(x)\n',
      },
      'absent',
    ],
    [
      'a report of drift is no expectation',
      {
        'a.py':
          'from evidently.report import Report\nfrom evidently.metric_preset import DataDriftPreset\nReport(metrics=[DataDriftPreset()]).run()\n',
      },
      'absent',
    ],
    [
      'evasion: imported and named, nothing expected',
      {
        'a.py':
          'import pandera as pa\nimport great_expectations as gx\n\ndef validate_data(df):\n    return True\n\nvalidate_data(1)\nmodel.fit(x)\n',
      },
      'absent',
    ],
    [
      'unusual: a plain test of the committed table, through make',
      {
        'tests/test_table.py':
          'import pandas as pd\n\ndef test_table():\n    table = pd.read_csv("data/orders.csv")\n    assert table["price"].between(0, 9).all()\n    assert table.isna().sum().sum() == 0\n',
        Makefile: 'check:\n\tpytest tests\n',
        '.github/workflows/ci.yml': workflow('make check'),
      },
      'tests of data 2',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await told(files)).toBe(expected)
  })
})

test('a schema whose every failure is dropped stops nothing', async () => {
  const files = (handler: string) => ({
    'shop/schema.py': 'import pandera as pa\n\nrows = pa.DataFrameSchema({"a": pa.Column(int, pa.Check.ge(0))})\n',
    'train.py': `import pandas as pd\nfrom sklearn.linear_model import Ridge\nfrom shop import schema\n\ndef clean(frame):\n    try:\n        return schema.rows.validate(frame)\n    except Exception as fault:\n        print(fault)\n        ${handler}\n\nif __name__ == "__main__":\n    Ridge().fit(clean(pd.read_csv("a.csv")), 1)\n`,
    '.github/workflows/t.yml': workflow('python train.py'),
  })
  expect(await told(files('return frame'))).toMatch(/cannot fail/)
  expect(await told(files('raise'))).not.toMatch(/cannot fail/)
})

test('a table schema counts when a command holds data against it', async () => {
  const schema =
    '{"resources": [{"path": "a.csv", "schema": {"fields": [{"name": "a", "constraints": {"required": true, "minimum": 0}}]}}]}'
  const files = (run: string) => ({ 'rows/datapackage.json': schema, '.github/workflows/t.yml': workflow(run) })
  expect(await told(files('frictionless validate rows/datapackage.json'))).toBe('Frictionless 2')
  expect(await told(files('frictionless describe rows/a.csv'))).toMatch(/not held/)
})

test('what an app answers with is no data of the project, and a table of it is', async () => {
  const files = (read: string) => ({
    'tests/test_rows.py': `import pandas as pd\n\ndef test_rows(app):\n    rows = ${read}\n    assert list(rows.columns) == ["a", "b"]\n    assert rows["a"].between(0, 9).all()\n`,
    '.github/workflows/t.yml': workflow('pytest tests'),
  })
  expect(await told(files('pd.read_csv(BytesIO(app.get("/rows").content))'))).toBe('absent')
  expect(await told(files('pd.read_csv("data/rows.csv")'))).toBe('tests of data 2')
})

test('a tool that is tried in its own repository, and one that is used', async () => {
  const suite = {
    'tests/test_orders.py':
      'import great_expectations as ge\n\ndef test_orders():\n    df = ge.read_csv("data/orders.csv")\n    df.expect_column_values_to_not_be_null("price")\n    assert df.validate()["success"]\n',
    '.github/workflows/t.yml': workflow('pytest tests'),
  }
  expect(await told({ ...suite, 'great_expectations/__init__.py': '' })).not.toMatch(/Great Expectations/)
  expect(await told(suite)).toMatch(/Great Expectations/)
})

test('a library that looks at what its callers hand over holds no data of its own against anything', async () => {
  const base =
    'import pandas as pd\n\nclass Step:\n    def fit(self, frame):\n        self._validate_dataset(frame)\n    def _validate_dataset(self, frame):\n        if frame.columns.duplicated().any():\n            raise ValueError()\n'
  const files = {
    'lib/__init__.py': 'from lib.base import Step\n',
    'lib/base.py': base,
    'lib/scale.py': 'from lib.base import Step\n\nclass Scale(Step):\n    def fit(self, frame):\n        super().fit(frame)\n',
  }
  expect(await told(files)).toBe('absent')
  const program = 'import pandas as pd\nfrom lib.base import Step\nframe = pd.read_csv("a.csv")\nStep().fit(frame)\nmodel.fit(frame)\n'
  expect(await told({ ...files, 'train.py': program })).toBe('own code 1')
})

test('a program that holds its pictures against shape and range, run by hand', async () => {
  const check =
    'def check_pixel_values(dataset):\n    assert ((0 <= dataset) & (dataset <= 255)).all()\n\ndef check_y_dimensions(y, n):\n    assert y.ndim == n\n'
  const main =
    'if __name__ == "__main__":\n    data = load_data("train.csv")\n    check_pixel_values(data)\n    check_y_dimensions(data, 1)\n'
  expect(await told({ 'tests/data_test.py': check + main })).toBe('own code 1: not held')
  expect(
    await told({ 'lib/arrays.py': check, 'lib/plot.py': 'from lib import arrays\ndef draw(x):\n    arrays.check_pixel_values(x)\n' }),
  ).toBe('absent')
})
