import { expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './model-files.ts'

type Files = { [path: string]: string }
type Load = { path: string; line: number; call: string; from: string; outside: boolean; digest_held: boolean }
type File = { path: string; format: string; unsafe: boolean | null; loaded_at: string | null; starts_programs: boolean }

const factsOf = async (files: Files) => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'found' ? (finding.facts as unknown as { files: File[]; loads: Load[]; unsafe_outside: number }) : undefined
}

/** Protocol 4: a class of scikit-learn, made and given an empty state. */
const pickle4 = '\x80\x04\x95\x30\x00\x00\x00\x00\x00\x00\x00\x8c\x14sklearn.linear_model\x94\x8c\x05Lasso\x94\x93\x94)\x81\x94}\x94b.'
const pickle0 = 'cos\nsystem\np0\n(Vls\np1\ntp2\nRp3\n.'
const zip = (name: string, body: string): string =>
  `PK\x03\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00${String.fromCharCode(name.length)}\x00\x00\x00${name}${body}`

const forms: [string, string, string, string, boolean | null | undefined][] = [
  ['a pickle', 'm.pkl', pickle4, 'pickle', true],
  ['one of protocol 0', 'm.dat', pickle0, 'pickle', true],
  ['one that calls itself safetensors: an imitation', 'm.safetensors', pickle4, 'pickle', true],
  ['PyTorch', 'm.pt', zip('archive/data.pkl', '\x80\x02ccollections\nOrderedDict\nq\x00)Rq\x01.'), 'PyTorch (zip with pickle)', true],
  [
    'safetensors',
    'm.safetensors',
    '\x40\x00\x00\x00\x00\x00\x00\x00{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
    'safetensors',
    false,
  ],
  ['a safe form under a name of pickles: an unusual way', 'm.pkl', "\x93NUMPY\x01\x00v\x00{'descr': '<f8', }", 'NumPy', false],
  ['arrays of objects', 'a.npy', "\x93NUMPY\x01\x00v\x00{'descr': '|O', }", 'NumPy objects (pickle)', true],
  ['ONNX', 'm.onnx', '\x08\x07\x12\x07pytorch', 'ONNX', false],
  ['HDF5', 'm.h5', '\x89HDF\r\n\x1a\n\x00', 'HDF5', false],
  ['GGUF', 'm.bin', 'GGUF\x03\x00\x00\x00', 'GGUF', false],
  ['a pointer', 'm.pkl', `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 3\n`, 'Git LFS pointer', null],
  ['a text under a name of pickles', 'm.pkl', 'c is a language\nand so on.', '', undefined],
  ['a table under a name of pickles', 'm.pkl', 'a,b\n1,2\n', '', undefined],
  ['a graph of TensorFlow', 'model/saved_model.pb', '\x08\x01\x12', 'TensorFlow SavedModel', false],
]
test.each(forms)('stored as %s', async (_, path, bytes, format, unsafe) => {
  const file = (await factsOf({ [path]: bytes }))?.files[0]
  expect([file?.format ?? '', file?.unsafe]).toEqual([format, unsafe])
})

test('a pickle that would start programs is told from one that holds a model', async () => {
  const facts = await factsOf({ 'a.pkl': pickle0, 'b.pkl': pickle4 })
  expect(facts?.files.map(({ path, starts_programs }) => [path, starts_programs])).toEqual([
    ['a.pkl', true],
    ['b.pkl', false],
  ])
})

test('a packed pickle is opened no further than its first bytes', async () => {
  const packed = new Blob([Buffer.from(pickle4, 'latin1')]).stream().pipeThrough(new CompressionStream('gzip'))
  const bytes = Buffer.from(await new Response(packed).arrayBuffer()).toString('latin1')
  expect((await factsOf({ 'm.joblib': bytes }))?.files[0]).toMatchObject({ format: 'pickle, gzip', unsafe: true })
})

const loads: [string, string, Files][] = [
  [
    'a download, three functions away',
    'internet open',
    {
      'net.py': 'import requests\ndef fetch(url, to):\n    open(to, "wb").write(requests.get(url).content)\n    return to\n',
      'app.py':
        'import pickle\nfrom net import fetch\nURL = "https://models.example.org/m.pkl"\ndef path():\n    return fetch(URL, "/tmp/m.pkl")\ndef load():\n    with open(path(), "rb") as f:\n        return pickle.load(f)\n',
    },
  ],
  [
    'the same with its digest compared',
    'internet held',
    {
      'app.py':
        'import hashlib, pickle, urllib.request\nraw = urllib.request.urlopen("https://x.example.org/m").read()\nif hashlib.sha256(raw).hexdigest() != WANTED:\n    raise ValueError\nmodel = pickle.loads(raw)\n',
    },
  ],
  [
    'what a user sends',
    'request open',
    { 'app.py': 'import pickle\nfrom flask import request\ndef up():\n    return pickle.loads(request.files["m"].read())\n' },
  ],
  [
    'what it wrote itself',
    'own',
    { 'train.py': 'import joblib\njoblib.dump(m, "out/m.joblib")\n', 'serve.py': 'import joblib\nm = joblib.load("out/m.joblib")\n' },
  ],
  ['weights only', 'none', { 'a.py': 'import torch\nm = torch.load(hf_hub_download("a/b", "c.pt"), weights_only=True)\n' }],
  [
    'weights only, by keywords from a dictionary',
    'none',
    { 'a.py': 'import torch\nkw = {"weights_only": True}\nm = torch.load(f, **kw)\n' },
  ],
  [
    'a version of torch that loads weights only',
    'none',
    { 'requirements.txt': 'torch>=2.6\n', 'a.py': 'import torch\nm = torch.load(f)\n' },
  ],
  [
    'code of a hub',
    'internet open',
    { 'a.py': 'from transformers import AutoModel\nNAME = "org/model"\nm = AutoModel.from_pretrained(NAME, trust_remote_code=True)\n' },
  ],
  [
    'code of a hub at one commit',
    'internet held',
    {
      'a.py': `from transformers import AutoModel\nm = AutoModel.from_pretrained("org/model", trust_remote_code=True, revision="${'a1'.repeat(20)}")\n`,
    },
  ],
  [
    'a hub from which no code is run',
    'none',
    { 'a.py': 'from transformers import AutoModel\nm = AutoModel.from_pretrained("org/model", trust_remote_code=False)\n' },
  ],
  [
    'a bucket',
    'store',
    {
      'a.py':
        'import boto3, joblib\nboto3.client("s3").download_file("b", "k", "m.joblib")\npath = "m.joblib"\nboto3.client("s3").download_file("b", "k", path)\nm = joblib.load(path)\n',
    },
  ],
  [
    'another file that is open under the same name',
    'own',
    {
      'a.py':
        'import pickle, urllib.request\nwith open("x.csv", "wb") as f:\n    f.write(urllib.request.urlopen("https://x.example.org").read())\nwith open("m.pkl", "wb") as g:\n    pickle.dump(m, g)\nwith open("m.pkl", "rb") as f:\n    m = pickle.load(f)\n',
    },
  ],
  [
    'a method of that name: an imitation',
    'none',
    {
      'a.py':
        'import json\nclass Pickle:\n    def load(self, f): return json.load(f)\npickle = Pickle()\nm = pickle.load(open("https://x.example.org"))\n',
    },
  ],
  [
    'YAML that may make objects',
    'internet open',
    { 'a.py': 'import yaml, requests\nc = yaml.load(requests.get("https://x.example.org/c.yaml").text, Loader=yaml.UnsafeLoader)\n' },
  ],
  ['safe YAML', 'none', { 'a.py': 'import yaml, requests\nc = yaml.safe_load(requests.get("https://x.example.org/c.yaml").text)\n' }],
  [
    'a test',
    'none',
    {
      'app.py': 'x = 1\n',
      'tests/test_a.py': 'import pickle, requests\nm = pickle.loads(requests.get("https://x.example.org").content)\n',
    },
  ],
]
test.each(loads)('loads %s: %s', async (_, expected, files) => {
  const load = (await factsOf(files))?.loads[0]
  const told = load === undefined ? 'none' : load.outside ? `${load.from} ${load.digest_held ? 'held' : 'open'}` : load.from
  expect(told).toBe(expected)
})
