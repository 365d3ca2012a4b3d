/** Text of other people's as a cell holds it: characters that XML cannot hold are written `_xHHHH_`, as spreadsheets do. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unheld = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffd-\uffff]/g
const halfCharacter = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
/** The last two of each plane are no characters. */
const noCharacter = /[\ud83f\ud87f\ud8bf\ud8ff\ud93f\ud97f\ud9bf\ud9ff\uda3f\uda7f\udabf\udaff\udb3f\udb7f\udbbf\udbff][\udffe\udfff]/g

const escaped = (text: string): string =>
  [...Array(text.length).keys()].map((at) => `_x${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}_`).join('')

/** Reads back as `text`, letter for letter. A text that looks like such an escape is escaped itself. */
export const cellText = (text: string): string => {
  const held = [unheld, halfCharacter, noCharacter].reduce(
    (left, pattern) => left.replace(pattern, escaped),
    text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'),
  )
  // The library keeps texts by name in an object, where names such as `constructor` are taken.
  return held in {} ? `${escaped(held.slice(0, 1))}${held.slice(1)}` : held
}
