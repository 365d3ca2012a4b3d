import { expect, test } from 'vitest'
import probe from './flags.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }
type Facts = {
  flags: { line: number; kind: string; guards_model: boolean; at_request: boolean }[]
  fallbacks: { line: number; kind: string; wired: boolean }[]
}

const factsOf = async (files: Files): Promise<Facts | undefined> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'found' ? (finding.facts as unknown as Facts) : undefined
}
const app = (...lines: string[]): Files => ({
  'app.py': [
    'from fastapi import FastAPI',
    'import os',
    'app = FastAPI()',
    '@app.post("/p")',
    'def answer(row):',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n'),
})

const flags: [string, string, Files][] = [
  [
    'the environment, read each time',
    'environment guards',
    app('if os.getenv("MODEL_ENABLED") == "1":', '    return model.predict(row)', 'return 0'),
  ],
  [
    'leaving before the model: an unusual way',
    'environment guards',
    app('off = os.environ.get("DISABLE_MODEL", "")', 'if off:', '    return popular()', 'return model.predict(row)'),
  ],
  [
    'a flag service behind a helper',
    'LaunchDarkly guards',
    {
      ...app('if is_on(row):', '    return model.predict(row)', 'return 0'),
      'app.py': (app('if is_on(row):', '    return score(row)', 'return 0')['app.py'] as string).replace(
        'import os',
        'from switches import is_on\nfrom scoring import score',
      ),
      'switches.py': 'import ldclient\ndef is_on(row):\n    return ldclient.get().variation("use-model", ctx, False)\n',
      'scoring.py': 'def score(row):\n    return model.predict(row)\n',
    },
  ],
  [
    'OpenFeature',
    'OpenFeature guards',
    {
      'app.py': (app('return model.predict(row) if client.get_boolean_value("ranker", False) else 0')['app.py'] as string).replace(
        'import os',
        'from openfeature import api\nclient = api.get_client()',
      ),
    },
  ],
  ['a key in a store', 'setting guards', app('if redis_client.get("model_enabled"):', '    return model.predict(row)', 'return 0')],
  [
    'read when the file is imported',
    'environment start',
    {
      'app.py': (app('if USE_MODEL:', '    return model.predict(row)', 'return 0')['app.py'] as string).replace(
        'app = ',
        'USE_MODEL = os.getenv("USE_MODEL") == "1"\napp = ',
      ),
    },
  ],
  ['settings made at the start', 'setting start', app('if settings.use_model:', '    return model.predict(row)', 'return 0')],
  [
    'a switch of something else: an imitation',
    'none',
    app('if os.getenv("ENABLE_METRICS"):', '    count(row)', 'return model.predict(row)'),
  ],
  ['a model on both sides', 'none', app('if os.getenv("USE_NEW"):', '    return b.predict(row)', 'else:', '    return a.predict(row)')],
  ['whether a model was found', 'none', app('if load(os.getenv("USE_MODEL")) is None:', '    return 0', 'return model.predict(row)')],
  ['a key is no switch', 'none', app('if os.getenv("FEATURE_API_KEY"):', '    return model.predict(row)', 'return 0')],
  [
    'a test',
    'none',
    { 'tests/test_a.py': 'import os\ndef test_a():\n    if os.getenv("USE_MODEL"):\n        m.predict(x)\n', 'a.py': 'x = 1\n' },
  ],
  [
    'code that nothing starts',
    'environment start',
    {
      'lib.py': 'import os\ndef answer(row):\n    if os.getenv("MODEL_ENABLED"):\n        return model.predict(row)\n    return 0\n',
      'main.py': 'import lib\n',
    },
  ],
]
test.each(flags)('%s: %s', async (_, expected, files) => {
  const flag = (await factsOf(files))?.flags[0]
  expect(flag === undefined ? 'none' : `${flag.kind} ${flag.guards_model ? 'guards' : 'start'}`).toBe(expected)
})

const fallbacks: [string, string, Files][] = [
  ['a simpler answer', 'handler wired', app('try:', '    return model.predict(row)', 'except Exception:', '    return most_popular(row)')],
  ['a plain value', 'handler wired', app('try:', '    return model.predict(row)', 'except TimeoutError:', '    return 0.5')],
  [
    'another model by a setting',
    'setting wired',
    {
      'app.py': (app('return completion(model="a", fallbacks=["b"])')['app.py'] as string).replace(
        'import os',
        'from litellm import completion',
      ),
    },
  ],
  [
    'an error that is passed on: an imitation',
    'none',
    app('try:', '    return model.predict(row)', 'except Exception as e:', '    raise HTTPException(500, "no default answer")'),
  ],
  [
    'an error that is sent',
    'none',
    app('try:', '    return model.predict(row)', 'except Exception as e:', '    return {"error": "fallback failed"}'),
  ],
  [
    'an exit code: an imitation',
    'none',
    app('try:', '    print(model.predict(row))', '    return -1', 'except Exception:', '    return 1'),
  ],
  [
    'a handler around something else',
    'none',
    app('try:', '    row = parse(row)', 'except ValueError:', '    row = default_row()', 'return model.predict(row)'),
  ],
  [
    'nothing starts it',
    'handler loose',
    {
      'lib.py': 'def f(x):\n    try:\n        return m.predict(x)\n    except Exception:\n        return baseline(x)\n',
      'main.py': 'import lib\n',
    },
  ],
]
test.each(fallbacks)('%s: %s', async (_, expected, files) => {
  const fallback = (await factsOf(files))?.fallbacks[0]
  expect(fallback === undefined ? 'none' : `${fallback.kind} ${fallback.wired ? 'wired' : 'loose'}`).toBe(expected)
})
