import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { licencesDeclared } from './licences/names.ts'
import probe from './licences.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }
type Row = { of: string; what: string; licence: string | null; source: string; path: string; line: number }
type Facts = { licences: Row[]; contradictions: { path: string; line: number; declared: string; text: string }[]; not_stated: number }

/** Texts as makers of packages give them out. */
const textOf = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
const apache = textOf('LICENSE')
const packaged = (name: string, file = 'LICENSE'): string => textOf(`node_modules/${name}/${file}`)
const gpl = (version: string): string =>
  `This program is free software: you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation, either ${version}.\n`
const factsOf = async (files: Files): Promise<Facts | undefined> => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'found' ? (finding.facts as unknown as Facts) : undefined
}
const mit = packaged('zod')

const stated: [string, string, Files][] = [
  [
    'a notice that names it',
    'code Apache-2.0 text',
    {
      LICENSE:
        'Copyright (c) X 2021. All Rights Reserved.\n\nLicensed under the Apache License, Version 2.0 (the "License");\nyou may not use this file except in compliance with the License.\n',
    },
  ],
  ['a text', 'code MIT text', { LICENSE: mit }],
  [
    'a text with its lines broken elsewhere and a heading of the owner: an unusual way',
    'code MIT text',
    { 'LICENCE.md': `Made by Ada\n\n${mit.replaceAll('\n', ' ')}` },
  ],
  ['three clauses, not two', 'code BSD-3-Clause text', { LICENSE: packaged('vega') }],
  ['two clauses, not three', 'code BSD-2-Clause text', { LICENSE: packaged('webidl-conversions', 'LICENSE.md') }],
  [
    'a text with a notice behind it',
    'code Apache-2.0 text',
    { LICENSE: `${apache}\n${'This product holds parts of others. '.repeat(400)}` },
  ],
  [
    'MIT with a sentence that takes half of it back: an imitation',
    'code null text',
    {
      LICENSE: `${mit.slice(0, 300)}\nThe software may not be used by a business, in production, for training of models, for any purpose of a state, or by anybody who earns more than the author. All further rights stay with the author, who may end this permission on any day without a reason.`,
    },
  ],
  [
    'a private text',
    'code null text',
    { LICENSE: 'This code belongs to Example Ltd. Nobody may copy it, run it or show it to others without a written permission.' },
  ],
  ['a text for the data', 'data ISC text', { 'data/LICENSE': packaged('d3-array') }],
  ['a declaration', 'code MIT or Apache-2.0 declared', { 'pyproject.toml': '[project]\nname = "x"\nlicense = "MIT OR Apache-2.0"\n' }],
  [
    'a recipe of conda',
    'code BSD-3-Clause declared',
    { 'recipe/meta.yaml': 'package:\n  name: x\nabout:\n  home: y\n  license: BSD-3-Clause\n' },
  ],
  ['a record of a run that is named like one', 'none', { 'mlruns/0/meta.yaml': 'about: x\nlicense: MIT\n' }],
  [
    'a card of weights',
    'weights Apache-2.0 declared',
    { 'README.md': '---\npipeline_tag: text-generation\nlicense: apache-2.0\n---\n# M\n' },
  ],
  ['a card of data', 'data CC-BY-SA-4.0 declared', { 'data/README.md': '---\ntask_categories: [x]\nlicense: cc-by-sa-4.0\n---\n' }],
  ['a sentence', 'code Apache-2.0 declared', { 'README.md': '# X\n\nThis project is licensed under the Apache 2.0 license.\n' }],
  ['a sentence about others', 'none', { 'README.md': 'Based on code from others, which is licensed under the MIT license.\n' }],
  ['the text of a vendored package', 'none', { 'vendor/x/LICENSE': mit, 'a.py': 'x = 1\n' }],
]
test.each(stated)('%s: %s', async (_, expected, files) => {
  const row = (await factsOf(files))?.licences[0]
  expect(row === undefined ? 'none' : `${row.of} ${row.licence} ${row.source}`).toBe(expected)
})

const clashes: [string, number, Files][] = [
  ['MIT declared, GPL in the text', 1, { LICENSE: gpl('version 3 of the License'), 'setup.py': 'setup(license="MIT")\n' }],
  [
    'later versions allowed',
    0,
    { LICENSE: gpl('version 3 of the License'), 'pyproject.toml': '[project]\nlicense = "GPL-3.0-or-later"\n' },
  ],
  ['BSD without a number', 0, { LICENSE: packaged('vega'), 'setup.py': 'setup(license="BSD")\n' }],
  [
    'closed by name, limited by text',
    0,
    {
      LICENSE: `LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\n\n${'Ask first when more than 700 million users come. '.repeat(40)}`,
      'setup.py': 'setup(license="Proprietary")\n',
    },
  ],
  ['closed by name, free by text', 1, { LICENSE: mit, 'setup.py': 'setup(license="Proprietary")\n' }],
  ['one of two', 0, { LICENSE: mit, 'pyproject.toml': '[project]\nlicense = "MIT OR Apache-2.0"\n' }],
  [
    'a package of its own below',
    0,
    { LICENSE: gpl('version 3 of the License'), 'sub/LICENSE': mit, 'sub/setup.py': 'setup(license="MIT")\n' },
  ],
  ['a badge that says something else', 1, { LICENSE: apache, 'README.md': '![l](https://img.shields.io/badge/license-MIT-blue)\n' }],
  ['data under another licence than code', 0, { LICENSE: mit, 'data/README.md': '---\ntask_categories: [x]\nlicense: cc-by-4.0\n---\n' }],
]
test.each(clashes)('%s: %i contradictions', async (_, expected, files) => {
  expect((await factsOf(files))?.contradictions.length).toBe(expected)
})

test('of models and data of hubs nothing is known here', async () => {
  const facts = await factsOf({
    'a.py':
      'from datasets import load_dataset\nfrom transformers import AutoModel\nAutoModel.from_pretrained("org/model")\nload_dataset("org/texts")\nload_dataset("csv", data_files="x.csv")\n',
  })
  expect(facts?.licences.map(({ of, what, licence, line }) => [of, what, licence, line])).toEqual([
    ['model of others', 'org/model', null, 3],
    ['data of others', 'org/texts', null, 4],
  ])
})

test('names as people write them', () => {
  const said = [
    'MIT License',
    'Apache License, Version 2.0',
    'GPLv3',
    'GNU Affero General Public License v3 or later (AGPLv3+)',
    'cc-by-nc-4.0',
    'Proprietary',
    'ours',
  ]
  expect(said.map((one) => licencesDeclared(one).join())).toEqual([
    'MIT',
    'Apache-2.0',
    'GPL-3.0-only',
    'AGPL-3.0-only',
    'CC-BY-NC-4.0',
    'proprietary',
    '',
  ])
})
