/** Tells which commits are by one person: the same address, or the same name however it is written. Bots apart. */
import type { Commit } from '../../model/handles.ts'

const bot = /\[bot\]|(^|[\s_-])bot$|^(dependabot|renovate|greenkeeper|pre-commit-ci|github-actions|semantic-release|snyk)\b/i

export const isBot = (commit: Commit): boolean => bot.test(commit.author_name) || /\[bot\]@/.test(commit.author_email)

/** Lower case, without accents and punctuation, words in order: "Müller, Jan" and "jan muller" are one. */
function nameKey(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(' ')
}

/** GitHub's private addresses hold the account: `123+ada@users.noreply.github.com`. */
const mailKey = (email: string): string => email.toLowerCase().replace(/^\d+\+(.*@users\.noreply\.github\.com)$/, '$1')

/** Addresses that many people share by mistake join nobody. */
const nobodys =
  /^(root|user|you|email|example|none|test|admin)?@|@(localhost|localhost\.localdomain|example\.(com|org)|none|\(none\))$|\.local$|^$/
const nobody = /^(root|user|unknown|your name|admin|ubuntu|test|ec2 user|)$/

/** Commits grouped by person; the newest writing of a name is used. A name that looks like an address is cut before the @. */
export function people(commits: Commit[]): { author: string; commits: Commit[] }[] {
  const parent = new Map<string, string>()
  const root = (key: string): string => {
    let at = key
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up
    return at
  }
  const keysOf = ({ author_name, author_email }: Commit): string[] => {
    const name = nameKey(author_name)
    const mail = mailKey(author_email)
    // A single word ("alex") is too little to join two addresses by.
    const byName = nobody.test(name) ? [] : name.includes(' ') || nobodys.test(mail) ? [`name ${name}`] : []
    const keys = [...(nobodys.test(mail) ? [] : [`mail ${mail}`]), ...byName]
    return keys.length > 0 ? keys : [`name ${name}`]
  }
  for (const commit of commits) {
    const keys = keysOf(commit)
    for (const key of keys) if (!parent.has(key)) parent.set(key, key)
    for (const key of keys) parent.set(root(key), root(keys[0] as string))
  }
  const groups = new Map<string, Commit[]>()
  for (const commit of commits) {
    const key = root(keysOf(commit)[0] as string)
    const some = groups.get(key)
    if (some === undefined) groups.set(key, [commit])
    else some.push(commit)
  }
  return [...groups.values()].map((some) => ({ author: shown(some), commits: some }))
}

function shown(commits: Commit[]): string {
  const names = commits.map(({ author_name }) => author_name.trim())
  const best = names.find((name) => name.includes(' ') && !name.includes('@')) ?? names[0] ?? ''
  const cut = best
    .replaceAll(/<[^>]*>/g, '')
    .replace(/@.*$/, '')
    .trim()
  return cut === '' ? 'unnamed' : cut
}
