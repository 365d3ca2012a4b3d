/** Finds code of others that was copied into the tree with its own licence: vendored folders, and Python packages with their metadata. */
import { folderOf, nameOf, pathKind } from '../../paths.ts'
import { licenceOfText } from '../texts.ts'
import type { Package } from './package.ts'

const metadata = /(^|\/)([^/]+)\.(dist-info|egg-info)\/(METADATA|PKG-INFO)$/
const licenceFile = /(^|\/)((un)?licen[sc]e|copying)([-_.][\w.-]+)?$/i
const inMetadata = /\.(dist-info|egg-info)\//

export const isCopied = (path: string): boolean =>
  metadata.test(path) || (pathKind(path) === 'vendored' && licenceFile.test(path) && !inMetadata.test(path))

/** The folder right below the one that holds what is vendored, or the folder of the text. */
const vendoredAs = (path: string): string => {
  const folder = folderOf(path).replace(/\/(licenses?|LICENSES?)$/, '')
  return (
    /(?:^|\/)(?:vendor|vendored|_vendor|third[_-]?party|3rdparty|externals?|extern|node_modules|site-packages|deps)\/((?:@[^/]+\/|(?:github\.com|golang\.org|gopkg\.in|go\.[\w.]+|k8s\.io)\/)?[^/]+(?:\/[^/]+)?)/i.exec(
      folder,
    )?.[1] ?? nameOf(folder)
  )
}

export function packageCopied(path: string, text: string): Package | undefined {
  const base = { for: 'product' as const, source: 'copied code' as const, path }
  if (!metadata.test(path)) {
    const named = licenceOfText(text)
    const why = 'its text is none of the common licences'
    return { ...base, name: vendoredAs(path), said: named?.licence ?? null, line: 1, ...(named === undefined ? { why } : {}) }
  }
  const [head = ''] = text.split(/\r?\n\r?\n/)
  const line = (pattern: RegExp): { said: string; line: number } | undefined => {
    const found = pattern.exec(head)
    return found?.[1] === undefined || /^(unknown|none|)$/i.test(found[1].trim())
      ? undefined
      : { said: found[1].trim(), line: head.slice(0, found.index).split('\n').length }
  }
  const name = /^Name: *(.+)$/m.exec(head)?.[1]?.trim()
  if (name === undefined) return undefined
  const classified = [...head.matchAll(/^Classifier: License :: (?:OSI Approved(?: :: )?)?(.+)$/gm)]
    .map(([, said = '']) => said.trim())
    .filter((said) => said !== '')
  const said = line(/^License-Expression: *(.+)$/m) ?? line(/^License: *(.{2,80})$/m)
  if (said !== undefined) return { ...base, name, ...said }
  return classified.length > 0
    ? { ...base, name, said: classified.join('; '), line: head.slice(0, head.search(/^Classifier: License ::/m)).split('\n').length }
    : { ...base, name, said: null, line: 1, why: 'its metadata says no licence' }
}
