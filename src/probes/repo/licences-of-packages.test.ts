import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import probe from './licences.ts'
import { context, memoryRepo } from './memory-repo.ts'

type Files = { [path: string]: string }
type Row = {
  name: string
  licence: string | null
  asks: string | null
  why_unknown: string | null
  for: string
  path: string
  line: number
}
type Facts = { dependencies: Row[]; dependencies_known: number; dependencies_unknown: number; stricter?: { name: string; asks: string }[] }

const look = async (files: Files) => {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  if (finding.state !== 'found') throw new Error(`nothing found: ${finding.searched}`)
  return { ...finding, facts: finding.facts as unknown as Facts }
}
const told = async (files: Files): Promise<string[]> =>
  (await look(files)).facts.dependencies.map(
    ({ name, licence, asks, for: use, path, line }) =>
      `${name} ${licence} (${asks}${use === 'development' ? ', development' : ''}) ${path}:${line}`,
  )
const mit = readFileSync(new URL('../../../node_modules/zod/LICENSE', import.meta.url), 'utf8')
const json = (value: unknown): string => JSON.stringify(value, null, 2)

const places: [string, Files, string[]][] = [
  [
    'a lock of npm, with what only developers use',
    {
      'package-lock.json': json({
        lockfileVersion: 3,
        packages: {
          '': { name: 'x', license: 'MIT' },
          'node_modules/a': { license: 'GPL-3.0-or-later' },
          'node_modules/a/node_modules/@s/b': { license: 'MIT' },
          'node_modules/c': { license: 'AGPL-3.0', dev: true },
          'node_modules/d': {},
          'packages/own': { license: 'GPL-2.0' },
        },
      }),
    },
    [
      'a GPL-3.0-or-later (strong copyleft) package-lock.json:8',
      'c AGPL-3.0 (strong copyleft, development) package-lock.json:14',
      'd null (null) package-lock.json:18',
      '@s/b MIT (permissive) package-lock.json:11',
    ],
  ],
  [
    'a lock of pixi: conda says it, PyPI does not, a linker is a tool',
    {
      'pixi.lock':
        'version: 6\npackages:\n- conda: https://a.example/linux-64/readline-8.3-h1_0.conda\n  sha256: x\n  license: GPL-3.0-only\n- conda: https://a.example/linux-64/ld_impl_linux-64-2.45-h_1.conda\n  license: GPL-3.0-only\n- pypi: https://b.example/numpy-2.0-cp312.whl\n  name: numpy\n  version: 2.0\n',
    },
    [
      'readline GPL-3.0-only (strong copyleft) pixi.lock:3',
      'ld_impl_linux-64 GPL-3.0-only (strong copyleft, development) pixi.lock:6',
      'numpy null (null) pixi.lock:8',
    ],
  ],
  [
    "Composer's lock: several are a choice",
    {
      'composer.lock': json({
        packages: [{ name: 'a/b', license: ['GPL-2.0-only', 'MIT'] }],
        'packages-dev': [{ name: 'c/d', license: ['GPL-3.0-only'] }],
      }),
    },
    ['c/d GPL-3.0-only (strong copyleft, development) composer.lock:13', 'a/b GPL-2.0-only OR MIT (permissive) composer.lock:4'],
  ],
  [
    "renv's lock as R writes licences",
    { 'renv.lock': json({ Packages: { a: { License: 'GPL-2 | GPL-3' }, b: { License: 'MIT + file LICENSE' }, c: { Version: '1' } } }) },
    ['a GPL-2.0-only (strong copyleft) renv.lock:3', 'c null (null) renv.lock:9', 'b MIT (permissive) renv.lock:6'],
  ],
  [
    'CycloneDX: by id, by name, by expression, and none',
    {
      'sbom.json': json({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        components: [
          { type: 'library', name: 'a', licenses: [{ license: { id: 'LGPL-3.0-only' } }] },
          { type: 'library', name: 'b', licenses: [{ license: { name: 'BSD License' } }] },
          { type: 'library', name: 'c', licenses: [{ expression: 'MIT AND CC-BY-NC-4.0' }] },
          { type: 'machine-learning-model', name: 'm', licenses: [{ license: { name: 'openrail' } }] },
          { type: 'library', name: 'd' },
          { type: 'file', name: 'setup.py' },
        ],
      }),
    },
    [
      'c MIT AND CC-BY-NC-4.0 (non-commercial) sbom.json:29',
      'm openrail (terms) sbom.json:38',
      'd null (null) sbom.json:49',
      'a LGPL-3.0-only (weak copyleft) sbom.json:7',
      'b BSD (permissive) sbom.json:18',
    ],
  ],
  [
    'SPDX: concluded before declared, the product itself left out',
    {
      'docs/sbom.spdx.json': json({
        spdxVersion: 'SPDX-2.3',
        documentDescribes: ['SPDXRef-x'],
        packages: [
          { SPDXID: 'SPDXRef-x', name: 'x', licenseDeclared: 'GPL-3.0-only' },
          { SPDXID: 'SPDXRef-a', name: 'a', licenseConcluded: 'MPL-2.0', licenseDeclared: 'NOASSERTION' },
          { SPDXID: 'SPDXRef-b', name: 'b', licenseConcluded: 'NOASSERTION', licenseDeclared: 'NONE' },
        ],
      }),
    },
    ['b null (null) docs/sbom.spdx.json:19', 'a MPL-2.0 (weak copyleft) docs/sbom.spdx.json:13'],
  ],
  [
    'SPDX as tags and values',
    {
      'x.spdx':
        'SPDXVersion: SPDX-2.3\n\nPackageName: a\nSPDXID: SPDXRef-a\nPackageLicenseConcluded: NOASSERTION\nPackageLicenseDeclared: GPL-2.0-only WITH Classpath-exception-2.0\n\nPackageName: b\nSPDXID: SPDXRef-b\n',
    },
    ['b null (null) x.spdx:8', 'a GPL-2.0-only WITH Classpath-exception-2.0 (weak copyleft) x.spdx:3'],
  ],
  [
    'a table of notices',
    {
      'THIRD_PARTY_LICENSES.md':
        '| Name | Version | License |\n|:--|--|--|\n| a | 1 | GNU Lesser General Public License v3 (LGPLv3) |\n| [b](x) | 1 | UNKNOWN |\n| c | 1 | MIT License; Mozilla Public License 2.0 (MPL 2.0) |\n',
    },
    [
      'b null (null) THIRD_PARTY_LICENSES.md:4',
      'c MIT; MPL-2.0 (null) THIRD_PARTY_LICENSES.md:5',
      'a LGPL-3.0-only (weak copyleft) THIRD_PARTY_LICENSES.md:3',
    ],
  ],
  [
    'columns between commas',
    { 'licenses/license_info.csv': '"Name","Version","License"\n"a","1","BSD-2-Clause"\n"b, c","2","Other/Proprietary License"\n' },
    ['b, c proprietary (terms) licenses/license_info.csv:3', 'a BSD-2-Clause (permissive) licenses/license_info.csv:2'],
  ],
  [
    'lines of a notice: an unusual way, and prose beside them',
    {
      'NOTICE.txt':
        'Product\nCopyright (c) Ada\nLicensed under the Apache License Version 2.0.\nPlease speak to us under the rules of the house.\n\nTHIRD PARTY\nApache-2.0 (Apache License 2.0)\na.b-c under the MIT License  \nd 1.2 - GNU General Public License v3\n* e (ISC)\nf\n1.2.3\nBSD-3-Clause\n',
    },
    [
      'd GPL-3.0-only (strong copyleft) NOTICE.txt:9',
      'a.b-c MIT (permissive) NOTICE.txt:8',
      'e ISC (permissive) NOTICE.txt:10',
      'f BSD-3-Clause (permissive) NOTICE.txt:11',
    ],
  ],
  [
    'texts in notices without names',
    { 'THIRD-PARTY-NOTICES': `We thank others.\n\n${mit}\n` },
    ['a work in these notices MIT (permissive) THIRD-PARTY-NOTICES:1'],
  ],
  [
    'what a licence tool of Python writes',
    { 'licenses.json': json([{ License: 'Apache Software License', Name: 'a', Version: '1' }]) },
    ['a Apache-2.0 (permissive) licenses.json:4'],
  ],
  [
    'code copied with its licence',
    { 'third_party/fast-thing/LICENSE': mit },
    ['fast-thing MIT (permissive) third_party/fast-thing/LICENSE:1'],
  ],
  [
    'code copied under terms of its own',
    { 'vendor/a/LICENSE.txt': 'All that is in here belongs to Example and may be read by its customers, and by nobody else at all.' },
    ['a null (null) vendor/a/LICENSE.txt:1'],
  ],
  [
    'a package of Python beside a function that is shipped with it',
    {
      'lambda/gl-1.0.dist-info/METADATA':
        'Metadata-Version: 2.1\nName: gl\nLicense: LGPLv3\nClassifier: License :: OSI Approved :: X\n\nLicense: MIT\n',
      'lambda/cf-1.dist-info/METADATA': 'Name: cf\nLicense: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License\n\n',
    },
    ['gl LGPL-3.0-only (weak copyleft) lambda/gl-1.0.dist-info/METADATA:3', 'cf MIT (permissive) lambda/cf-1.dist-info/METADATA:3'],
  ],
  [
    'files of Python that only name packages; tools of tests are none',
    {
      'requirements.txt': '# x\nnumpy==2.0\n',
      'requirements-dev.txt': 'pytest\n',
      'pyproject.toml': '[project]\nname = "own"\ndependencies = [\n  "torch>=2",\n]\n',
    },
    ['numpy null (null) requirements.txt:2', 'torch null (null) pyproject.toml:4'],
  ],
  [
    'a bill of materials tells what a list does not',
    {
      'requirements.txt': 'Num_Py==2.0\n',
      'bom.json': json({
        bomFormat: 'CycloneDX',
        components: [{ type: 'library', name: 'num-py', licenses: [{ license: { id: 'MIT' } }] }],
      }),
    },
    ['num-py MIT (permissive) bom.json:6'],
  ],
]
test.each(places)('%s', async (_, files, expected) => {
  expect(await told(files)).toEqual(expected)
})

const imitations: [string, Files][] = [
  [
    'a page on licences is no notice',
    { 'licenses.md': '# On licences\n\nThe MIT licence is short. We like GPL, and Apache - which is long.\n', 'requirements.txt': 'a\n' },
  ],
  [
    'a JSON file that is called a bill',
    { 'sbom.json': json({ components: [{ name: 'gpl', license: 'GPL-3.0-only' }] }), 'requirements.txt': 'a\n' },
  ],
  [
    'fixtures of tests',
    { 'tests/package-lock.json': json({ packages: { 'node_modules/x': { license: 'GPL-3.0-only' } } }), 'requirements.txt': 'a\n' },
  ],
  ['a sentence of metadata behind its head', { 'x-1.dist-info/METADATA': 'Name: x\n\nLicense: GPL-3.0-only\n' }],
]
test.each(imitations)('an imitation tells no licence: %s', async (_, files) => {
  const { facts } = await look(files)
  expect(facts.dependencies.map(({ licence }) => licence)).toEqual([null])
  expect(facts).toMatchObject({ dependencies_known: 0, dependencies_unknown: 1 })
})

const lock = (licences: { [name: string]: string | null }): string =>
  json({
    packages: Object.fromEntries(
      Object.entries(licences).map(([name, license]) => [`node_modules/${name}`, license === null ? {} : { license }]),
    ),
  })

const against: [string, Files, string[] | string][] = [
  ['all permissive', { LICENSE: mit, 'package-lock.json': lock({ a: 'MIT', b: 'ISC' }) }, []],
  ['copyleft for changes of the work itself', { LICENSE: mit, 'package-lock.json': lock({ a: 'MPL-2.0' }) }, []],
  ['copyleft for all that is built on it', { LICENSE: mit, 'package-lock.json': lock({ a: 'GPL-3.0-only', b: null }) }, ['a']],
  [
    'the same kind as the code',
    { 'pyproject.toml': '[project]\nname = "x"\nlicense = "AGPL-3.0-only"\n', 'package-lock.json': lock({ a: 'GPL-3.0-only' }) },
    [],
  ],
  [
    'no business, under a copyleft of ones own',
    { 'pyproject.toml': '[project]\nlicense = "GPL-3.0-only"\n', 'package-lock.json': lock({ a: 'CC-BY-NC-4.0' }) },
    ['a'],
  ],
  ['a choice that one need not take', { LICENSE: mit, 'package-lock.json': lock({ a: 'MIT OR GPL-3.0-only' }) }, []],
  [
    'one of which nothing is said',
    { LICENSE: mit, 'package-lock.json': lock({ a: 'MIT', b: null }) },
    'the tree does not say what 1 of 2 packages ask',
  ],
  [
    'packages of another language beside',
    { LICENSE: mit, 'package-lock.json': lock({ a: 'MIT' }), 'go.mod': 'module x\n' },
    'not every file that names packages was read',
  ],
  ['no packages at all', { LICENSE: mit }, []],
]
test.each(against)('what asks more than the code: %s', async (_, files, expected) => {
  const { facts, unknown, limits } = await look(files)
  if (typeof expected === 'string') {
    expect(facts.stricter).toBeUndefined()
    expect(unknown).toEqual({ stricter: 'not_given' })
    expect(limits.join('\n')).toContain(expected)
  } else expect(facts.stricter?.map(({ name }) => name)).toEqual(expected)
})

test('hostile files end in rows or in nothing', async () => {
  const deep = 50_000
  const nested = `{"bomFormat":"CycloneDX","components":[${'{"name":"a","components":['.repeat(deep)}${']}'.repeat(deep)}]}`
  const { facts } = await look({
    'sbom.json': nested,
    'package-lock.json': '{"packages": {"node_modules/x": null, "node_modules/y": 1}}',
    'bom.json': '[]',
    'NOTICE.txt': `${'a'.repeat(300_000)} under the ${'MIT '.repeat(50_000)}`,
    'x.spdx': `SPDXVersion: SPDX-2.3\n${'PackageName: a\n'.repeat(5_000)}`,
    'pixi.lock': `packages:\n${'- conda: x\n'.repeat(5_000)}`,
    'renv.lock': '{"Packages": []}',
  })
  expect(facts.dependencies.every(({ licence }) => licence === null)).toBe(true)
})
