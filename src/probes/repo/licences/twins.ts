/** Tells near twins among licences by the words that only one of them has. */

/** `has` and `lacks` are read in the words of a text in lower case, one space apart. */
type Mark = { ids: RegExp; has?: RegExp; lacks?: RegExp }

const creativeCommons = (code: RegExp, word: RegExp): Mark[] => [
  { ids: new RegExp(`^CC-BY.*${code.source}`), has: word },
  { ids: new RegExp(`^CC-BY(?!.*${code.source})`), lacks: new RegExp(`attribution (non ?commercial )?${word.source}`) },
]

const marks: Mark[] = [
  { ids: /^BSD-[34]-/, has: /names?( \w+){1,20} be used to endorse|nor the names? of/ },
  { ids: /^BSD-[12]-/, lacks: /to endorse or promote products/ },
  { ids: /^BSD-1-/, lacks: /redistributions in binary form/ },
  { ids: /^BSD-[234]-/, has: /redistributions in binary form/ },
  { ids: /^BSD-4-/, has: /advertising materials mentioning/ },
  { ids: /^BSD-[123]-/, lacks: /advertising materials mentioning/ },
  { ids: /^BSD-3-Clause-Clear$/, has: /no express or implied licenses to any party s patent/ },
  { ids: /^BSD-3-Clause$/, lacks: /no express or implied licenses to any party s patent|nuclear|military/ },
  { ids: /^BSD-2-Clause-Patent$/, has: /patent license/ },
  { ids: /^BSD-2-Clause-Views$/, has: /views and conclusions/ },
  { ids: /^BSD-2-Clause$/, lacks: /patent license|views and conclusions/ },
  { ids: /^(MIT|X11|MIT-CMU|ISC)$/, has: /copyright notices? and th(is|e) permission notice|copyright notice and this permission/ },
  { ids: /^(MIT-0|0BSD)$/, lacks: /copyright notice and this permission notice/ },
  { ids: /^X11$/, has: /shall not be used in advertising/ },
  { ids: /^MIT$/, lacks: /shall not be used in advertising|used for good not evil/ },
  { ids: /^JSON$/, has: /used for good not evil/ },
  { ids: /^AGPL-/, has: /remote network interaction/ },
  {
    ids: /^GPL-3/,
    has: /version 3 29 june 2007|either version 3/,
    lacks: /remote network interaction|gnu lesser general public license version 3/,
  },
  { ids: /^GPL-2/, has: /version 2 june 1991|either version 2/, lacks: /library general public license version 2/ },
  { ids: /^LGPL-3/, has: /lesser general public license/ },
  { ids: /^LGPL-2\.1/, has: /lesser general public license version 2 1|version 2 1 february 1999/ },
  { ids: /^LGPL-2\.0/, has: /library general public license/ },
  { ids: /^Apache-2/, lacks: /modified apache 2 0/ },
  { ids: /^SSPL-/, has: /server side public license/ },
  ...['MPL', 'EPL', 'CDDL', 'EUPL'].map((name) => ({ ids: new RegExp(`^${name}-`), has: new RegExp(long(name)) })),
  ...creativeCommons(/-NC/, /non ?commercial/),
  ...creativeCommons(/-SA/, /share ?alike/),
  ...creativeCommons(/-ND/, /no ?deriv/),
  { ids: /^CC-BY.*-4\.0$/, has: /4 0 international/ },
  { ids: /^CC-BY.*-3\.0$/, lacks: /4 0 international/ },
  { ids: /^CC-BY.*-2\.\d$/, lacks: /attribution( \w+){0,4} 3 0/ },
  { ids: /^CC-BY.*-2\.5$/, lacks: /attribution( \w+){0,4} 2 0/ },
  { ids: /^CC-BY.*-2\.0$/, lacks: /attribution( \w+){0,4} 2 5/ },
]

function long(name: string): string {
  const names: { [name: string]: string } = {
    MPL: 'mozilla public license',
    EPL: 'eclipse public license',
    CDDL: 'common development and distribution license',
    EUPL: 'european union public licen[cs]e',
  }
  return names[name] as string
}

export const marked = (id: string, words: string): boolean =>
  marks.every(({ ids, has, lacks }) => !ids.test(id) || ((has === undefined || has.test(words)) && !lacks?.test(words)))

const limits = [
  /\bcommons clause\b/,
  /\b(not|never|nobody)( \w+){0,5} (use|used|sell|sold|run)( \w+){0,6} (commercial|business|profit)/,
  /\bcommercial (use|usage|users?)( \w+){0,3} (prohibited|forbidden|not (permitted|allowed|granted)|requires?|needs?)\b/,
  /\b(non ?commercial|academic|research|evaluation)( \w+){0,4} (use|purposes?) only\b/,
  /\bonly( be)?( used?)? for( \w+){0,2} (non ?commercial|academic|research|evaluation)( \w+){0,3} (use|purposes?)\b/,
]

/** Whether a free licence is taken back in part by a sentence put before, into or behind it. */
export const limited = (words: string): boolean => limits.some((limit) => limit.test(words))
