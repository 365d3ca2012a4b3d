/** Knows the licences written for models and their data by their title and by a clause that such a text must have. */

type Titled = { licence: string; title: RegExp; clause: RegExp }

const useBased = /use[- ]based\s+restrictions/i
const llama = /\b700\s+million\b|\bacceptable\s+use\s+policy\b/i
const noBusiness = /non-?\s?commercial(ly)?\b/i

const titles: Titled[] = [
  { licence: 'CreativeML-OpenRAIL-M', title: /creativeml\s+open\s?rail(\s?\+\+)?\s?-?\s?m/i, clause: useBased },
  { licence: 'BigScience-RAIL-1.0', title: /bigscience\s+(bloom\s+)?rail\s+licen[sc]e/i, clause: useBased },
  { licence: 'BigScience-OpenRAIL-M', title: /bigscience\s+open\s?rail-?\s?m/i, clause: useBased },
  { licence: 'BigCode-OpenRAIL-M', title: /bigcode\s+open\s?rail-?\s?m/i, clause: useBased },
  { licence: 'RAIL', title: /\b(open\s?)?(rail|responsible\s+ai\s+licen[sc]e)/i, clause: useBased },
  ...['4', '3.3', '3.2', '3.1', '3', '2'].map((version) => ({
    licence: `Llama-${version}`,
    title: new RegExp(`llama\\s+${version.replace('.', '\\.')}\\s+(version|community\\s+license)`, 'i'),
    clause: llama,
  })),
  { licence: 'Gemma', title: /gemma\s+terms\s+of\s+use/i, clause: /prohibited\s+use\s+policy/i },
  {
    licence: 'non-commercial terms of its own',
    title:
      /non-?\s?commercial\b.{0,60}\blicen[sc]e|licen[sc]e\b.{0,60}\bnon-?\s?commercial|\blicen[sc]e-nc\b|\bresearch( (use|only|community))* licen[sc]e/i,
    clause: noBusiness,
  },
]

const shortest = 1500

/** Undefined when neither title nor clause stand there; a page that only names such a licence is too short to be one. */
export function licenceTitled(text: string): string | undefined {
  if (text.length < shortest) return undefined
  const head = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 8)
    .join('\n')
    .slice(0, 600)
  const body = text.slice(head.length)
  return titles.find(({ title, clause }) => title.test(head) && clause.test(body))?.licence
}
