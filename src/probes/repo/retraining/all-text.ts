/** Everything that a value of YAML says, as one text. */
import type { YamlValue } from '../ci/yaml.ts'

export const allText = (value: YamlValue | undefined): string =>
  value === undefined
    ? ''
    : (value.text ??
      (value.isList ? value.items.map(allText).join(' ') : value.entries.map(([key, inner]) => `${key}: ${allText(inner)}`).join(' ')))
