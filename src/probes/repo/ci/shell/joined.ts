/** Follows folders from a folder of the tree, as `cd` does. */

/** `a/b` + `../c` → `a/c`; null when the folder is outside the tree or known only to a run. */
export const joined = (folder: string, way: string): string | null => {
  const top = way.replace(
    /^(\$\{?(GITHUB_WORKSPACE|CI_PROJECT_DIR|TRAVIS_BUILD_DIR|BITBUCKET_CLONE_DIR|WORKSPACE)\}?|\$\{\{\s*github\.workspace\s*\}\})\/?/,
    '/',
  )
  if (/[$`{]/.test(top)) return null
  const parts = top.startsWith('/') || folder === '' ? [] : folder.split('/')
  if (way.startsWith('/')) return null
  for (const part of top.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}

/** The folder that `git clone` makes; `*` when only a run knows its name. */
export const cloneOf = (words: readonly string[]): string => {
  const last = words.at(-1) ?? ''
  return /[$`]/.test(last) ? '*' : (last.replace(/\/$/, '').split(/[/:]/).at(-1) ?? '').replace(/\.git$/, '')
}
