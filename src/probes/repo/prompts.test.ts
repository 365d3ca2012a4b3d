import { expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './prompts.ts'

type Files = { [path: string]: string }
type Facts = {
  prompts: { path: string; line: number; versioned: boolean; kind: string }[]
  unfollowed: number
  evaluations: { path: string; tool: string; set: string | null; pinned: boolean; in_ci: boolean }[]
}
const factsOf = async (files: Files): Promise<Facts | undefined> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'found' ? (finding.facts as unknown as Facts) : undefined
}
const ask = (prompt: string, ...before: string[]): string =>
  [
    'from openai import OpenAI',
    ...before,
    'client = OpenAI()',
    'def answer(text):',
    `    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": ${prompt}}])`,
    '',
  ].join('\n')
const words = 'Answer the question in one short sentence.'

const prompts: [string, string, Files][] = [
  ['words in the call', 'ask.py:4 constant', { 'ask.py': ask(`"${words}"`) }],
  ['an f-string', 'ask.py:4 constant', { 'ask.py': ask(`f"${words} {text}"`) }],
  [
    'a constant of another file',
    'prompts.py:1 constant',
    { 'ask.py': ask('PROMPT + text', 'from prompts import PROMPT'), 'prompts.py': `PROMPT = "${words}"\n` },
  ],
  [
    'a file that code reads',
    'prompts/short.txt:1 file',
    { 'ask.py': ask('open("prompts/short.txt").read()'), 'prompts/short.txt': `${words}\n` },
  ],
  [
    'words given to a wrapper two calls away: an unusual way',
    'app.py:3 constant',
    {
      'ask.py': [
        'from openai import OpenAI',
        'class Client:',
        '    def chatter(self, messages):',
        '        return self._send(messages)',
        '    def _send(self, messages):',
        '        return OpenAI().chat.completions.create(model="gpt-4o", messages=messages)',
        '',
      ].join('\n'),
      'app.py': `from ask import Client\ndef go(client):\n    return client.chatter("${words}")\n`,
    },
  ],
  [
    'a template of a library',
    'chain.py:3 constant',
    {
      'chain.py': `from langchain_openai import ChatOpenAI\nfrom langchain_core.prompts import PromptTemplate\nprompt = PromptTemplate.from_template("${words}")\nchain = prompt | ChatOpenAI(model="gpt-4o")\n`,
    },
  ],
  ['fetched from outside', 'ask.py:5 fetched', { 'ask.py': ask('hub.pull("owner/short")', 'from langchain import hub') }],
  ['only what the user wrote: an imitation', 'none', { 'ask.py': ask('text') }],
  ['a role and a name are no prompt', 'none', { 'ask.py': ask('"gpt-4o-mini"') }],
  [
    'words given to something else on the way',
    'none',
    { 'ask.py': ask('made()', 'def made():\n    return note(notes="These words are for the log of the reviewers.")') },
  ],
]
test.each(prompts)('%s: %s', async (_, expected, files) => {
  const [first] = (await factsOf(files))?.prompts ?? []
  expect(first === undefined ? 'none' : `${first.path}:${first.line} ${first.kind}`).toBe(expected)
})

test('a file of prompts without a call to a language model is none', async () => {
  expect(await factsOf({ 'prompts.py': `PROMPT = "${words}"\n`, 'promptfooconfig.yaml': 'tests: []\n' })).toBeUndefined()
})

test('a call whose words could not be followed is counted', async () => {
  expect((await factsOf({ 'ask.py': ask('text') }))?.unfollowed).toBe(1)
})

const ci = (...lines: string[]): Files => ({
  '.github/workflows/ci.yml': [
    'on: push',
    'jobs:',
    '  a:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    ...lines.map((line) => `      - run: ${line}`),
    '',
  ].join('\n'),
})
const own: Files = {
  'ask.py': ask(`"${words}" + text`),
  'evals/cases.jsonl': '{"question": "a", "expected": "b"}\n',
  'evals/run_eval.py': [
    'import json',
    'from ask import answer',
    'def main():',
    '    cases = [json.loads(line) for line in open("evals/cases.jsonl")]',
    '    accuracy = sum(answer(one["question"]) == one["expected"] for one in cases) / len(cases)',
    '    assert accuracy > 0.8',
    'main()',
    '',
  ].join('\n'),
}

const evaluations: [string, string, Files][] = [
  ['an own program in CI', 'own program evals/cases.jsonl pinned ci', { ...own, ...ci('python evals/run_eval.py') }],
  ['by hand', 'own program evals/cases.jsonl pinned hand', { ...own, ...ci('ruff check .') }],
  [
    'started through another program: an unusual way',
    'own program evals/cases.jsonl pinned ci',
    { ...own, 'start.py': 'import evals.run_eval\nevals.run_eval.main()\n', ...ci('python start.py') },
  ],
  [
    'promptfoo',
    'promptfoo promptfooconfig.yaml pinned ci',
    { 'ask.py': ask(`"${words}"`), 'promptfooconfig.yaml': 'prompts: [a]\ntests: []\n', ...ci('npx promptfoo eval') },
  ],
  [
    'a test with DeepEval',
    'DeepEval null loose ci',
    {
      'ask.py': ask(`"${words}"`),
      'tests/test_answers.py':
        'from deepeval import assert_test\nfrom ask import answer\ndef test_answers():\n    assert_test(answer("a"), [])\n',
      ...ci('pytest tests'),
    },
  ],
  [
    'a program that is only called an evaluation: an imitation',
    'none',
    {
      ...own,
      'evals/run_eval.py': 'import json\ncases = json.load(open("evals/cases.jsonl"))\naccuracy = len(cases)\nprint(accuracy)\n',
    },
  ],
  ['cases that are not there', 'none', Object.fromEntries(Object.entries(own).filter(([path]) => !path.endsWith('.jsonl')))],
]
test.each(evaluations)('%s: %s', async (_, expected, files) => {
  const [first] = (await factsOf(files))?.evaluations ?? []
  const told = first && `${first.tool} ${first.set} ${first.pinned ? 'pinned' : 'loose'} ${first.in_ci ? 'ci' : 'hand'}`
  expect(told ?? 'none').toBe(expected)
})
