/** Tells by its name whether a plugin or task of others runs tests: what it runs is not in the repository, so tests may be hidden there. */

const tests = /(^|[-_/])(py|unit|integration|e2e|j|r|run)?-?tests?([-_]|$)/i
/** What only handles what tests leave behind, or makes ready for them. */
const handles = /report|result|upload|publish|summary|comment|coverage|annotat|setup|install|analytics|docs|collect/i

export const isNamedForTests = (name: string): boolean => tests.test(name) && !handles.test(name)

/** The sentence for what is not understood. */
export const maybeTests = (path: string, line: number, name: string): string =>
  `${path}:${line}: ${name} is not in this repository, and its name says that it tests`
