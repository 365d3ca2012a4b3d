/** Dates as spreadsheets count them: days since the end of 1899, or of 1903. */

const dayMs = 86_400_000
/** 9999-12-31. */
const last = 2_958_465

/**
 * A day, or a moment without a zone when it has a time. Undefined for what is no date: a time alone, or 29 February 1900,
 * which the first spreadsheets counted and the calendar does not have.
 */
export const isoOf = (serial: number, from1904: boolean): string | undefined => {
  const day = Math.floor(serial)
  if (serial < (from1904 ? 0 : 1) || day > last || (!from1904 && day === 60)) return undefined
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30)
  const moment = new Date(start + day * dayMs + Math.round((serial - day) * 86_400) * 1000)
  const text = moment.toISOString()
  return serial === day ? text.slice(0, 10) : text.slice(0, 19)
}

/** Numbers of the formats that are dates without being written out in the file. */
const isBuiltIn = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** `code` as written in the file, such as `yyyy\-mm\-dd;@`; text in it in quotes, behind a backslash or in brackets counts for nothing. */
export const isDateFormat = (id: number, code: string | undefined): boolean => {
  if (code === undefined) return isBuiltIn(id)
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?![hms]+\])[^\]]*\]/gi, '')
  return !/^general$/i.test(bare) && /[ymdhs]/i.test(bare)
}
