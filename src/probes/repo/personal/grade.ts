/** Grades columns of personal data: of people as far as one can see, made by a generator, or published as public data. */

import { nameOf } from '../paths.ts'
import type { PythonSource } from '../python/sources.ts'
import type { Column } from './cells.ts'
import type { Hit } from './kinds.ts'

export type Grade = 'real_looking' | 'generated' | 'public'

const madeByName = /(^|[\W_])(synthetic|synth|fake|faker|mock|mocks|mocked|dummy|generated|simulated|artificial|toy|lorem)([\W_]|$)/i
const generators = /\b(faker|mimesis|Faker|SDV|sdv|ctgan|gretel|mockaroo|pydbgen)\b/
/** Headers of data sets that everybody works with. */
const known: string[][] = [
  ['pclass', 'sibsp', 'parch'],
  ['sepal_length', 'petal_length'],
  ['workclass', 'education', 'hours-per-week'],
  ['creditscore', 'geography', 'estimatedsalary'],
  ['customerid', 'seniorcitizen', 'tenure'],
]
const publicFigures =
  /player|athlete|actor|actress|politician|president|senator|celebrit|footballer|author|artist|driver_standings|nobel|movie|imdb/i

export function gradeOf({ made_up }: Hit, path: string, columns: Column[], files: Map<string, PythonSource>): Grade {
  const names = columns.map(({ name }) => name.toLowerCase().replaceAll(/[\s.]/g, '_'))
  if (known.some((header) => header.every((one) => names.some((name) => name === one || name.replaceAll('_', '') === one)))) return 'public'
  if (made_up >= 0.5 || madeByName.test(path)) return 'generated'
  // A script that makes people up and names this file has written it.
  for (const { text } of files.values()) if (text.includes(nameOf(path)) && generators.test(text)) return 'generated'
  return publicFigures.test(path) || names.some((name) => publicFigures.test(name)) ? 'public' : 'real_looking'
}
