import { expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './vendor-models.ts'

type Files = { [path: string]: string }
type Call = { path: string; line: number; vendor: string; pinned: boolean; model: string | null }
type Facts = { calls: Call[]; hub_models: Call[]; own_models: number; remains: string; floating: number }

const factsOf = async (files: Files): Promise<Facts | undefined> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'found' ? (finding.facts as unknown as Facts) : undefined
}
const openai = (model: string, before = ''): string =>
  `from openai import OpenAI\n${before}client = OpenAI()\ndef ask(text):\n    return client.chat.completions.create(model=${model}, messages=[])\n`

const calls: [string, string, Files][] = [
  ['a name that moves', 'OpenAI moving', { 'a.py': openai('"gpt-4o"') }],
  ['a dated one', 'OpenAI fixed', { 'a.py': openai('"gpt-4o-2024-08-06"') }],
  [
    'a constant of another file',
    'OpenAI fixed',
    { 'names.py': 'MODEL = "gpt-4-0613"\n', 'a.py': openai('MODEL', 'from names import MODEL\n') },
  ],
  [
    'a parameter with a caller',
    'Anthropic fixed',
    {
      'a.py':
        'import anthropic\ndef ask(name, text):\n    client = anthropic.Anthropic()\n    return client.messages.create(model=name, messages=[])\n',
      'b.py': 'from a import ask\nask("claude-3-5-sonnet-20241022", "x")\n',
    },
  ],
  [
    'an attribute that settings fill',
    'OpenAI moving',
    { 'config.yaml': 'llm:\n  chat_model: gpt-4o-mini\n', 'a.py': openai('cfg.llm.chat_model') },
  ],
  ['one of two names moves', 'OpenAI moving', { 'a.py': openai('"gpt-4-0613" if long else "gpt-4o"') }],
  [
    'the latest',
    'Anthropic moving',
    { 'a.py': 'import anthropic\nanthropic.Anthropic().messages.create(model="claude-3-5-haiku-latest")\n' },
  ],
  [
    'a name that its vendor does not move',
    'Anthropic fixed',
    { 'a.py': 'import anthropic\nanthropic.Anthropic().messages.create(model="claude-sonnet-4-6")\n' },
  ],
  ['a name from nowhere', 'OpenAI moving', { 'a.py': openai('sys.argv[1]') }],
  [
    'a deployment of Azure, whatever it is called',
    'Azure OpenAI moving',
    { 'a.py': 'from openai import AzureOpenAI\nc = AzureOpenAI()\nc.chat.completions.create(model="gpt-4-0613")\n' },
  ],
  [
    'a client in a class',
    'OpenAI moving',
    {
      'a.py':
        'from openai import OpenAI\nclass A:\n    def __init__(self):\n        self.llm = OpenAI()\n    def ask(self):\n        return self.llm.responses.create(model="gpt-4.1")\n',
    },
  ],
  ['LangChain', 'LangChain moving', { 'a.py': 'from langchain_openai import ChatOpenAI\nllm = ChatOpenAI(model="gpt-4o")\n' }],
  [
    'Bedrock',
    'Amazon Bedrock fixed',
    {
      'a.py':
        'import boto3\nb = boto3.client("bedrock-runtime")\nb.invoke_model(modelId="anthropic.claude-3-sonnet-20240229-v1:0", body=x)\n',
    },
  ],
  [
    'a plain request: an unusual way',
    'OpenAI fixed',
    {
      'a.py':
        'import requests\nURL = "https://api.openai.com/v1/chat/completions"\nrequests.post(URL, json={"model": "gpt-4o-2024-08-06", "messages": []})\n',
    },
  ],
  [
    'a broker through the client of another',
    'OpenRouter moving',
    {
      'a.py':
        'from openai import OpenAI\nc = OpenAI(base_url="https://openrouter.ai/api/v1")\nc.chat.completions.create(model="meta-llama/llama-3-70b-instruct")\n',
    },
  ],
  [
    'a server of their own behind that client',
    'none',
    {
      'a.py':
        'from openai import OpenAI\nc = OpenAI(base_url="http://localhost:8000/v1")\nc.chat.completions.create(model="gpt-4o")\ndef f(): pass\n',
    },
  ],
  ['an import that nobody calls: an imitation', 'none', { 'a.py': 'import openai\nfrom anthropic import Anthropic\nMODEL = "gpt-4o"\n' }],
  [
    'a class of their own with that name',
    'none',
    { 'a.py': 'class OpenAI:\n    pass\nc = OpenAI()\nc.chat.completions.create(model="gpt-4o")\n' },
  ],
  ['a call that never runs', 'none', { 'a.py': 'import openai\nif False:\n    openai.ChatCompletion.create(model="gpt-4")\n' }],
  ['a test', 'none', { 'a.py': 'x = 1\n', 'tests/test_a.py': openai('"gpt-4o"') }],
]
test.each(calls)('%s: %s', async (_, expected, files) => {
  const call = (await factsOf(files))?.calls[0]
  expect(call === undefined ? 'none' : `${call.vendor} ${call.pinned ? 'fixed' : 'moving'}`).toBe(expected)
})

test('weights of a hub are fixed by a revision, and paths are none', async () => {
  const facts = await factsOf({
    'a.py': `from transformers import AutoModel\nNAME = "org/model"\nAutoModel.from_pretrained(NAME)\nAutoModel.from_pretrained("org/model", revision="${'ab12'.repeat(10)}")\nAutoModel.from_pretrained("outputs/best")\nAutoModel.from_pretrained("org/model", revision="main")\n`,
  })
  expect(facts?.hub_models.map(({ line, pinned }) => [line, pinned])).toEqual([
    [3, false],
    [4, true],
    [6, false],
  ])
})

const tuned =
  'from transformers import AutoModel, Trainer\nm = AutoModel.from_pretrained("bert-base-uncased")\ntrainer = Trainer(m)\ntrainer.train()\n'
const remains: [string, string, Files][] = [
  [
    'a model of their own',
    'own_models',
    { 'a.py': openai('"gpt-4o"'), 'train.py': 'from sklearn.svm import SVC\nm = SVC()\nm.fit(X, y)\n' },
  ],
  ['ready-made weights, trained further', 'fine_tuned', { 'a.py': tuned }],
  ['rules', 'rules', { 'a.py': openai('"gpt-4o"'), 'price.py': 'def price(x):\n    return 3 * x\n' }],
  ['nothing', 'nothing', { 'app.py': openai('"gpt-4o"') }],
  [
    'a scaler is no model: an imitation',
    'rules',
    {
      'a.py': openai('"gpt-4o"'),
      'b.py': 'from sklearn.preprocessing import StandardScaler\ndef f(x):\n    return StandardScaler().fit(x)\n',
    },
  ],
]
test.each(remains)('without the models of others remains %s', async (_, expected, files) => {
  expect((await factsOf(files))?.remains).toBe(expected)
})
