/** What a workflow of another repository, or an action that is not there, does as far as its name says. */

const testing = 'tests?|pytest|unit|lint\\w*|format\\w*|style|types?|typecheck|mypy|pre-?commit|quality|coverage|codeql|security|scan|audit'
const keeping = 'docs?|documentation|pages|labels?|labeler|stale|backport|assign\\w*|greet\\w*|cla|dco|bump|versions?|changelog'
const shipping = 'release\\w*|publish\\w*|pypi|tag|docker|images?|build\\w*|deploy\\w*'

const named = (words: string): RegExp => new RegExp(`(^|[-_.])(${words})([-_.]|$)`, 'i')
const works = { 'tests or housekeeping': named(`${testing}|${keeping}`), any: named(`ci|${testing}|${keeping}|${shipping}`) }

/**
 * `python-test` of `calls org/.github/.github/workflows/python-test.yml@v1, which is not in this repository`; `build-docs` of
 * `the action ./.github/actions/build-docs could not be read`.
 */
const calledIn = (sentence: string): string | undefined =>
  (/ calls \S*?([^/\s]+?)(\.ya?ml)?(@\S*)?, which is not in this repository$/.exec(sentence) ??
    /: the action \S*?([^/\s]+?)\/? could not be read$/.exec(sentence))?.[1]

/**
 * Does a sentence on what could not be followed name work of this sort, and nothing else? `but`: words that would say otherwise. An action
 * whose name says that it tests counts too.
 */
export const isNamedFor = (sentence: string, work: keyof typeof works, but: RegExp): boolean => {
  if (sentence.includes('its name says that it tests')) return true
  const name = calledIn(sentence)
  return name !== undefined && works[work].test(name) && !but.test(name)
}
