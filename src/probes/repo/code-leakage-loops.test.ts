/** Loops written by hand that choose by the test set, and those that only look so. */
import { describe, expect, test } from 'vitest'
import probe from './code-leakage.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Leak = { kind: string; path: string; line: number; cause_path: string; cause_line: number; what: string }

const head =
  'import torch\nimport numpy as np\nimport torch.nn.functional as F\nfrom torch.utils.data import DataLoader, random_split\nfrom torchvision import datasets\nfrom nets import Net\n'
const data =
  'train_set = datasets.MNIST("d", train=True)\ntest_set = datasets.MNIST("d", train=False)\ntrain_loader = DataLoader(train_set, batch_size=64)\ntest_loader = DataLoader(test_set, batch_size=64)\nmodel = Net()\nopt = torch.optim.SGD(model.parameters(), lr=0.1)\n'
const measure =
  'def measure(model, loader):\n    model.eval()\n    loss, right = 0, 0\n    with torch.no_grad():\n        for x, y in loader:\n            out = model(x)\n            loss += F.nll_loss(out, y, reduction="sum").item()\n            right += out.argmax(1).eq(y).sum().item()\n    return loss / len(loader.dataset), 100.0 * right / len(loader.dataset)\n'
const learn = 'def learn(model, loader):\n    for x, y in loader:\n        F.nll_loss(model(x), y).backward()\n        opt.step()\n'

/** The two lines of each leak, as text. */
async function leaks(code: string, more: { [path: string]: string } = {}): Promise<string[]> {
  const files: { [path: string]: string } = { 'a.py': code, ...more }
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  const rows = finding.state === 'found' ? ((finding.facts.leaks ?? []) as Leak[]) : []
  const text = (path: string, line: number): string => (files[path] ?? '').split('\n')[line - 1]?.trim() ?? ''
  return rows.map((it) => `${it.kind} ${it.what} | ${text(it.path, it.line)} | ${text(it.cause_path, it.cause_line)}`)
}

const measured = 'loss, acc = measure(model, test_loader)'
const body = (lines: string): string =>
  `${head}${measure}${learn}${data}best, wait = 0, 0\nfor epoch in range(9):\n    learn(model, train_loader)\n    loss, acc = measure(model, test_loader)\n${lines}`

describe('the test set chooses in a training loop', () => {
  test.each([
    [
      'the best checkpoint',
      '    if acc > best:\n        best = acc\n        torch.save(model.state_dict(), "best.pt")\n',
      `chosen_on_test the best of a loop | ${measured} | if acc > best:`,
    ],
    ['the learning rate', '    scheduler.step(loss)\n', `chosen_on_test the learning rate | ${measured} | scheduler.step(loss)`],
    [
      'early stopping by a helper',
      '    early_stopping(loss, model)\n',
      `chosen_on_test early stopping | ${measured} | early_stopping(loss, model)`,
    ],
    [
      'early stopping by hand',
      '    if acc > best:\n        best, patience = acc, 0\n        patience = 0\n    else:\n        patience += 1\n',
      `chosen_on_test the best of a loop | ${measured} | if acc > best:`,
    ],
    [
      'a checkpoint that is told whether it is the best',
      '    is_best = acc > best\n    best = max(acc, best)\n    save_checkpoint({"m": model.state_dict()}, is_best)\n',
      `chosen_on_test the best checkpoint | ${measured} | save_checkpoint({"m": model.state_dict()}, is_best)`,
    ],
    ['stopping at a figure', '    if acc > 99:\n        break\n', `chosen_on_test the best of a loop | ${measured} | if acc > 99:`],
  ])('%s', async (_, lines, expected) => {
    expect(await leaks(body(lines))).toEqual([expected])
  })

  test('in one loop, with lists and numpy', async () => {
    const code = `${head}${data}best = 9\nfor epoch in range(9):\n    losses = []\n    for i, (x, y) in enumerate(test_loader):\n        out = model(x)\n        losses.append(F.mse_loss(out, y).item())\n    now = np.mean(losses)\n    if now < best:\n        best = now\n        torch.save(model, "m.pt")\n`
    expect(await leaks(code)).toEqual(['chosen_on_test the best of a loop | for i, (x, y) in enumerate(test_loader): | if now < best:'])
  })

  test('with a meter of a library, and a helper of another file that is handed the loader', async () => {
    const code = `${head}from steps import check\n${data}best = 0\nfor epoch in range(9):\n    acc = check(model, test_loader)\n    if acc > best:\n        torch.save(model, "m.pt")\n`
    const steps =
      'import torchmetrics\ndef check(model, loader):\n    meter = torchmetrics.Accuracy()\n    for x, y in loader:\n        meter.update(model(x), y)\n    return meter.compute()\ndef predict_all(m, x):\n    return m.predict(x)\n'
    expect(await leaks(code, { 'steps.py': steps })).toEqual([
      'chosen_on_test the best of a loop | acc = check(model, test_loader) | if acc > best:',
    ])
  })
})

describe('what only looks so', () => {
  const wholly = (loaders: string, loop: string): string =>
    `${head}${measure}${learn}${loaders}model = Net()\nbest = 0\nfor epoch in range(9):\n${loop}`
  const save = '    if acc > best:\n        best = acc\n        torch.save(model.state_dict(), "best.pt")\n'
  test.each([
    [
      'a validation set made from the training set, its loader called test',
      wholly(
        'full = datasets.MNIST("d", train=True)\ntrain_part, held = random_split(full, [50000, 10000])\ntest_loader = DataLoader(held)\n',
        `    loss, acc = measure(model, test_loader)\n${save}`,
      ),
    ],
    [
      'chosen by a validation set, the test set only noted',
      `${head}${measure}${data}valid_loader = DataLoader(valid_set)\nbest = 0\nfor epoch in range(9):\n    loss, acc = measure(model, valid_loader)\n    print(measure(model, test_loader))\n${save}    scheduler.step(loss)\n`,
    ],
    [
      'a figure of validation by its name, measured on what is left of a split',
      wholly(
        'rows = load()\ntrain_part, held = random_split(rows, [9, 1])\ntest_loader = DataLoader(held)\n',
        `    valid_loss, score = measure(model, test_loader)\n${save.replaceAll('acc', 'valid_loss')}`,
      ),
    ],
    [
      'left of a split, while the test set is read apart',
      wholly(
        'import pandas as pd\nrows = pd.read_csv("all.csv")\ntest = pd.read_csv("test.csv")\nlearn_rows, held = random_split(rows, [9, 1])\ntest_loader = DataLoader(held)\n',
        `    loss, acc = measure(model, test_loader)\n${save}`,
      ),
    ],
    [
      'the likeliest class of each answer',
      `${head}${data}best = 9\nfor epoch in range(9):\n    answers = []\n    for x, y in test_loader:\n        answers.append(model(x))\n    classes = np.argmax(np.concatenate(answers), axis=1)\n    if answers[0] > 0.5:\n        torch.save(classes, "c.pt")\n`,
    ],
    ['the best figure is only printed', body('    if acc > best:\n        best = acc\n        best_epoch = epoch\n    print(best)\n')],
    ['saved every time', body('    torch.save({"m": model.state_dict(), "acc": acc}, "last.pt")\n    scheduler.step()\n')],
    [
      'measured once, after training',
      `${head}${measure}${learn}${data}for epoch in range(9):\n    learn(model, train_loader)\nloss, acc = measure(model, test_loader)\nif acc > 0.9:\n    torch.save(model, "m.pt")\n`,
    ],
    [
      'what a function is handed may be anything',
      `${head}${measure}def fit(model, train_loader, test_loader, best=0):\n    for epoch in range(9):\n        loss, acc = measure(model, test_loader)\n        if acc > best:\n            torch.save(model, "m.pt")\n`,
    ],
    [
      'a set of the training folder',
      wholly(
        'test_loader = DataLoader(datasets.ImageFolder("x", split="train"))\n',
        `    loss, acc = measure(model, test_loader)\n${save}`,
      ),
    ],
    [
      'a mask of predictions within the loop',
      `${head}${data}kept = []\nfor epoch in range(2):\n    for x, y in test_loader:\n        out = model(x)\n        if out.max() > 0.5:\n            kept.append(out)\n            torch.save(out, "o.pt")\n`,
    ],
    [
      'whichever of two sets is there',
      wholly(
        'valid_set = held()\ntest_set = datasets.MNIST("d", train=False)\nif valid_set is not None:\n    loader = DataLoader(valid_set)\nelse:\n    loader = DataLoader(test_set)\n',
        `    loss, acc = measure(model, loader)\n${save}`,
      ),
    ],
    ['the newest is not a test set', wholly('latest = datasets.Daily("d")\n', `    loss, acc = measure(model, latest)\n${save}`)],
  ])('%s', async (_, code) => {
    expect(await leaks(code)).toEqual([])
  })
})
