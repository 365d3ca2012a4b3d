import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { context, memoryHistory, memoryRepo } from './memory-repo.ts'
import probe from './secrets.ts'

// Made for these tests and put together here, so that no file of this repository holds a whole one.
const aws = `AKIA${'Q3EGUTKAVBXPDLWN'}`
const github = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`
const random = 'q8Zr2Lx7Vb4Nc9Tw1Ky6'
const keyBody = 'MIIEpAIBAAKCAQEA75v0LrQ2nB8cXk3Yt6Zp9mWq1sDfGh4Jk7Lx5Cv2Bn8Mq3W'

const grades = async (files: { [path: string]: string }): Promise<string[]> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'found' ? (finding.facts.secrets as { grade: string; kind: string }[]).map(({ grade }) => grade) : []
}

const live: [string, string, string][] = [
  ['AWS key', 'settings.py', `key = "${aws}"`],
  ['AWS secret', '.aws/credentials', `aws_secret_access_key = ${'uJ8kQ2vR5xT9zB3nM6pL'}${'1wC4yD7fG0hS+aE/iOqZ'}`],
  ['GitHub token', 'run.sh', `curl -H "Authorization: token ${github}" x`],
  ['GitHub token in a test', 'tests/test_api.py', `token = "${github}"`],
  ['private key', 'deploy/id_rsa', `-----BEGIN RSA PRIVATE KEY-----\n${keyBody}\n-----END RSA PRIVATE KEY-----`],
  ['private key in JSON', 'sa.json', `{"private_key": "-----BEGIN PRIVATE KEY-----\\n${keyBody}\\n"}`],
  ['connection string', 'db.py', 'url = "postgresql://app:Zx9vQ2mLw7@db.acme.io:5432/x"'],
  ['password', 'config.yaml', 'db_password: Tr0ub4dor&Zebra'],
  ['quoted in code', 'a.py', `os.environ["WANDB_API_KEY"] = "${random}"`],
  ['default of a look-up', 'a.py', `key = os.getenv("SECRET_KEY", "${random}")`],
  ['dotenv', '.env', `API_TOKEN=${random}`],
  ['driver list', 'db.py', `c = "Driver=SQL;Server=tcp:rows.database.windows.net,1433;Uid=app;Pwd=${random};Encrypt=yes"`],
  ['driver list of libpq', 'db.py', `psycopg2.connect("host=db.acme.io dbname=rows user=app password=${random}")`],
  ['handed to a call', 'a.py', `dagshub.auth.add_app_token("${random}")`],
  ['tracker on the command line', 'a.ipynb', `{"cells": [{"source": ["!wandb login ${'0f3a9c'.padEnd(40, '4b7d2e81')}"]}]}`],
  ['key file of Kaggle', 'kaggle.json', `{"username":"ada","key":"${'9c1f'.padEnd(32, '7e20b4d8')}"}`],
  ['notebook', 'a.ipynb', `{"cells": [{"source": ["HF = \\"hf_${'QwErTyUiOpAsDfGhJkLzXcVbNmQaWsEdRf'}\\""]}]}`],
]
const made: [string, string, string, string[]][] = [
  ['AWS example', 'README.md', 'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', ['placeholder']],
  ['local default', 'docker-compose.yml', 'DATABASE_URL: postgres://postgres:postgres@localhost/x', ['default']],
  ['default password', 'docker-compose.yml', 'POSTGRES_PASSWORD: postgres', ['default']],
  ['changeme', 'a.yaml', 'password: changeme', ['default']],
  ['angle brackets', 'a.yaml', 'api_key: <your-key>', []],
  ['environment', 'a.py', 'password = os.environ["DB_PASSWORD"]\ntoken = get_token()\n', []],
  ['environment in YAML', '.github/workflows/a.yml', '          token: ${{ secrets.GITHUB_TOKEN }}', []],
  ['environment in a URL', 'a.py', 'url = f"postgresql://{user}:{password}@{host}/db"', ['placeholder']],
  ['shell variable', 'a.sh', 'export API_KEY=$KEY_FROM_VAULT', []],
  [
    'who signed a link',
    'a.ipynb',
    `"https://b.s3.amazonaws.com/x?X-Amz-Credential=${aws}%2F20211120%2Fus-east-1%2Fs3&X-Amz-Signature=2b0c"`,
    [],
  ],
  ['who signed a request', 'a.txt', `Authorization: AWS4-HMAC-SHA256 Credential=${aws}/20240101/us-east-1/s3/aws4_request`, []],
  [
    'what signs a link',
    'a.yaml',
    `url: https://b.s3.amazonaws.com/x?AWSAccessKeyId=${aws}&Signature=ab%3D&Expires=1637444974&x-amz-security-token=${random}`,
    [],
  ],
  ['driver list from variables', 'db.py', 'c = f"Server={server};Uid={user};Pwd={password}"\nd = "host=%s password=%s" % (h, p)', []],
  ['driver list of this machine', 'db.py', 'c = "host=localhost dbname=x user=postgres password=postgres"', ['default']],
  ['a token of words', 'a.py', 'tokenizer.add_special_token("begin_of_sentence_1")\nlogin_with_token("token-name-in-vault")', []],
  ['xxxx', 'a.py', `t = "ghp_${'x'.repeat(36)}"`, ['placeholder']],
  ['test fixture', 'tests/fixtures/keys.py', `t = "${github}"`, ['placeholder']],
  ['password in a test', 'tests/test_a.py', 'password = "Tr0ub4dor&Zebra"', []],
  ['special tokens', 'a.py', 'pad_token = "<|endoftext|>"\nmax_tokens = "4096"\ntoken_type = "bearer12345678"\n', []],
  ['public key', 'id_rsa.pub', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDJ7s9fK2', []],
  ['lock file hashes', 'poetry.lock', `token = "${random}"`, []],
  ['account id', 'a.tf', 'account_id = "123456789012"', []],
  [
    'a check for keys',
    'a.py',
    'if "-----BEGIN RSA PRIVATE KEY-----" in text:\n    raise ValueError("no keys here please, they belong elsewhere")',
    [],
  ],
  ['name of a secret', 'a.yaml', 'secretName: my-database-credentials-2024\nsecret_name: prod/db/main', []],
  [
    'JWT of the documents',
    'a.py',
    `t = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${'eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0'}.${'SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJVadQssw5c'}"`,
    ['placeholder'],
  ],
  ['hash, not a secret', 'a.py', 'password_hash = "5f4dcc3b5aa765d61d8327deb882cf99"', []],
]

describe('grades', () => {
  test.each(live)('live-looking: %s', async (_, path, text) => {
    const found = await grades({ [path]: text })
    expect(found).toContain('live_looking')
  })
  test.each(made)('not live: %s', async (_, path, text, expected) => {
    expect([...new Set(await grades({ [path]: text }))]).toEqual(expected)
  })
})

const told = (files: { [path: string]: string | null }[], shallow = false) =>
  probe.collect(
    {
      repo: memoryHistory(
        files.map((one, n) => ({ by: 'Ada Lovelace', at: `2026-01-0${n + 1}T10:00:00Z`, files: one })),
        { shallow },
      ),
    },
    context,
  )

test('a secret removed at HEAD is alive in history, with the commit that brought it in', async () => {
  const finding = await told([{ 'a.py': 'x = 1\n' }, { 'a.py': `x = 1\nt = "${github}"\n` }, { 'a.py': 'x = 1\nt = os.environ["T"]\n' }])
  expect(finding).toMatchObject({
    facts: {
      live_looking: 1,
      secrets: [{ kind: 'GitHub token', place: 'history', path: 'a.py', line: 2, commit: '2'.padStart(40, '0'), grade: 'live_looking' }],
    },
  })
})

test('a secret in both is told once, in the tree, with the commit that brought it in', async () => {
  const finding = await told([{ 'a.py': `t = "${github}"\n` }, { 'b.py': 'x = 1\n' }])
  expect(finding).toMatchObject({ facts: { secrets: [{ place: 'tree', path: 'a.py', line: 1, commit: '1'.padStart(40, '0') }] } })
})

test('a cut history: what is found stands, "none" is not said', async () => {
  expect(await told([{ 'a.py': 'x = 1\n' }], true)).toMatchObject({
    state: 'found',
    facts: {},
    unknown: { secrets: 'failed', live_looking: 'failed' },
  })
  expect(await told([{ 'a.py': `t = "${github}"\n` }], true)).toMatchObject({ facts: { live_looking: 1 } })
})

test('nothing found says what was searched', async () => {
  expect(await told([{ 'a.py': 'x = 1\n' }])).toMatchObject({ state: 'absent', searched: expect.stringContaining('1 files') })
})

test('no part of a secret is ever told', async () => {
  const letters = fc.string({
    unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'),
    minLength: 36,
    maxLength: 36,
  })
  await fc.assert(
    fc.asyncProperty(letters, fc.boolean(), async (body, removed) => {
      const text = `api_token = "ghp_${body}"\nurl = "postgres://app:${body}@db.acme.io/x"\n`
      const finding = await told([{ 'a.py': text }, { 'a.py': removed ? '' : text }])
      const out = JSON.stringify(finding)
      for (let at = 0; at + 6 <= body.length; at++) expect(out.includes(body.slice(at, at + 6))).toBe(false)
    }),
    { numRuns: 40 },
  )
})

test('a key file beside its signed link is still live', async () => {
  expect(await grades({ 'rootkey.csv': `AWSAccessKeyId=${aws}\n` })).toEqual(['live_looking'])
  expect(await grades({ 'a.py': `url = "https://b.s3.amazonaws.com/x?X-Amz-Signature=2b0c"; key = "${aws}"` })).toEqual(['live_looking'])
})

test('what a tool made unreadable is no secret, the same name with a value of its own is', async () => {
  const sealed = `AgB${'y3Ki4OJ5SWt9PiTyLYZA9r'.repeat(16)}`
  const files = {
    'deploy/s.yaml': `password: ENC[AES256_GCM,data:${random},type:str]\napi_key: ${sealed}\ntoken: vault:v1:${random}${random}\n`,
  }
  expect(await grades(files)).toEqual([])
  expect(await grades({ 'deploy/s.yaml': `password: ${random}\n` })).toEqual(['live_looking'])
})
