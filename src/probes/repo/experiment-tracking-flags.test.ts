/** Trackers behind flags: some that nothing gives, some that only look like flags. */
import { expect, test } from 'vitest'
import probe from './experiment-tracking.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }

async function reached(files: Files): Promise<boolean> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state === 'absent') throw new Error('no tracker was found')
  return (finding.facts.trackers as { reached: boolean }[]).some((one) => one.reached)
}

const option =
  'import argparse\nimport wandb\np = argparse.ArgumentParser()\np.add_argument("--wandb", action="store_true")\nargs = p.parse_args()\n'
const behind = `${option}if args.wandb:\n    wandb.init(project="p")\nfor e in range(3):\n    loss.backward()\n    if args.wandb:\n        wandb.log({"loss": 1})\n`
const helper = 'import mlflow\ndef note(m):\n    mlflow.log_metrics(m)\n'

const shut: [string, Files][] = [
  ['an evasion: an option that no command gives', { 'train.py': behind, Makefile: 'train:\n\tpython train.py --lr 1\n' }],
  [
    'a parameter that no caller gives',
    {
      'train.py':
        'import mlflow\ndef train(x, track=False):\n    model.fit(x)\n    if track:\n        mlflow.log_metric("a", 1)\nif __name__ == "__main__":\n    train(1)\n',
    },
  ],
  [
    'an evasion: a parameter that the function only makes smaller',
    {
      'train.py':
        'import mlflow\ndef train(x, track=False):\n    if x:\n        track = False\n    model.fit(x)\n    if track:\n        mlflow.log_metric("a", 1)\nif __name__ == "__main__":\n    train(1)\n',
    },
  ],
  [
    'a helper that is only called behind a setting',
    {
      'config.yaml': 'use_mlflow: false\n',
      'track.py': helper,
      'train.py': 'from track import note\nmodel.fit(x)\nif cfg["use_mlflow"]:\n    note({"a": 1})\n',
    },
  ],
]

const open: [string, Files][] = [
  [
    'an option that the command itself asks a person for',
    {
      'cli.py':
        'import mlflow\n@app.command()\ndef train(\n    yes: bool = typer.Option(False, "--yes"),\n):\n    if not yes:\n        yes = typer.confirm("Go on?")\n    if yes:\n        model.fit(x)\n        mlflow.log_metric("a", 1)\n',
    },
  ],
  ['an option that a command gives', { 'train.py': behind, Makefile: 'train:\n\tpython train.py --wandb\n' }],
  [
    'a package that may be missing is no flag',
    {
      'train.py': 'try:\n    import wandb\nexcept ImportError:\n    wandb = None\nloss.backward()\nif wandb:\n    wandb.log({"loss": 1})\n',
    },
  ],
  [
    'a run that with opens and hands over by the name of the parameter',
    {
      'train.py':
        'import wandb\ndef train(x, run=None):\n    loss.backward()\n    if run is not None:\n        wandb.log({"loss": 1})\nwith wandb.init() as run:\n    train(1, run=run)\n',
    },
  ],
  [
    'a figure that is none before it is measured',
    {
      'train.py':
        'import wandb\nval_loss = None\nfor e in range(3):\n    loss.backward()\n    val_loss, acc = validate(model)\n    if val_loss is not None:\n        wandb.log({"loss": val_loss})\n',
    },
  ],
  ['off by default, and only one of two calls stands behind it', { 'train.py': `${behind}wandb.log({"end": 1})\n` }],
]

test.each(shut)('not reached: %s', async (_, files) => {
  expect(await reached(files)).toBe(false)
})
test.each(open)('reached: %s', async (_, files) => {
  expect(await reached(files)).toBe(true)
})
