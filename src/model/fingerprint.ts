/** A short name for a text that stays the same everywhere: FNV-1a over its UTF-16 units, 64 bits, in hexadecimal. No protection against anybody. */
const prime = 0x100000001b3n
const start = 0xcbf29ce484222325n

export const fingerprint = (text: string): string => {
  let hash = start
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    for (const byte of [unit & 0xff, unit >> 8]) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime)
  }
  return hash.toString(16).padStart(16, '0')
}
