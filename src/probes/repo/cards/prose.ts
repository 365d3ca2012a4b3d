/** Takes the prose of a Markdown, reStructuredText or plain document apart into sections, without code, pictures and addresses. */

export type Line = { text: string; line: number }
/** `line`: of the heading. `rows`: one line of a table each. */
export type Section = { heading: string; level: number; line: number; sentences: Line[]; rows: Line[] }

const underline = /^(=|-|~|\^|"|\*|#){3,}\s*$/
/** Below every heading of its own line. */
const runIn = 7
const tableRow = /\|.*\||<t[dh]\b/i

class Reader {
  readonly sections: Section[] = [{ heading: '', level: 0, line: 1, sentences: [], rows: [] }]
  #paragraph: Line[] = []

  get #last(): Section {
    return this.sections.at(-1) as Section
  }

  read(raw: string, line: number): void {
    const marked = /^\s{0,3}(#{1,6})\s+(.*?)#*\s*$/.exec(raw) ?? /^\s*<h([1-6])[^>]*>(.*?)(?:<\/h|$)/i.exec(raw)
    const above = this.#paragraph[0]
    const text = plain(raw)
    if (marked !== null) this.#open(marked[2] ?? '', /^\d/.test(marked[1] ?? '') ? Number(marked[1]) : (marked[1] ?? '').length, line)
    else if (underline.test(raw) && above !== undefined && this.#paragraph.length === 1 && above.text.length < 120) {
      this.#paragraph = []
      this.#open(above.text, raw.startsWith('=') ? 1 : 2, above.line)
    } else if (this.#paragraph.length === 0 && this.#runIn(raw, line)) return
    else if (text === '') this.close()
    else if (tableRow.test(raw)) {
      this.close()
      if (!/^[\s|:+=-]+$/.test(text)) this.#last.rows.push({ text, line })
    } else {
      if (/^\s*([-*+]|\d+[.)])\s/.test(raw)) this.close()
      this.#paragraph.push({ text, line })
    }
  }

  /** `**Quality.** AUC of …`: the bold words head what follows them. */
  #runIn(raw: string, line: number): boolean {
    const [, , heading, rest] = /^\s*(\*\*|__)([^*_]{2,40}?)[.:]?\1[.:]?\s+(\S.*)$/.exec(raw) ?? []
    if (heading === undefined || rest === undefined) return false
    this.#open(heading, runIn, line)
    this.#paragraph.push({ text: plain(rest), line })
    return true
  }

  #open(heading: string, level: number, line: number): void {
    this.close()
    this.sections.push({ heading: plain(heading), level, line, sentences: [], rows: [] })
  }

  /** A sentence may go over lines; it is told at the line where it starts. */
  close(): void {
    const starts: number[] = []
    let text = ''
    for (const one of this.#paragraph) {
      starts.push(text.length)
      text += `${one.text} `
    }
    let at = 0
    for (const sentence of text.trim().split(/(?<=[a-z0-9)\]"”%][.!?:])\s+(?=[A-Z"“(])/)) {
      const index = starts.findLastIndex((start) => start <= at)
      if (/[A-Za-zÀ-ÿ]{2}/.test(sentence)) this.#last.sentences.push({ text: sentence, line: this.#paragraph[index]?.line ?? 1 })
      at += sentence.length + 1
    }
    this.#paragraph = []
  }
}

export function sectionsOf(text: string): Section[] {
  const reader = new Reader()
  for (const [at, line] of withoutCode(text).split('\n').entries()) reader.read(line, at + 1)
  reader.close()
  return reader.sections
}

/** Code, comments and front matter are blanked; lines stay where they are. */
function withoutCode(text: string): string {
  const blank = (part: string): string => part.replaceAll(/[^\n]/g, '')
  return text
    .replaceAll('\r', '')
    .replace(/^---\n[\s\S]*?\n---\n/, blank)
    .replaceAll(/<!--[\s\S]*?-->/g, blank)
    .replaceAll(/^[ \t]*(```|~~~)[\s\S]*?^[ \t]*\1[^\n]*$/gm, blank)
    .replaceAll(/^\.\. (code|code-block|image|toctree|figure)::.*\n(?:[ \t].*\n|\n)*/gm, blank)
}

/** Without marks, pictures, badges and addresses; the words of links stay. */
const plain = (line: string): string =>
  line
    .replaceAll(/\[?!\[[^\]]*\]\([^)]*\)(\]\([^)]*\))?/g, ' ')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/https?:\/\/\S+/g, ' ')
    .replaceAll(/`([^`]*)`_*/g, '$1')
    .replaceAll(/\*\*|__|\*/g, '')
    .replaceAll(/^\s*([-+>]|\d+[.)])\s+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
