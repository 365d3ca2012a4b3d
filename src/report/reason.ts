/** Why a verdict or a finding is as it is, for a row: under "They say" where nothing but words stands behind it, in short, and without what this version lacks. */

const ownWord = /^by their own word: /

/** A row is no place for a speech; the annex and the full report have it whole. */
export const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most).trimEnd()} …`)

/** A command (`python -m pytest`) stays as one types it. */
const capital = (text: string): string => (/^\S+ (-|run\b)/.test(text) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`)

/** The reader asks what is, not what Assay cannot measure yet. */
const withoutLacks = (because: string): string => {
  const parts = because.split('; ').filter((it) => !/^(no probe of this version measures .* yet|and \d+ more)$/.test(it))
  return parts.length === 0 ? because : parts.join('; ')
}

export const reasonNote = (because: string, most = 600): { word: string; text: string } => {
  const bare = withoutLacks(because)
  return ownWord.test(bare)
    ? { word: 'They say', text: cut(capital(bare.replace(ownWord, '').replace(/ says “/, ': “')), most) }
    : { word: 'We measured', text: cut(capital(bare), most) }
}
