/** Works out how a CSV file is written from its first lines: what parts its fields, and what its columns are called. */

export type CsvShape = { delimiter: string; header: string[] }

const delimiters = [',', ';', '\t', '|'] as const

/** Fields of each record, quotes as in RFC 4180; stops after `most` records. A record cut short by the end of the text is left out unless `whole`. */
export function records(text: string, delimiter: string, most: number, whole: boolean): string[][] {
  const found: string[][] = []
  let record: string[] = []
  let field = ''
  let quoted = false
  let at = 0
  const endField = () => {
    record.push(field)
    field = ''
  }
  for (; at < text.length && found.length < most; at++) {
    const character = text[at] as string
    if (quoted) {
      if (character !== '"') field += character
      else if (text[at + 1] === '"') field += text[++at]
      else quoted = false
    } else if (character === '"' && field === '') quoted = true
    else if (character === delimiter) endField()
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[at + 1] === '\n') at++
      endField()
      found.push(record)
      record = []
    } else field += character
  }
  if (whole && at >= text.length && found.length < most && (field !== '' || record.length > 0)) {
    endField()
    found.push(record)
  }
  return found
}

/** The delimiter under which most of the first lines have as many fields as the header; a comma when no line has two. */
export function csvShape(text: string, whole: boolean): CsvShape | undefined {
  let best: (CsvShape & { merit: number }) | undefined
  for (const delimiter of delimiters) {
    const rows = records(text, delimiter, 200, whole)
    const header = rows[0] ?? records(text, delimiter, 1, true)[0]
    if (header === undefined) return undefined
    const like = rows.filter((row) => row.length === header.length).length
    const merit = header.length < 2 ? 0 : (like / Math.max(rows.length, 1)) * 1000 + Math.min(header.length, 500)
    if (best === undefined || merit > best.merit) best = { delimiter, header, merit }
  }
  return best
}

/**
 * Names that the engine can tell apart (it ignores letter case): the second `a` becomes `a_1`, an empty name `column_3`,
 * a name past 300 characters is cut. `said` tells each change, with the column's place but not a long name.
 */
export function distinctNames(names: readonly string[]): { names: string[]; said: string[] } {
  const taken = new Set<string>()
  const said: string[] = []
  const given = new Set(names.map((name) => name.toLowerCase()))
  const distinct = names.map((name, at) => {
    const plain = name.trim() === '' ? `column_${at + 1}` : name.length > 300 ? name.slice(0, 300) : name
    let it = plain
    for (let n = 1; taken.has(it.toLowerCase()) || (it !== name && given.has(it.toLowerCase())); n++) it = `${plain}_${n}`
    taken.add(it.toLowerCase())
    if (name.trim() === '') said.push(`Column ${at + 1} has no name; it is called ${it}.`)
    else if (name.length > 300) said.push(`The name of column ${at + 1} has ${name.length} characters; it was cut to 300.`)
    else if (it !== name)
      said.push(`Two columns are called ${JSON.stringify(name)}; the one in place ${at + 1} is called ${JSON.stringify(it)}.`)
    return it
  })
  return { names: distinct, said }
}
