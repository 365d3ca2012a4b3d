/** Ways of holding data against expectations that stand in the program itself, and what only looks like one. */
import { expect, test } from 'vitest'
import probe from './data-validation.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }

async function answer(files: Files): Promise<string> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state === 'absent') return 'absent'
  const rows = finding.facts.suites as { in_ci: boolean; can_fail: boolean }[]
  return rows.some(({ in_ci, can_fail }) => in_ci && can_fail) ? 'present' : 'partial'
}

const workflow = (run: string): string => `on: [push]\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${run}\n`

const held: [string, Files][] = [
  [
    'pydantic loop',
    {
      'train.py':
        'import pandas as pd\nfrom pydantic import BaseModel, Field\nclass Row(BaseModel):\n    age: int = Field(ge=0)\n    name: str\n\ndef train():\n    df = pd.read_csv("a.csv")\n    for row in df.to_dict(orient="records"):\n        Row(**row)\n    m.fit(df)\nif __name__ == "__main__":\n    train()\n',
    },
  ],
  [
    'assert in train',
    {
      'train.py':
        'import pandas as pd\ndef validate_schema(df):\n    expected = {"a": "int64", "b": "float64"}\n    for col, dtype in expected.items():\n        assert col in df.columns, col\n        assert df[col].dtype == dtype\ndf = pd.read_csv("a.csv")\nvalidate_schema(df)\nm.fit(df)\n',
    },
  ],
  [
    'pandera decorator',
    {
      'train.py':
        'import pandas as pd\nimport pandera as pa\nschema = pa.DataFrameSchema({"a": pa.Column(int, pa.Check.ge(0))})\n@pa.check_input(schema)\ndef train(df):\n    m.fit(df)\nif __name__ == "__main__":\n    train(pd.read_csv("a.csv"))\n',
    },
  ],
  [
    'gx 1.0 checkpoint raise',
    {
      'train.py':
        'import great_expectations as gx\nimport sys\ncontext = gx.get_context()\nbatch = context.data_sources.pandas_default.read_csv("a.csv")\nsuite = gx.ExpectationSuite(name="a")\nsuite.add_expectation(gx.expectations.ExpectColumnValuesToNotBeNull(column="a"))\nresult = batch.validate(suite)\nif not result.success:\n    sys.exit(1)\nm.fit(x)\n',
    },
  ],
  [
    'jsonschema rows',
    {
      'train.py':
        'import json, jsonschema\nimport pandas as pd\nschema = {"type": "object", "properties": {"a": {"type": "number", "minimum": 0}}, "required": ["a"]}\nrows = pd.read_csv("a.csv").to_dict("records")\nfor row in rows:\n    jsonschema.validate(row, schema)\nm.fit(rows)\n',
    },
  ],
  [
    'cerberus',
    {
      'train.py':
        'import cerberus\nimport pandas as pd\nv = cerberus.Validator({"a": {"type": "integer", "min": 0}})\nrows = pd.read_csv("a.csv").to_dict("records")\nfor row in rows:\n    if not v.validate(row):\n        raise ValueError(v.errors)\nm.fit(rows)\n',
    },
  ],
  [
    'deepchecks in the program',
    {
      'train.py':
        'import pandas as pd\nfrom deepchecks.tabular.suites import data_integrity\nresult = data_integrity().run(ds)\nif not result.passed():\n    raise ValueError()\nm.fit(ds)\n',
    },
  ],
  [
    'spark DLT expectation',
    {
      'pipelines/dlt.py':
        'import dlt\n@dlt.table\n@dlt.expect_or_fail("valid id", "id IS NOT NULL")\ndef clean():\n    return dlt.read("raw")\n',
    },
  ],
  [
    'sql checks dbt-utils',
    {
      'dbt_project.yml': 'name: a\n',
      'models/a.yml': 'models:\n  - name: a\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n',
      '.github/workflows/c.yml': workflow('dbt test'),
    },
  ],
  [
    'inline asserts in training',
    {
      'train.py':
        'import pandas as pd\ndf = pd.read_csv("a.csv")\nassert df["age"].between(0, 120).all()\nassert df.isna().sum().sum() == 0\nm.fit(df)\n',
    },
  ],
]
const none: [string, Files][] = [
  [
    'ydata profile',
    { 'a.py': 'import pandas as pd\nfrom ydata_profiling import ProfileReport\nProfileReport(pd.read_csv("a.csv")).to_file("a.html")\n' },
  ],
  [
    'assert shapes in model',
    { 'net.py': 'import torch\ndef forward(x):\n    assert x.shape[1] == 3\n    return x\nforward(x)\nloss.backward()\n' },
  ],
  [
    'a schema library that is held against settings',
    {
      'train.py':
        'import jsonschema\nimport yaml\nconf = yaml.safe_load(open("conf.yaml"))\njsonschema.validate(conf, {"type": "object"})\nm.fit(x)\n',
    },
  ],
]
const part: [string, Files][] = [
  [
    'a schema in the program that nothing is held against',
    {
      'train.py':
        'import pandas as pd\nimport pandera as pa\nrows = pa.DataFrameSchema({"a": pa.Column(int)})\ndef train(df):\n    m.fit(df)\nif __name__ == "__main__":\n    train(pd.read_csv("a.csv"))\n',
    },
  ],
  [
    'tables whose rows are dropped, and nothing stops',
    {
      'pipelines/tables.py':
        'import dlt\n@dlt.table\n@dlt.expect_or_drop("valid id", "id IS NOT NULL")\ndef clean():\n    return dlt.read("raw")\n',
    },
  ],
]

test.each(held)('held: %s', async (_, files) => {
  expect(await answer(files)).toBe('present')
})
test.each(part)('in part: %s', async (_, files) => {
  expect(await answer(files)).toBe('partial')
})
test.each(none)('none: %s', async (_, files) => {
  expect(await answer(files)).toBe('absent')
})
