/** Expands a job's matrix into its combinations and puts their values into texts. */
import type { YamlValue } from '../yaml.ts'
import { evaluate } from './expression.ts'

export type Combination = { [name: string]: string }
const mostCombinations = 32

/** At least one combination; past 32 the rest is left out, which `cut` tells. */
export const combinationsOf = (matrix: YamlValue | undefined): { combinations: Combination[]; cut: boolean } => {
  const include = matrix?.get('include')?.items ?? []
  let all: Combination[] = [{}]
  for (const [name, values] of matrix?.entries ?? []) {
    if (name === 'include' || name === 'exclude' || !values.isList) continue
    all = all.flatMap((one) => values.items.map((value) => ({ ...one, ...valuesOf(name, value) }))).slice(0, mostCombinations + 1)
  }
  const plain = Object.keys(all[0] ?? {}).length > 0
  const more = include.map((entry) => Object.assign({}, ...entry.entries.map(([name, value]) => valuesOf(name, value))) as Combination)
  const combined = plain ? [...all, ...more] : more.length > 0 ? more : [{}]
  return { combinations: combined.slice(0, mostCombinations), cut: combined.length > mostCombinations }
}

const valuesOf = (name: string, value: YamlValue): Combination =>
  value.isMap ? Object.assign({}, ...value.entries.map(([key, inner]) => valuesOf(`${name}.${key}`, inner))) : { [name]: value.text ?? '' }

/** Puts known values into `${{ … }}`: matrix, env and inputs. What is not known stays as written. */
export const fill = (text: string, known: { [name: string]: string | undefined }): string =>
  text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name) => known[name] ?? whole)

/** `continue-on-error: ${{ matrix.experimental }}` follows the matrix; anything else that is not fixed does not forgive. */
export const isOn = (value: YamlValue, known: { [name: string]: string | undefined }): boolean => {
  if (value.isTrue) return true
  const text = fill(value.text ?? '', known)
  return text === 'true' || (text.startsWith('${{') && evaluate(text, known) === true)
}
