/** Reads as much of Groovy as finding the texts that a pipeline hands to a shell needs: comments, quoted texts, and the blocks around a place. */

export const quoted = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g

/** Comments become blanks, so that lines and columns stay. */
export const withoutComments = (text: string): string =>
  text.replace(
    /("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\*[\s\S]*?\*\/|(?<![:\w])\/\/[^\n]*/g,
    (whole, text) => text ?? whole.replace(/[^\n]/g, ' '),
  )

const oneText = /^\s*("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/
const setting = /^\s*\[?\s*(\w+)\s*:\s*/

/**
 * The text that a step is given at a place: the first one, or the one under `script:` among named ones. Texts added together are joined;
 * what is added that is no text becomes `$given`. Undefined when there is none; `at` is where the text itself begins, `end` what follows it.
 */
export const textAt = (source: string, from: number): { text: string; at: number; end: number } | undefined => {
  let at = from
  for (let turn = 0; turn < 8; turn++) {
    const name = setting.exec(source.slice(at, at + 200))
    if (name) at += name[0].length
    const found = oneText.exec(source.slice(at))
    if (name && name[1] !== 'script') {
      const passed = found?.[0] ?? /^[\w.]+/.exec(source.slice(at))?.[0]
      const comma = passed === undefined ? undefined : /^\s*,/.exec(source.slice(at + passed.length))
      if (passed === undefined || !comma) return undefined
      at += passed.length + comma[0].length
      continue
    }
    return found ? added(source, at) : undefined
  }
  return undefined
}

const added = (source: string, from: number): { text: string; at: number; end: number } => {
  let at = from
  let text = ''
  let first: number | undefined
  for (;;) {
    const part = oneText.exec(source.slice(at))
    const other = part ? undefined : /^\s*[\w.]+(\([^()\n]*\))?/.exec(source.slice(at))
    if (!part && !other) break
    if (part) {
      const whole = part[1] ?? ''
      const size = /^("""|''')/.test(whole) ? 3 : 1
      first ??= at + part[0].length - whole.length + size
      text += whole.slice(size, -size).replace(/\\(["'\\$])/g, '$1')
    } else text += '$given'
    at += (part?.[0] ?? other?.[0] ?? '').length
    const plus = /^(\s*\.\s*(stripIndent|trim)\(\s*\))?\s*\+/.exec(source.slice(at))
    if (!plus) break
    at += plus[0].length
  }
  return { text, at: first ?? from, end: at }
}

/** The text in front of every brace that is still open at the end. */
export const blocksAround = (text: string): string[] => {
  const open: string[] = []
  let from = 0
  for (const found of text.matchAll(/"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[{}]/g)) {
    if (found[0] === '{') {
      open.push(text.slice(from, found.index).trim().split('\n').at(-1) ?? '')
      from = found.index + 1
    } else if (found[0] === '}') {
      open.pop()
      from = found.index + 1
    }
  }
  return open
}
