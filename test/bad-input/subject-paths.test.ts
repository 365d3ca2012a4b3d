/** Paths that leave the folder or lead to nothing, and addresses that are none or hold a secret. */
import { type Case, head, refuses, secret } from './refused-subject.ts'

const paths: Case[] = [
  {
    name: 'a missing table',
    yaml: `${head}tables:\n  train: { path: no.csv }\n`,
    at: '4:18',
    says: '`no.csv` does not exist beside this file.',
  },
  { name: 'a missing repository', yaml: `${head}repo: { path: no }\n`, at: '3:15', says: '`no` does not exist' },
  {
    name: 'missing labels',
    yaml: `${head}predictions: { p: { path: in/a.csv, labels: { path: no, id: a, label: b } } }\n`,
    at: '3:53',
    says: '`no` does',
  },
  { name: 'missing runs', yaml: `${head}ci: { runs: no.json }\n`, at: '3:13', says: '`no.json` does not exist' },
  { name: 'a missing document', yaml: `${head}statements: [{ says: x, document: no.md }]\n`, at: '3:35', says: '`no.md` does not exist' },
  { name: 'missing answers', yaml: `${head}answers: [in/a.csv, no.yaml]\n`, at: '3:21', says: '`no.yaml` does not exist' },
  {
    name: 'a missing request',
    yaml: `${head}endpoint: { url: "http://h/", body: no.json }\n`,
    at: '3:37',
    says: '`no.json` does not exist',
  },
  { name: 'a missing store', yaml: `${head}mlflow: { uri: mlruns }\n`, at: '3:16', says: '`mlruns` does not exist' },
  {
    name: 'a pattern in a missing folder',
    yaml: `${head}tables: { a: { path: no/*.csv } }\n`,
    at: '3:22',
    says: '`no/*.csv` does not exist',
  },
  {
    name: 'a path upwards',
    yaml: `${head}tables: { a: { path: ../a.csv } }\n`,
    at: '3:22',
    says: '`../a.csv` leaves the folder of this file',
  },
  { name: 'a path from the root', yaml: `${head}documents: { path: /etc }\n`, at: '3:20', says: '`/etc` leaves the folder of this file' },
  {
    name: 'a link to a file outside',
    yaml: `${head}tables: { a: { path: in/up.csv } }\n`,
    at: '3:22',
    says: '`in/up.csv` leaves the folder',
  },
  { name: 'a link to a folder outside', yaml: `${head}documents: { path: in/link }\n`, at: '3:20', says: '`in/link` leaves the folder' },
  { name: 'something missing behind a link', yaml: `${head}ci: { runs: in/link/none.json }\n`, at: '3:13', says: 'leaves the folder' },
  { name: 'a pattern behind a link', yaml: `${head}tables: { a: { path: in/link/h*.csv } }\n`, at: '3:22', says: 'leaves the folder' },
  { name: 'a pattern that climbs', yaml: `${head}tables: { a: { path: "in/*/../../x" } }\n`, at: '3:22', says: 'leaves the folder' },
  {
    name: 'a home from the environment',
    yaml: `${head}tables: { a: { path: "\${HOME}/a" } }\n`,
    at: '3:22',
    says: 'paths are not filled from the environ',
  },
  { name: 'a framework outside', yaml: `${head}frameworks: [../mine]\n`, at: '3:14', says: '`../mine` leaves the folder' },
  { name: 'a NUL in a path', yaml: `${head}tables: { a: { path: "in/a\\0.csv" } }\n`, at: '3:22', says: 'holds a NUL character' },
]

const addresses: Case[] = [
  {
    name: 'a password in an address',
    yaml: `${head}mlflow: { uri: "http://ada:${secret}@h:5000" }\n`,
    at: '3:16',
    says: 'holds a password or a key',
  },
  {
    name: 'a password with a slash',
    yaml: `${head}endpoint: { url: "https://ada:x@${secret}@h/" }\n`,
    at: '3:18',
    says: 'holds a password or a key',
  },
  {
    name: 'a token as user',
    yaml: `${head}prometheus: { url: "http://${secret}@h:9090" }\n`,
    at: '3:20',
    says: 'holds a password or a key',
  },
  {
    name: 'a token in the query',
    yaml: `${head}endpoint: { url: "http://h/?api_key=${secret}" }\n`,
    at: '3:18',
    says: 'holds a password or a key',
  },
  {
    name: 'half a password',
    yaml: `${head}endpoint: { url: "http://a:\${P}${secret}@h/" }\n`,
    at: '3:18',
    says: 'holds a password or a key',
  },
  { name: 'a variable without a name', yaml: `${head}endpoint: { url: "http://\${a b}/" }\n`, at: '3:18', says: 'names no variable' },
  { name: 'a variable that stays open', yaml: `${head}endpoint: { url: "http://\${HOST/" }\n`, at: '3:18', says: 'names no variable' },
  { name: 'a file for an endpoint', yaml: `${head}endpoint: { url: "file:///etc/passwd" }\n`, at: '3:18', says: 'is no web address' },
  { name: 'a word for an address', yaml: `${head}prometheus: { url: localhost }\n`, at: '3:20', says: 'is no web address' },
  {
    name: 'a rate below nothing',
    yaml: `${head}endpoint: { url: "http://h/", rate: -5 }\n`,
    at: '3:31',
    says: 'is -5; a number above 0 was expected',
  },
]

refuses('paths', paths)
refuses('addresses', addresses)
