/** Hostile contents of files: sizes, depths, circles, and texts that grow when they are read. */
import { type Files, withFiles } from './make.ts'

export type Hostile = { name: string; make: (outside: string) => string; says?: RegExp }

const workflow = (step: string, job = ''): string =>
  `on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n${job}    steps:\n      - uses: actions/checkout@v4\n      - ${step}\n`
const laughs = `a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n${Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(', ')}]`).join('\n')}\n`
const deep = (open: string, close: string, depth = 100_000): string => open.repeat(depth) + close.repeat(depth)
const ring = (count: number, text: (at: number, next: number) => [string, string]): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => text(at, (at + 1) % count)))

export const contents: Hostile[] = [
  {
    name: 'a blob of 200 MB, a line of 50 MB and a notebook of 60 MB',
    make: () =>
      withFiles({
        'rows.bin': Buffer.alloc(200 * 1024 * 1024),
        'model.pkl': Buffer.alloc(40 * 1024 * 1024),
        'one_line.py': `x = "${'a'.repeat(50 * 1024 * 1024)}"\n`,
        'look.ipynb': `{"cells": [${Array(600)
          .fill(`{"cell_type": "code", "source": "${'x = 1\\n'.repeat(12_000)}"}`)
          .join(',')}]}`,
      }),
    says: /over 2 MB/,
  },
  {
    name: 'files just small enough to be read',
    make: () =>
      withFiles({
        'one_line.py': `x = "${'a'.repeat(2_000_000)}"\n`,
        'one_line.yaml': `x: ${'a: '.repeat(600_000)}\n`,
        'many.md': '# a\n\nThe model predicts.\n'.repeat(80_000),
        '.github/workflows/long.yml': workflow(`run: ${'pytest && '.repeat(150_000)}true`),
        'run.sh': 'if true; then\n'.repeat(100_000),
        Makefile: 'all: all\n\tmake all\n'.repeat(80_000),
        'requirements.txt': 'numpy==1.0\n'.repeat(150_000),
      }),
  },
  {
    name: 'YAML that grows when its anchors are followed',
    make: () =>
      withFiles(
        Object.fromEntries(
          [
            '.github/workflows/a.yml',
            '.gitlab-ci.yml',
            'azure-pipelines.yml',
            '.circleci/config.yml',
            'dvc.yaml',
            'docker-compose.yml',
            'environment.yml',
            'k8s/a.yaml',
            'conf/model.yaml',
            '.pre-commit-config.yaml',
          ].map((path) => [path, laughs]),
        ),
      ),
  },
  {
    name: 'JSON, YAML and TOML nested 100,000 deep',
    make: () =>
      withFiles({
        'package.json': `{"scripts": ${deep('{"a":', '}').replace('}', '1}')}}`,
        'grafana/board.json': deep('[', ']'),
        'look.ipynb': `{"cells": ${deep('[', ']')}}`,
        'metrics.json': deep('{"a":', '}').replace('}', '1}'),
        'pyproject.toml': `a = ${deep('[', ']')}\n`,
        '.github/workflows/a.yml': deep('[', ']'),
        '.gitlab-ci.yml': deep('{a: ', '}'),
        'conf/deep.yaml': Array.from({ length: 1400 }, (_, at) => `${' '.repeat(at)}a:\n`).join(''),
        'main.tf': `a = ${deep('[', ']')}\n`,
        'k8s/a.yaml': deep('- ', ''),
      }),
  },
  {
    name: 'Python of one expression, and nested deep',
    make: () =>
      withFiles({
        'sum.py': `import mlflow\nx = ${'1 + '.repeat(250_000)}1\n`,
        'calls.py': `import mlflow\nx = a${'.b()'.repeat(200_000)}\n`,
        'brackets.py': `import mlflow\nx = ${deep('(', ')')}\n`,
        'lists.py': `import mlflow\nx = ${deep('[', ']', 20_000)}\n`,
        'called.py': `import mlflow\ndef train():\n    model.fit(${'f('.repeat(20_000)}1${')'.repeat(20_000)})\n    mlflow.log_metric("a", 1)\n`,
        'train_if.py': `import mlflow\n${Array.from({ length: 900 }, (_, at) => `${' '.repeat(at)}if a:\n`).join('')}${' '.repeat(900)}model.fit(x)\n`,
        'tests/test_deep.py': `def test_a():\n    assert ${'not '.repeat(100_000)}f()\n`,
        'seeds.py': `import random\nrandom.seed(${'-'.repeat(100_000)}1)\nx = ${'lambda: '.repeat(50_000)}1\n`,
        'elif.py': `import sklearn\nif a:\n    pass\n${'elif b:\n    model.fit(x)\n'.repeat(20_000)}`,
        'with.py': `import torch\nx = {${'"a": {'.repeat(30_000)}${'}'.repeat(30_000)}}\n`,
      }),
  },
  {
    name: 'programs that call, import and inherit in a circle',
    make: () =>
      withFiles({
        ...ring(30, (at, next) => [
          `ring/m${at}.py`,
          `from ring.m${next} import *\nfrom ring.m${next} import f as g, K as L\nimport mlflow\n\nclass K(L):\n    pass\n\ndef f(x=g):\n    mlflow.log_metric("a", 1)\n    model.fit(x)\n    return g(f(g))\n\na = b = a\n`,
        ]),
        'conf/a.yaml': 'defaults: [b]\nseed: ${b.seed}\na: ${a}\n',
        'conf/b.yaml': 'defaults: [a]\nseed: ${a.seed}\n',
      }),
  },
  {
    name: 'recipes, scripts, actions and templates that start each other in a circle',
    make: () =>
      withFiles({
        Makefile:
          'include Makefile\n-include */Makefile\nA = $(B) $(B)\nB = $(A)\ntest: other\n\t$(MAKE) test $(A)\nother: test\n\tsh run.sh\n',
        justfile: 'import "justfile"\na: b\n  just a\nb: a\n  make test\n',
        'run.sh': '#!/bin/sh\n. ./run.sh\nsh run.sh\nf() { f; g; }; g() { f; }; f\nmake test\nnpm test\ntox\n',
        'package.json': '{"scripts": {"test": "npm run a", "a": "npm test && npm run a", "pretest": "npm test"}}',
        'tox.ini': '[testenv]\ndeps = {[testenv]deps}\ncommands = tox\n  {[testenv]commands}\n',
        'noxfile.py': 'import nox\n@nox.session\ndef test(session):\n    session.run("nox")\n    session.notify("test")\n',
        'Taskfile.yml':
          "version: 3\nincludes: {me: ./Taskfile.yml}\ntasks:\n  default: {deps: [default], cmds: [{task: default}, 'task me:default']}\n",
        Dockerfile: 'FROM a AS b\nRUN docker build .\nFROM b AS a\nCMD sh run.sh\n',
        'docker-compose.yml':
          'include: [docker-compose.yml]\nservices:\n  a: {extends: {service: b}, build: .}\n  b: {extends: {service: a}}\n',
        '.github/workflows/ci.yml': workflow('uses: ./.github/actions/a0')
          .replace('on: [push]', 'on: [push, workflow_call]')
          .replace(
            /$/,
            '  again:\n    uses: ./.github/workflows/ci.yml\n  next:\n    uses: ./.github/workflows/next.yml\n    needs: [next]\n',
          ),
        '.github/workflows/next.yml':
          'on: workflow_call\njobs:\n  a:\n    uses: ./.github/workflows/ci.yml\n    needs: b\n  b:\n    uses: ./.github/workflows/next.yml\n    needs: a\n',
        ...ring(5, (at, next) => [
          `.github/actions/a${at}/action.yml`,
          `name: a\nruns:\n  using: composite\n  steps:\n    - uses: ./.github/actions/a${next}\n    - uses: ./.github/actions/a${next}\n    - uses: ./.github/actions/a${at}\n    - run: make test\n      shell: bash\n`,
        ]),
        '.gitlab-ci.yml':
          'include:\n  - local: .gitlab-ci.yml\n  - local: /ci/**.yml\na: {extends: b, script: [make test]}\nb: {extends: a, script: [!reference [b, script]]}\nc: {extends: c, needs: [c], trigger: {include: .gitlab-ci.yml}}\n',
        'ci/more.yml': 'include: [{local: .gitlab-ci.yml}, {local: ci/more.yml}]\n',
        'azure-pipelines.yml': 'extends: {template: azure-pipelines.yml}\nsteps:\n  - template: t.yml\n  - template: t.yml\n',
        't.yml': 'steps:\n  - template: t.yml\n  - template: azure-pipelines.yml\n  - script: make test\n',
        '.circleci/config.yml':
          'version: 2.1\ncommands:\n  a: {steps: [a, b, {run: make test}]}\n  b: {steps: [a, a]}\njobs:\n  t: {docker: [{image: x}], steps: [a, {run: circleci}]}\nworkflows: {w: {jobs: [{t: {requires: [t]}}]}}\n',
        Jenkinsfile:
          'def a() { b() }\ndef b() { a(); load "Jenkinsfile" }\npipeline { stages { stage("x") { steps { a(); sh "make test" } } } }\n',
      }),
  },
  {
    name: 'thousands of workflows, and matrices and variables that multiply',
    make: () =>
      withFiles({
        ...Object.fromEntries(
          Array.from({ length: 4000 }, (_, at) => [
            `.github/workflows/w${at}.yml`,
            workflow('run: make test && pytest -k ${{ matrix.a }}'),
          ]),
        ),
        '.github/workflows/matrix.yml': workflow(
          'run: pytest ${{ matrix.a0 }}{1..1000000000}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}',
          `    strategy:\n      matrix:\n${Array.from({ length: 12 }, (_, at) => `        a${at}: [${Array.from({ length: 12 }, (_, one) => one).join(', ')}]\n`).join('')}`,
        ),
        '.gitlab-ci.yml': `a:\n  script: [pytest]\n  parallel:\n    matrix:\n      - {${Array.from({ length: 12 }, (_, at) => `A${at}: [1, 2, 3, 4, 5, 6, 7, 8, 9]`).join(', ')}}\n`,
        Makefile: `V0 = pytest pytest\n${Array.from({ length: 40 }, (_, at) => `V${at + 1} = $(V${at}) $(V${at})\n`).join('')}test:\n\t$(V40)\n`,
        'tox.ini': `[tox]\nenvlist = ${'{a,b,c,d,e}-'.repeat(14)}x\n[testenv]\ncommands = pytest\n`,
        'run.sh': `A0=pytest\n${Array.from({ length: 40 }, (_, at) => `A${at + 1}="$A${at} $A${at}"\n`).join('')}$A40\n`,
        '.github/workflows/run.yml': workflow('run: sh run.sh && tox && bash -c "$(cat run.sh)"'),
      }),
  },
  {
    name: 'texts that make a pattern look for ever',
    make: () =>
      withFiles({
        'a.py': `import mlflow\n# ${' '.repeat(300_000)}x\ns = "${'a_'.repeat(200_000)}"\n${'x'.repeat(200_000)}\n${'(((('.repeat(2000)}\n`,
        'README.md': `${'*'.repeat(100_000)}\n${'['.repeat(100_000)}\n${'#'.repeat(100_000)} a\n${'a '.repeat(200_000)}model predicts\n${'|'.repeat(100_000)}\n${'<'.repeat(100_000)}\n`,
        'MODEL_CARD.md': `${'the model '.repeat(100_000)}\n${'- '.repeat(100_000)}\n${'trained '.repeat(50_000)}\n`,
        'infra/main.tf': `resource "a" "b" {\n${'  a = "b"\n'.repeat(50_000)}${'resource "aws_x" "y" {\n'.repeat(20_000)}`,
        '.github/workflows/a.yml': workflow(`run: ${'"'.repeat(50_001)}`),
        Dockerfile: `FROM a\nRUN ${'\\\n'.repeat(50_000)}pytest\nRUN ${'a && '.repeat(50_000)}b\nRUN <<${'E'.repeat(10_000)}\n`,
        'run.sh': `${'$('.repeat(30_000)}\n${'`'.repeat(30_001)}\n${'${'.repeat(30_000)}\n${"'".repeat(30_001)}\n`,
        'requirements.txt': `${'a,'.repeat(200_000)}\n${'-r requirements.txt\n'.repeat(10_000)}-c requirements.txt\n`,
        'a.env': `password=${'a'.repeat(300_000)}\ntoken: "${'A1'.repeat(1900)}\n${'://'.repeat(30_000)}\n${'eyJ'.repeat(50_000)}\n-----BEGIN RSA PRIVATE KEY-----\n${'A'.repeat(300_000)}\n`,
        'a.sql': `${'select '.repeat(100_000)}\n`,
        'front.conf': `${'location / {\n'.repeat(30_000)}`,
        LICENSE: 'Permission is hereby granted '.repeat(30_000),
        'CHANGELOG.md': `${'## 1.0.0\n'.repeat(60_000)}`,
      }),
  },
]
