/** Tells names that Python binds without an `=` of their own: imports that may fail, `with … as`, loops and several at once. */

/** What such a name holds is made while the program runs: no default says what it is. */
export function boundOtherwise(text: string, name: string): boolean {
  if (!/^\w+$/.test(name)) return false
  const ways = [
    `\\bas\\s+${name}\\b(?!\\s*\\.)`,
    `^[ \\t]*import\\s+(?:[\\w.]+\\s*,\\s*)*${name}\\b(?!\\.)`,
    `\\bfor\\s+[^\\n:=]*\\b${name}\\b[^\\n:=]*\\bin\\b`,
    `\\b${name}\\s*:=`,
    // One of several names before the sign.
    `^[ \\t]*\\(?(?:[*\\w.]+\\s*,\\s*)*[*]?${name}\\s*,[*\\w.,() \\t]*=(?!=)`,
    ...(/\bexcept\b.*\b(ImportError|ModuleNotFoundError)\b/.test(text) ? [`^[ \\t]*from\\s+[\\w.]+\\s+import\\b.*\\b${name}\\b`] : []),
  ]
  return ways.some((way) => new RegExp(way, 'm').test(text))
}
