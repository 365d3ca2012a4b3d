/** What is not one plain YAML document within bounds. */
import { type Case, head, refuses } from './refused-subject.ts'

const utf16 = (text: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])

const grown = Array.from({ length: 9 }, (_, i) => `  a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`).join('\n')

const notYaml: Case[] = [
  { name: 'an empty file', yaml: '', at: '1:1', says: 'is empty; at least `assay: 1`' },
  { name: 'only a comment', yaml: '# nothing\n', at: '1:1', says: 'is empty' },
  { name: 'only null', yaml: '~\n', at: '1:1', says: 'is empty' },
  { name: 'a list', yaml: '- assay: 1\n', at: '1:1', says: 'the file is a list; a map with `assay` and `subject` was expected' },
  { name: 'a text', yaml: 'assay\n', at: '1:1', says: 'the file is text; a map with `assay` and `subject` was expected' },
  { name: 'a number', yaml: '42\n', at: '1:1', says: 'the file is the number 42' },
  {
    name: 'a tab as indent',
    yaml: 'assay: 1\nsubject:\n\tname: x\n',
    at: '3:1',
    says: 'Tabs are not allowed as indentation. Indent with spaces.',
  },
  { name: 'a bracket that stays open', yaml: `${head}answers: [a.yaml\n`, at: '4:1', says: 'this is not YAML' },
  {
    name: 'a quote that stays open',
    yaml: 'assay: 1\nsubject: { name: "x }\n',
    at: '3:1',
    says: 'this is not YAML: Missing closing "quote',
  },
  { name: 'a colon in plain text', yaml: `${head}stage: a: b\n`, at: '3:8', says: 'Put quotes around a text that holds a colon.' },
  {
    name: 'a key twice',
    yaml: `${head}assay: 1\n`,
    at: '3:1',
    says: '`assay` stands here a second time; the first is on line 1. Keep one.',
  },
  {
    name: 'a key twice, quoted once',
    yaml: `${head}tables: { a: { path: x }, "a": { path: y } }\n`,
    at: '3:27',
    says: '`a` stands here a second time',
  },
  { name: 'two documents', yaml: `${head}---\n${head}`, at: '3:1', says: 'a second YAML document begins here' },
  {
    name: 'a bomb of aliases',
    yaml: `${head}x:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n${grown}\n`,
    at: '9:27',
    says: 'written out, this grows past all bounds',
  },
  { name: 'an alias that holds itself', yaml: `${head}x: &x\n  y: *x\n`, at: '4:6', says: '`*x` holds itself. Write the value out.' },
  { name: 'an alias to nothing', yaml: `${head}x: *y\n`, at: '3:4', says: '`*y` stands for nothing' },
  { name: 'a merge key', yaml: `x: &x { assay: 1 }\n<<: *x\n`, at: '2:1', says: '`<<` merges nothing in YAML 1.2' },
  { name: 'a tag of JavaScript', yaml: 'assay: 1\nsubject: { name: !!js/function "x" }\n', at: '2:18', says: 'a tag (`!…`) stands here' },
  { name: 'a tag of Python', yaml: '!!python/object/apply:os.system ["x"]\n', at: '1:1', says: 'a tag (`!…`) stands here' },
  { name: 'a date by tag', yaml: 'assay: 1\nsubject: { name: !!timestamp 2026-05-04 }\n', at: '2:18', says: 'a tag (`!…`) stands here' },
  { name: 'a NUL byte', yaml: 'assay: 1\nsubject: { name: "a\u0000b" }\n', at: '2:20', says: 'a control character (U+0000)' },
  {
    name: 'an escape of the terminal',
    yaml: 'assay: 1\nsubject: { name: \u001b[31mx }\n',
    at: '2:18',
    says: 'a control character (U+001B)',
  },
  { name: 'UTF-16', yaml: utf16(head), at: '1:1', says: 'is UTF-16 text; UTF-8 was expected. Save it as UTF-8.' },
  { name: 'UTF-16 without a mark', yaml: utf16(head).subarray(2), at: '1:1', says: 'is UTF-16 text' },
  {
    name: 'Latin-1',
    yaml: Buffer.from('assay: 1\nsubject: { name: \ufffdM\xfcller }\n'.replace('\ufffd', ''), 'latin1'),
    at: '2:19',
    says: 'a byte here is not UTF-8',
  },
  { name: '3 MB', yaml: `${head}#${'x'.repeat(3_000_000)}`, at: undefined, says: 'is 3000040 bytes; at most 2000000 were expected' },
  {
    name: '10,000 levels of lists',
    yaml: `${head}x: ${'['.repeat(10_000)}`,
    at: '3:103',
    says: 'is nested more than 100 levels deep here',
  },
  {
    name: '10,000 levels of lists in one line',
    yaml: `${head}x:\n${'- '.repeat(10_000)}`,
    at: '4:198',
    says: 'is nested more than 100 levels',
  },
  {
    name: '1,000 levels of maps',
    yaml: `${head}${Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n`,
    at: '102:101',
    says: 'is nested more than 100 levels',
  },
  { name: '600,000 commas', yaml: `${head}x: [${',1'.repeat(600_000)}]`, at: '3:133320', says: 'Split the file.' },
  {
    name: '20,000 tables',
    yaml: `${head}tables:\n${Array.from({ length: 20_000 }, (_, i) => `  t${i}: { path: x }`).join('\n')}\n`,
    at: '12502:12',
    says: 'Split the file.',
  },
  {
    name: '20,000 keys',
    yaml: `${head}${Array.from({ length: 20_000 }, (_, i) => `key${i}: 1`).join('\n')}\n`,
    at: '3:1',
    says: 'unknown key `key0`; known here: assay',
  },
  { name: 'a key that is a list', yaml: `${head}? [a, b]\n: c\n`, at: '3:3', says: 'a key is a list, a map or an alias' },
  { name: 'a key that is empty', yaml: `${head}tables: { "": { path: x } }\n`, at: '3:11', says: 'a key is empty' },
  { name: 'a key that is null', yaml: `${head}tables: { ~: { path: x } }\n`, at: '3:11', says: '' },
  { name: '__proto__ as a table', yaml: `${head}tables: { __proto__: { path: x } }\n`, at: '3:11', says: '`__proto__` cannot be a name' },
  { name: '__proto__ at the top', yaml: `${head}__proto__: { stage: monitoring }\n`, at: '3:1', says: '`__proto__` cannot be a name' },
  { name: 'a key with an escape', yaml: `${head}"\\e[2Jx": 1\n`, at: '3:1', says: 'holds a character that cannot be seen' },
  {
    name: 'a key with a newline',
    yaml: `${head}tables: { "a\\nb": { path: x } }\n`,
    at: '3:11',
    says: 'holds a character that cannot be seen',
  },
  { name: 'a key that turns the reading', yaml: `${head}"\\u202efdp": 1\n`, at: '3:1', says: 'holds a character that cannot be seen' },
]

refuses('what is not one plain YAML document', notYaml)
