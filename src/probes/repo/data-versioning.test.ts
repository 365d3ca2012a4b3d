import { describe, expect, test } from 'vitest'
import probe from './data-versioning.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Row = { tool: string; path: string; line: number; pinned: boolean; used: boolean }
const rows = async (files: { [path: string]: string }): Promise<Row[]> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'found' ? (finding.facts.versions as Row[]) : []
}

const dvcFile = 'outs:\n- md5: 0123456789abcdef0123456789abcdef\n  size: 10\n  path: train.csv\n'
const pipeline = 'stages:\n  fit:\n    cmd: python src/fit.py\n    deps: [data/train.csv]\n    outs: [model.pkl]\n'
const lock =
  'schema: "2.0"\nstages:\n  fit:\n    cmd: python src/fit.py\n    deps:\n    - path: data/train.csv\n      md5: aa\n    outs:\n    - path: model.pkl\n      md5: bb\n'
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 12345\n`
const script = (line: string): { [path: string]: string } => ({ 'train.py': `${line}\n` })

const whole: [string, { [path: string]: string }][] = [
  ['.dvc file that code reads', { 'data/train.csv.dvc': dvcFile, ...script('import pandas as pd\npd.read_csv("data/train.csv")') }],
  [
    '.dvc file fetched in CI',
    { 'data/raw.dvc': dvcFile.replace('train.csv', 'raw'), '.github/workflows/a.yml': 'jobs:\n  a:\n    steps:\n    - run: dvc pull\n' },
  ],
  ['pipeline with lock', { 'dvc.yaml': pipeline, 'dvc.lock': lock, 'src/fit.py': 'x = 1\n' }],
  [
    'LFS',
    { '.gitattributes': '*.csv filter=lfs diff=lfs merge=lfs -text\n', 'data/train.csv': pointer, ...script('open("data/train.csv")') },
  ],
  ['LFS folder', { '.gitattributes': 'data/** filter=lfs -text\n', 'data/a/train.parquet': pointer, ...script('read("a/train.parquet")') }],
  ['Hugging Face revision', script('from datasets import load_dataset\nload_dataset("x", revision="0f1e2d3")')],
  ['Delta', script('df = spark.read.format("delta").option("versionAsOf", 12).load("/x")')],
  ['W&B artifact', script('import wandb\nrun = wandb.init()\nrun.use_artifact("train:v3")')],
  ['ClearML', script('from clearml import Dataset\nDataset.get(dataset_id="abc")')],
  ['SQL time travel', script('spark.sql("SELECT * FROM t VERSION AS OF 3")')],
  ['lakeFS commit', script('read("lakefs://repo/0f1e2d3c4b5a/data/x.parquet")')],
  ['pooch', script('import pooch\npooch.retrieve(url, known_hash="sha256:00")')],
  [
    'in a function that a command starts',
    {
      'pkg/load.py': 'from datasets import load_dataset\ndef load():\n    return load_dataset("x", revision="v1.0")\n',
      'pkg/__init__.py': '',
      'main.py': "from pkg.load import load\nif __name__ == '__main__':\n    load()\n",
    },
  ],
]
const part: [string, { [path: string]: string }, boolean, boolean][] = [
  [
    'a library that downloads for its users',
    {
      'lib/sets.py':
        'from torchvision.datasets.utils import download_url\nclass Rows:\n    def get(self):\n        download_url(u, "d", md5="00ff")\n',
      'lib/show.py': 'from lib.sets import Rows\nRows().get()\n',
    },
    true,
    false,
  ],
  ['a remote of DVC and nothing in it', { '.dvc/config': '[core]\nremote = a\n[\'remote "a"\']\nurl = gs://rows\n' }, false, false],
  ['dvc.yaml without lock', { 'dvc.yaml': pipeline, 'src/fit.py': '' }, false, true],
  ['.dvc file that nothing reads', { 'data/train.csv.dvc': dvcFile }, true, false],
  ['only a comment reads it', { 'data/train.csv.dvc': dvcFile, ...script('# pd.read_csv("data/train.csv")') }, true, false],
  ['.dvc file without digest', { 'data/train.csv.dvc': 'outs:\n- path: train.csv\n', ...script('open("data/train.csv")') }, false, true],
  [
    'LFS pattern, file committed whole',
    { '.gitattributes': '*.csv filter=lfs\n', 'data/train.csv': 'a,b\n1,2\n', ...script('open("data/train.csv")') },
    false,
    false,
  ],
  [
    'a bucket of CDK that keeps versions',
    { 'cdk.json': '{}', 'lib/a.ts': "const b = new s3.Bucket(this, 'DataBucket', {\n  versioned: true,\n})\n" },
    false,
    true,
  ],
  [
    'a bucket of Terraform',
    {
      'main.tf': 'resource "google_storage_bucket" "training_data" {\n  name = "x"\n  versioning {\n    enabled = true\n  }\n}\n',
    },
    false,
    true,
  ],
  [
    'a bucket of CloudFormation',
    {
      'stack.yml':
        'Resources:\n  RawData:\n    Type: AWS::S3::Bucket\n    Properties:\n      VersioningConfiguration:\n        Status: Enabled\n',
    },
    false,
    true,
  ],
  ['W&B latest', script('import wandb\nrun = wandb.init()\nrun.use_artifact("train:latest")'), false, true],
  ['Hugging Face main', script('from datasets import load_dataset\nload_dataset("x", revision="main")'), false, true],
  [
    'Kedro',
    { 'conf/base/catalog.yml': 'cars:\n  type: pandas.CSVDataset\n  versioned: true\n', 'src/p.py': 'node(f, "cars", "x")\n' },
    false,
    true,
  ],
  ['dated address', { 'config.yaml': 'data: s3://bucket/data/2024-01-31/train.parquet\n' }, false, true],
  ['lakeFS main', script('read("lakefs://repo/main/data/x.parquet")'), false, true],
  [
    'nobody calls it',
    { 'a.py': 'from datasets import load_dataset\ndef load():\n    return load_dataset("x", revision="v1.0")\n', 'b.py': 'import a\n' },
    true,
    false,
  ],
]

describe('pinned and used', () => {
  test.each(whole)('%s', async (_, files) => {
    expect((await rows(files)).some(({ pinned, used }) => pinned && used)).toBe(true)
  })
  test.each(part)('in part: %s', async (_, files, pinned, used) => {
    expect(await rows(files)).toMatchObject([{ pinned, used }])
  })
})

test.each<[string, { [path: string]: string }]>([
  ['dvc init alone', { '.dvc/config': '[core]\n', '.dvcignore': '' }],
  ['LFS for pictures of documents', { '.gitattributes': '*.png filter=lfs\n', 'docs/a.png': pointer }],
  ['LFS for weights', { '.gitattributes': '*.pt filter=lfs\n', 'model.pt': pointer }],
  [
    'the sum of a tool',
    {
      'ci.sh': 'curl -O https://x/codecov.SHA256SUM\nshasum -a 256 -c codecov.SHA256SUM\n',
      '.github/workflows/a.yml': `jobs:\n  a:\n    steps:\n    - uses: a/b@${'9f'.repeat(20)}\n    - run: sha256sum -c codecov.SHA256SUM\n`,
    },
  ],
  ['code of others in a repository of its own', { '.gitmodules': '[submodule "lib"]\n\tpath = third_party/lib\n\turl = https://x/y\n' }],
  ['no revision', script('from datasets import load_dataset\nload_dataset("x")')],
  ['in a comment', script('# load_dataset("x", revision="abc1234")')],
  ['in a test', { 'tests/test_a.py': 'from datasets import load_dataset\nload_dataset("x", revision="abc1234")\n' }],
  ['a model artifact', script('import wandb\nrun = wandb.init()\nrun.use_artifact("m:v3", type="model")')],
  [
    'buckets of logs and state',
    {
      'main.tf':
        'resource "aws_s3_bucket_versioning" "tf_state" {\n  status = "Enabled"\n}\nresource "aws_s3_bucket" "data" {\n  bucket = "x"\n}\n',
      'stack.yml':
        'Resources:\n  DataBucket:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: a\n  ModelBucket:\n    Type: AWS::S3::Bucket\n    Properties:\n      VersioningConfiguration:\n        Status: Enabled\n',
    },
  ],
  ['words only', { 'README.md': 'We version data with DVC. `dvc pull`' }],
])('nothing: %s', async (_, files) => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  expect(finding.state).toBe('absent')
})

test('data in git and a missing remote are said', async () => {
  const files = { 'data/train.csv': 'a,b\n'.repeat(200), 'data/x.csv.dvc': dvcFile, '.dvc/config': '[core]\n' }
  const { limits } = await probe.collect({ repo: memoryRepo(files) }, context)
  expect(limits.join(' ')).toMatch(/1 data file is committed to git itself/)
  expect(limits.join(' ')).toMatch(/no remote configured/)
})

describe('seen in other repositories', () => {
  test('the weights of a trained model are no version of data', async () => {
    const weights = dvcFile.replace('train.csv', 'model.pt')
    const code = script('torch.load("models/model.pt")')
    expect(await rows({ 'models/model.pt.dvc': weights, ...code })).toEqual([])
    expect(await rows({ 'models/m.pkl.dvc': dvcFile.replace('train.csv', 'm.pkl'), ...script('load("models/m.pkl")') })).toEqual([])
    expect(await rows({ 'data/m.pkl.dvc': dvcFile.replace('train.csv', 'm.pkl'), ...script('load("data/m.pkl")') })).toHaveLength(1)
  })
  test('the lakeFS client keeps data in versions, and pins none unless a ref is named', async () => {
    const client = script('from lakefs_client.client import LakeFSClient\nclient = LakeFSClient(configuration)')
    expect((await rows(client)).map(({ pinned }) => pinned)).toEqual([false])
    const at = (ref: string): Promise<Row[]> => rows(script(`import lakefs\nr = lakefs.repository("d").ref("${ref}")`))
    expect((await at('0f1e2d3c')).some(({ pinned }) => pinned)).toBe(true)
    expect((await at('main')).some(({ pinned }) => pinned)).toBe(false)
  })
  test('an id that only whoever starts it gives pins nothing', async () => {
    const pinned = async (code: string, more: { [path: string]: string } = {}): Promise<boolean[]> =>
      (await rows({ 'train.py': code, ...more })).map((one) => one.pinned)
    const get = (more: string): string => `import sys\nfrom clearml import Dataset\n${more}`
    const load = 'def rows_of(info):\n    key = info.replace("clearml://", "")\n    return Dataset.get(dataset_id=key)\n'
    expect(await pinned(get(`${load}rows_of(sys.argv[1])\n`))).toEqual([false])
    expect(await pinned(get(`${load}rows_of("clearml://0f1e2d3c4b")\n`))).toEqual([true])
    expect(await pinned(get('KEY = "0f1e2d3c"\nDataset.get(dataset_id=KEY)\n'))).toEqual([true])
    expect(await pinned(get('from conf import KEY\nDataset.get(dataset_id=KEY)\n'), { 'conf.py': 'KEY = "0f1e2d3c"\n' })).toEqual([true])
    expect(await pinned(get('Dataset.get(dataset_id=cfg.dataset_id)\n'))).toEqual([true])
  })
})

test('code that refuses other bytes than those of a written digest reads one version', async () => {
  const fetch = (rest: string) =>
    `import hashlib\nimport urllib.request\nimport pandas as pd\n\ndef rows():\n    raw = urllib.request.urlopen("https://x/rows.parquet").read()\n    ${rest}\n    return pd.read_parquet(raw)\n\nrows()\n`
  const refuses = `if hashlib.sha256(raw).hexdigest() != "${'0a'.repeat(32)}":\n        raise ValueError("changed")`
  expect(await rows({ 'train.py': fetch(refuses) })).toMatchObject([{ tool: 'own digest', pinned: true, used: true }])
  expect(await rows({ 'train.py': fetch('print(hashlib.sha256(raw).hexdigest())') })).toEqual([])
  expect(await rows({ 'train.py': fetch(refuses.replace('0a'.repeat(32), 'changing')) })).toEqual([])
})

describe('what only looks like a version of what a model learns from', () => {
  const load = 'from sklearn.datasets import fetch_openml\nrows = fetch_openml(name="adult", version=2).frame\n'
  const learn = 'from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit(rows, rows)\n'
  const used = async (files: { [path: string]: string }) => (await rows(files)).map((one) => one.used)

  test('a public table shown by a library that does not learn from it, and one that is learnt from', async () => {
    expect(await used({ 'show.py': `${load}print(rows)\n` })).toEqual([false])
    expect(await used({ 'train.py': load + learn })).toEqual([true])
  })

  test('one program of many takes a version, and a loader that all of them share', async () => {
    const other = `import pandas as pd\nrows = pd.read_csv("https://x/rows.csv")\n${learn}`
    expect(await used({ 'a.py': load + learn, 'b.py': other, 'c.py': other, 'd.py': other })).toEqual([false])
    const shared = { 'load.py': load.replace('rows =', 'def rows_of():\n    return') }
    const user = `from load import rows_of\nrows = rows_of()\n${learn}`
    expect(await used({ ...shared, 'a.py': user, 'b.py': user, 'c.py': user })).toEqual([true])
  })

  test('data of tests that CI fetches, and data of training in a folder of the same name', async () => {
    const ci = { '.github/workflows/a.yml': 'jobs:\n  a:\n    steps:\n    - run: dvc pull\n' }
    expect(await used({ 'test_data/train.csv.dvc': dvcFile, ...ci })).toEqual([false])
    expect(await used({ 'test_data/train.csv.dvc': dvcFile, ...ci, ...script('open("test_data/train.csv")') })).toEqual([true])
    expect(await used({ 'data/test_data/train.csv.dvc': dvcFile, ...ci })).toEqual([true])
  })

  test('forecasts put away as a data set, and rows put away as one', async () => {
    const put = (name: string) => script(`import wandb\nwandb.log_artifact(wandb.Artifact("${name}", type="dataset"))`)
    expect(await rows(put('validation_results'))).toEqual([])
    expect(await rows(put('orders'))).toMatchObject([{ tool: 'W&B artifact', pinned: false }])
  })

  test('a file that hashes one thing and compares another refuses no rows', async () => {
    const name = `import hashlib\nimport pandas as pd\nrows = pd.read_csv("a.csv")\nname = hashlib.sha1(b"x").hexdigest()\nold = "${'0a'.repeat(20)}"\nif rows.size == 0:\n    raise ValueError("empty")\n`
    expect(await rows({ 'train.py': name })).toEqual([])
  })

  test('a table that a service looks words up in, and rows that a program in another language learns from', async () => {
    const held = { '.gitattributes': '*.csv filter=lfs\n', 'data/words.csv': pointer }
    const serve = 'import csv\nwords = list(csv.reader(open("data/words.csv")))\napp.predict(words, name=f"{lang}.train.csv")\n'
    expect(await used({ ...held, 'serve.py': serve })).toEqual([false])
    expect(await used({ ...held, 'serve.py': serve, 'tests/test_fit.py': 'model.fit(x)\n' })).toEqual([false])
    expect(await used({ ...held, 'run.sh': 'Rscript train.R data/words.csv\n', 'train.R': 'm <- lm(y ~ x)\n' })).toEqual([true])
    expect(await used({ ...held, 'work.py': 'model.fit(read("data/words.csv"))\n' })).toEqual([true])
  })
})
