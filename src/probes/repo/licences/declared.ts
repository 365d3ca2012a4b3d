/** Reads the places where projects declare a licence: package metadata, citation files, front matter of cards, prose of the README. */
import { parse as parseToml } from 'smol-toml'
import { nameOf } from '../paths.ts'
import { licencesDeclared } from './names.ts'

export type Declared = { of: 'code' | 'data' | 'weights'; licences: string[]; text: string; path: string; line: number }

export const declares =
  /(^|\/)(pyproject\.toml|setup\.(py|cfg)|package\.json|CITATION\.cff|codemeta\.json|dataset-metadata\.json|datapackage\.json|DESCRIPTION|Cargo\.toml|meta\.ya?ml|README(\.\w+)?|(data|dataset|model)[-_]?(card|sheet)[\w-]*\.md)$/i

export function declaredIn(path: string, text: string): Declared[] {
  const name = nameOf(path).toLowerCase()
  const at = (pattern: RegExp, of: Declared['of'] = 'code'): Declared[] => {
    const found = pattern.exec(text)
    const said = found?.[1]?.trim()
    return found === null || said === undefined
      ? []
      : one(of, said, path, text.slice(0, found.index + found[0].indexOf(said)).split('\n').length)
  }
  if (name === 'pyproject.toml' || name === 'cargo.toml') return ofToml(path, text)
  if (name === 'setup.py') return [...at(/\blicense\s*=\s*["']([^"']{2,80})["']/), ...classifier(path, text)].slice(0, 1)
  if (name === 'setup.cfg') return at(/^license\s*=\s*(.{2,80})$/m)
  if (name === 'package.json' || name === 'codemeta.json') return at(/"license"\s*:\s*"([^"]{2,120})"/)
  if (name === 'citation.cff') return at(/^license:\s*["']?([^"'\n]{2,60}?)["']?\s*$/m)
  if (name === 'description') return at(/^License:\s*(.{2,60})$/m)
  // The recipe of a conda package; other tools name files so too.
  if (/^meta\.ya?ml$/.test(name))
    return /^package:/m.test(text)
      ? at(/^about:[^\n]*\n(?:[ \t#][^\n]*\n|\n)*?[ \t]+license:[ \t]*["']?([^"'\n{]{2,60}?)["']?[ \t]*$/m)
      : []
  if (/^(dataset-metadata|datapackage)\.json$/.test(name)) return at(/"licenses"\s*:\s*\[\s*\{[^}]*"name"\s*:\s*"([^"]{2,60})"/, 'data')
  return [...frontMatter(path, text), ...prose(path, text)]
}

function one(of: Declared['of'], said: string, path: string, line: number): Declared[] {
  const licences = licencesDeclared(said)
  return licences.length === 0 ? [] : [{ of, licences, text: said.slice(0, 60), path, line }]
}

const lineOf = (text: string, pattern: RegExp): number => text.slice(0, Math.max(0, text.search(pattern))).split('\n').length

/** `license = "MIT"`, `{ text = "MIT" }`, Poetry's, or a classifier; `{ file = … }` points to a text, which is read itself. */
function ofToml(path: string, text: string): Declared[] {
  let table: { [key: string]: unknown }
  try {
    table = parseToml(text) as { [key: string]: unknown }
  } catch {
    return []
  }
  const poetry = (table.tool as { poetry?: { license?: unknown } } | undefined)?.poetry
  const project = (table.project ?? table.package) as { license?: unknown } | undefined
  const given = project?.license ?? poetry?.license
  const said = typeof given === 'string' ? given : (given as { text?: unknown } | undefined)?.text
  const found = typeof said === 'string' && said.length < 120 ? one('code', said, path, lineOf(text, /^license\b/m)) : []
  return found.length > 0 ? found : classifier(path, text)
}

function classifier(path: string, text: string): Declared[] {
  const found = /License :: (?:OSI Approved(?: ::)? ?)?([\w .,()/+-]{3,80})["']/.exec(text)
  return found?.[1] === undefined ? [] : one('code', found[1], path, lineOf(text, /License :: /))
}

/** Cards of hubs say it in front; other keys say what the card is of. */
function frontMatter(path: string, text: string): Declared[] {
  const head = /^---\r?\n([\s\S]{1,6000}?)\r?\n---/.exec(text)?.[1]
  const said = head === undefined ? undefined : /^license:\s*(?:\n\s*-\s*)?["']?([\w.+ -]{2,60}?)["']?\s*$/m.exec(head)?.[1]
  if (head === undefined || said === undefined) return []
  const of =
    /^(dataset_info|task_categories|size_categories|annotations_creators|configs):/m.test(head) || /(^|\/)data/i.test(path)
      ? 'data'
      : /^(pipeline_tag|base_model|library_name|model-index|metrics):/m.test(head)
        ? 'weights'
        : 'code'
  return one(of, said, path, lineOf(text, /^license:/m))
}

const sentence =
  /\b(?:licen[sc]ed|released|distributed|available|published)\s+under\s+(?:the\s+)?(?:terms\s+of\s+)?(?:the\s+)?(?:\[|\*\*|`)?([A-Z][\w .,-]{1,40}?)(?:\]|\*\*|`)?(?:\([^)]*\))?\s*(?:licen[sc]e\b|[.,\n]|$)/
const badge = /img\.shields\.io\/badge\/licen[sc]e-([\w.%-]+?)-[a-z]+/i

/** Only a sentence that names its licence, and about data or weights when it says so. */
function prose(path: string, text: string): Declared[] {
  for (const [index, line] of text.split('\n').entries()) {
    const said = badge.exec(line)?.[1]?.replaceAll('--', '-').replaceAll(/%20|_/g, ' ') ?? sentence.exec(line)?.[1]
    if (said === undefined || line.length > 400) continue
    const of = /\b(weights|checkpoints?|models?)\b/i.test(line)
      ? 'weights'
      : /\b(data|dataset|corpus|images|annotations)\b/i.test(line)
        ? 'data'
        : 'code'
    const found = one(of, said, path, index + 1)
    // Prose about others' code is common; what is said of the code counts once, near the root.
    if (found.length > 0 && !/\b(based on|from|by|uses|their|its original|third[- ]party)\b/i.test(line)) return found
  }
  return []
}
