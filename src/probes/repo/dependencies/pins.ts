/** One dependency as a file names it, and whether it is pinned to exactly one version. */

/** `exact`: one version and no other can be installed. Names are normalised (lower case, dashes). */
export type Pin = { name: string; exact: boolean }

export const normal = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[-_.]+/g, '-')

/** A PEP 508 requirement; undefined for what is no package (local paths, options, blank lines). */
export function requirement(line: string): Pin | undefined {
  const text = line
    .replace(/(^|\s)#.*$/, '')
    .replace(/\s+--hash[=\s]\S+/g, '')
    .trim()
  if (text === '' || /^(-e\s+)?(\.|\/|file:)|^-(?!e\s)/.test(text)) return undefined
  const url = /^(?:-e\s+)?(?:([\w.-]+)(?:\[[^\]]*\])?\s*@\s*)?((?:git|hg|svn|bzr)\+\S+|https?:\/\/\S+)/.exec(text)
  if (url !== null)
    return {
      name: normal(url[1] ?? /egg=([\w.-]+)/.exec(text)?.[1] ?? /([^/]+?)(\.git)?(@[^/]*)?$/.exec(url[2] ?? '')?.[1] ?? 'url'),
      exact: exactUrl(url[2] ?? ''),
    }
  const match = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;()]*)\)?/.exec(text)
  if (match === null) return undefined
  return { name: normal(match[1] as string), exact: exactSpecifier(match[2] ?? '') }
}

/** `==1.2.3` and `===1.2.3`; a wildcard, a range or nothing lets more than one in. */
export const exactSpecifier = (text: string): boolean => text.split(',').some((part) => /^\s*={2,3}\s*[^\s*]+\s*$/.test(part))

/** A commit cannot move; a branch or a tag can. A wheel or archive has its version in its name. */
const exactUrl = (url: string): boolean =>
  /^(git|hg|svn|bzr)\+/.test(url)
    ? /@[0-9a-f]{40}\b/.test(url)
    : /[-_/]v?\d+(\.\d+)+[^/]*\.(whl|tar\.gz|zip|tgz)|#sha256=|\/[0-9a-f]{40}\b/.test(url)

/** Poetry: `1.2.3` and `==1.2.3` are exact, `^1.2` and `~1.2` are ranges. */
export const exactPoetry = (text: string): boolean => /^={0,3}\s*\d+(\.\d+)*([a-z.+-]?\w*)?$/i.test(text.trim()) && !text.includes('*')

/**
 * Conda: `name==1.2.3` and `name=1.2.3=build` are one version; `name=1.2` is a prefix, so three numbers are asked for.
 * Channels (`conda-forge::name`) are left out of the name.
 */
export function condaSpec(text: string): Pin | undefined {
  const match = /^(?:[\w./-]+::)?([\w.-]+)\s*(.*)$/.exec(text.replace(/\s+#.*$/, '').trim())
  if (match === null) return undefined
  const spec = (match[2] ?? '').trim()
  const exact =
    /^==\s*[\w.!+]+$/.test(spec) ||
    /^=?\s*[\w.!+]+=[\w.]+$/.test(spec) ||
    /^=\s*\d+\.\d+\.\d+[\w.]*$/.test(spec) ||
    /^\d+\.\d+\.\d+\s+\w+$/.test(spec)
  return { name: normal(match[1] as string), exact: exact && !spec.includes('*') }
}
