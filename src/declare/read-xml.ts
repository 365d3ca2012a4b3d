/** Walks one XML part of a spreadsheet tag by tag; what could grow in reading, such as entities, is refused. */
import { SaxesParser } from 'saxes'
import { Problem } from '../model/index.ts'

/** Tags in one another; a sheet needs eight. */
const deepest = 64

/** Names without their prefix. `text` is what stands between two tags. */
export type XmlWalk = {
  open?(name: string, attributes: { [name: string]: string }): void
  text?(text: string): void
  close?(name: string): void
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

const localKeys = (attributes: { [name: string]: string }): { [name: string]: string } => {
  const keys: { [name: string]: string } = Object.create(null)
  // Of `r:id` and `id`, both named id here, the one with the prefix is the link.
  for (const [name, value] of Object.entries(attributes).sort(([a], [b]) => Number(a.includes(':')) - Number(b.includes(':'))))
    if (!name.startsWith('xmlns')) keys[local(name)] = value
  return keys
}

const decoded = (bytes: Buffer, refuse: () => Problem): string => {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe
  try {
    return new TextDecoder(wide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refuse()
  }
}

/** `part` is named in messages. Throws Problem. */
export const readXml = (bytes: Buffer, part: string, shown: string, walk: XmlWalk): void => {
  const refuse = (what: string) => new Problem(what, { file: shown })
  const broken = () => refuse(`is damaged: ${part} in it is not whole XML. Save it again, or have it sent again.`)
  const parser = new SaxesParser()
  let depth = 0
  parser.on('doctype', () => {
    throw refuse(`holds a document type in ${part}, as no spreadsheet program writes it. Save it again in your program.`)
  })
  parser.on('error', () => {
    throw broken()
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > deepest) throw broken()
    walk.open?.(local(name), localKeys(attributes))
  })
  parser.on('text', (text) => walk.text?.(text))
  parser.on('cdata', (text) => walk.text?.(text))
  parser.on('closetag', ({ name }) => {
    depth--
    walk.close?.(local(name))
  })
  parser.write(decoded(bytes, broken)).close()
}
