/** Decides whether bytes are text and decodes them. */

/** Text of a file, without byte-order mark; undefined when it is binary (a zero byte near its start, as git judges). */
export const textOf = (bytes: Buffer): string | undefined => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.subarray(0, 8000).includes(0)) return undefined
  return new TextDecoder('utf-8').decode(bytes)
}
