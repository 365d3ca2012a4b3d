/** Reads the short notices that only name the licence, as the Apache and GNU licences tell authors to write them. */
import { licencesDeclared } from './names.ts'

const longest = 2500

/** Undefined when the text is no such notice. */
export function licenceNoticed(text: string): string | undefined {
  if (text.length > longest) return undefined
  const plain = text.replaceAll(/^\s*(\/\/|#|\*|--|;|%)+/gm, ' ').replaceAll(/\s+/g, ' ')
  if (/\bspecial exception\b/i.test(plain)) return undefined
  return gnu(plain) ?? licencesDeclared(/\b[Ll]icensed under the ((?:[A-Z]\w*[ ,]*)+(?:\d\.\d)?)/.exec(plain)?.[1]?.trim() ?? '')[0]
}

const names: { [name: string]: string } = { '': 'GPL', Lesser: 'LGPL', Library: 'LGPL', Affero: 'AGPL' }

/** "… the terms of the GNU Lesser General Public License …, either version 3 of the License, or (at your option) any later version". */
function gnu(plain: string): string | undefined {
  const found =
    /\bunder the terms of the GNU (?:(Lesser|Library|Affero) )?General Public Licen[sc]e\b.{0,160}?\bversion (\d(?:\.\d)?)(.{0,60})/i.exec(
      plain,
    )
  if (found === null) return undefined
  const version = found[2]?.includes('.') ? found[2] : `${found[2]}.0`
  return `${names[found[1] ?? '']}-${version}-${/any later version/i.test(found[3] ?? '') ? 'or-later' : 'only'}`
}
