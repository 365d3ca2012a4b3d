/** Text of other people's as it may be printed: nothing in it moves a cursor, colours a line, or turns the reading direction. */

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu

/** True when every character is one that can be seen; tabs and line ends are not. */
export const isPrintable = (text: string): boolean => text.search(unseen) === -1

/** Characters that cannot be seen are written out: a newline as `\n`, an escape as `\u001b`. */
export const printable = (text: string): string =>
  text.replace(unseen, (it) => {
    if (it === '\n') return '\\n'
    if (it === '\t') return '\\t'
    const hex = (it.codePointAt(0) ?? 0).toString(16)
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
  })
