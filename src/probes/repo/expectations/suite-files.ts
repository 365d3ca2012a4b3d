/** Reads suites of expectations that stand in files of their own: Great Expectations, dbt, Soda and table schemas of Frictionless. */
import type { RepoHandle } from '../../../model/handles.ts'
import { isForeign, isRegular } from '../paths.ts'
import { readEach } from '../python/sources.ts'

/** `holds`: the commands that hold data against it. */
export type SuiteFile = { tool: string; path: string; line: number; expectations: number; holds: RegExp }

const largest = 500_000
const mayBe =
  /(^|\/)(great_expectations|gx|expectations)\/.*\.(json|ya?ml)$|(^|\/)[^/]*(schema|models|sources|_tests?|checks|contract)[^/]*\.ya?ml$|(^|\/)(datapackage|tableschema|[^/]*\.(resource|schema))\.(json|ya?ml)$|(^|\/)(soda|checks|models|snapshots|seeds)\/.*\.ya?ml$/i

const ge = /\b(great_expectations|gx)\b.*\bcheckpoint\b.*\brun\b/
const dbt = /^dbt (.* )?(test|build)\b/
const frictionless = /^(frictionless|goodtables) (.* )?validate\b/
const soda = /^soda (.* )?(scan|contract verify)\b/

export async function suiteFiles(repo: RepoHandle, signal: AbortSignal): Promise<SuiteFile[]> {
  const paths = repo.files
    .filter(
      ({ path, mode, bytes }) =>
        isRegular(mode) && bytes < largest && mayBe.test(path) && !isForeign(path) && !/(^|\/)(tests?|examples?|docs)\//.test(path),
    )
    .map(({ path }) => path)
  const out: SuiteFile[] = []
  for (const { path, text } of await readEach(repo, paths.slice(0, 1000), signal)) {
    if (text === undefined) continue
    const kinds: [string, RegExp, RegExp, boolean][] = [
      ['Great Expectations', /["'](?:expectation_)?type["']\s*:\s*["']expect_\w+["']/g, ge, path.endsWith('.json')],
      [
        'dbt',
        /(?:^\s*-\s*|tests:\s*\[\s*|tests:\s*\[[^\]\n]*,\s*)["']?(?:not_null|unique|accepted_values|relationships|dbt_expectations\.\w+|dbt_utils\.\w+)\b/gm,
        dbt,
        /^version:\s*2|^models:|^sources:/m.test(text),
      ],
      [
        'Frictionless',
        /["']?\b(?:required|unique|minimum|maximum|minLength|maxLength|pattern|enum)["']?\s*:\s*(?!false)\S/g,
        frictionless,
        /["']?fields["']?\s*:/.test(text) && /["']?constraints["']?\s*:/.test(text),
      ],
      [
        'Soda',
        /^\s*-\s*(?:row_count|missing_\w+|duplicate_\w+|invalid_\w+|freshness|schema|avg|min|max)\b/gm,
        soda,
        /^checks for /m.test(text),
      ],
    ]
    for (const [tool, pattern, holds, fits] of kinds) {
      const found = fits ? [...text.matchAll(pattern)] : []
      if (found.length > 0)
        out.push({ tool, path, line: text.slice(0, (found[0]?.index ?? 0) + 1).split('\n').length, expectations: found.length, holds })
    }
  }
  return out
}
