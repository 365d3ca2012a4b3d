/** Recognises expectations of data in Python: schemas of validation libraries, expectations, and checks that a project wrote itself. */
import { isNotebook, pathKind } from '../paths.ts'
import { inner } from '../python/ahead.ts'
import type { Call, Module } from '../python/module.ts'
import type { PythonSource } from '../python/sources.ts'

/** `raises`: a failing expectation ends the call by itself; otherwise somebody has to look at what it gave back. */
export type Use = {
  tool: string
  scope: number
  line: number
  expectations: number
  raises: boolean
  serving: boolean
  /** A name and a look that functions for any caller have too; only a program that uses it makes it a check of data. */
  loose?: boolean
}

/** Text that may hold an expectation; saves parsing the rest. */
export const mayExpect =
  /pandera|great_expectations|expect_(column|table|compound|multicolumn|select)|ExpectColumn|tensorflow_data_validation|ExampleValidator|deepchecks|TestSuite|pydeequ|soda|frictionless|marshmallow|pointblank|cuallee|patito|dataframely|jsonschema|cerberus|voluptuous|\bdlt\b|pyspark\.pipelines|orient\s*=\s*["']records|def \w*(validat|check|verify|assert|ensure)\w*\(|read_(csv|parquet)/

const ownName =
  /^_*(validate|check|verify|assert|ensure|enforce)_?(\w*_)?(data|datas|schema|schemas|columns?|dataset|dataframe|df|frame|rows?|row_count|nulls?|missing\w*|quality|tables?|features?|ranges?|dtypes?|inputs?|records?|integrity)(_\w+)?$|^_*(data|schema|dataset|dataframe)_(validation|check|checks|quality\w*)$/i
/** Names of checks by what of the rows they look at. */
const looseName =
  /^_*(validate|check|verify|assert|ensure|enforce|test)_?(\w*_)?(values?|dimensions?|shapes?|images?|pixels?|labels?|targets?|distributions?|duplicates?|outliers?|types?|counts?|balance|uniqueness|completeness|freshness|consistency)(_\w+)?$/i
/** The rows stand in the head of the function. */
const givenRows = /\(\s*(self\s*,\s*)?\w*(df|data|dataset|frame|images?|labels?|rows?|table|x|y)(_\w+)?\s*[,:)=]/i
const ofRows = /\.shape\b|\.ndim\b|\)\.(all|any)\(\)|\.(min|max|nunique|value_counts|duplicated)\(|isnan/
/** Things that are held against configuration, arguments or a service's requests, not data. */
const otherThings = /flag|config|argument|args|param|option|request|token|user|model|path|env|version|url|permission|auth|setting|yaml/i
const ofData =
  /\.columns\b|isnull|isna\b|\.dtypes?\b|\.notna\b|\.notnull\b|\.is_null|null_count|\.duplicated\(|\.nunique|\.between\(|\.isin\(|\.shape\[|len\((df|data|frame|dataset|rows|table)\)/
const looks = /\b(raise|assert)\b|\b(errors|issues|problems|violations|failures)\b|return (False|not\b)|sys\.exit/
const serving = /(^|[_/.])(api|app|serve|serving|server|predict\w*|inference|scor(e|ing)|webapp|router|endpoints?)([_/.]|$)/i

const linesOf = (source: PythonSource, from: number, to: number): string =>
  source.text
    .split('\n')
    .slice(from - 1, to)
    .join('\n')

/** A folder called tests may hold checks that a pipeline calls; only test functions make a file a test. */
export const isTest = ({ path, text }: PythonSource): boolean => pathKind(path) === 'test' && /^\s*(async )?def test|fixture\b/m.test(text)

export function usesIn(source: PythonSource, module: Module): Use[] {
  const out = [...schemaClasses(source, module), ...libraryCalls(source, module)]
  if (isTest(source)) out.push(...dataTests(source, module))
  else out.push(...ownChecks(source, module), ...onTheWay(source, module))
  return out
}

/** Classes that declare a table: Pandera models, marshmallow schemas held against frames, pydantic models of records. */
function schemaClasses(source: PythonSource, module: Module): Use[] {
  return module.scopes.flatMap((it, scope): Use[] => {
    if (it.kind !== 'class' || isTest(source)) return []
    const tool = toolOfClass(module, scope, source.text)
    const expectations = linesOf(source, it.line + 1, it.end_line).match(/^\s+\w+\s*(:\s*\S|=\s*\w*\.?fields?\.)/gim)?.length ?? 0
    return tool === undefined || expectations === 0
      ? []
      : [{ tool, scope, line: it.line, expectations, raises: true, serving: tool !== 'Pandera' }]
  })
}

function toolOfClass(module: Module, scope: number, text: string, depth = 0): string | undefined {
  for (const base of module.scopes[scope]?.bases ?? []) {
    if (/^pandera\b.*(DataFrameModel|SchemaModel)$|^(patito\.Model|dataframely\.Schema)$/.test(base)) return 'Pandera'
    if (/^marshmallow\.Schema$/.test(base) && /pandas|DataFrame/.test(text)) return 'marshmallow'
    if (/^pydantic\.(main\.)?BaseModel$/.test(base) && /orient\s*=\s*["']records/.test(text)) return 'pydantic'
    const local = inner(module, 0, base)
    const above = local === undefined || local === scope || depth > 4 ? undefined : toolOfClass(module, local, text, depth + 1)
    if (above !== undefined) return above
  }
  return undefined
}

/** `of`: what the file must hold besides; such tools are held against settings and requests as well. */
type Kind = { tool: string; call: RegExp; raises: boolean; count?: RegExp; of?: RegExp }
const rowsOfTable =
  /\bread_(csv|parquet|excel|table|json|sql\w*)\(|csv\.(DictReader|reader)\(|orient\s*=\s*["']records|to_dict\(["']records|to_dicts\(/
const kinds: Kind[] = [
  {
    tool: 'Pandera',
    call: /^pandera\b.*\b(DataFrameSchema|SeriesSchema)$|^pandera\.io\.from_\w+$/,
    raises: true,
    count: /(^|\.)(Column|Index|Check)$/,
  },
  { tool: 'TensorFlow Data Validation', call: /^tensorflow_data_validation\.validate_\w+$/, raises: false },
  { tool: 'TensorFlow Data Validation', call: /^tfx\b.*\bExampleValidator$/, raises: false },
  { tool: 'deepchecks', call: /^deepchecks\b.*\.run$/, raises: false },
  { tool: 'Evidently', call: /^evidently\b.*\bTestSuite$/, raises: false, count: /^evidently\b.*\bTest\w+$/ },
  { tool: 'Deequ', call: /^pydeequ\b.*VerificationSuite$/, raises: false, count: /(^|\.)(has|is)[A-Z]\w+$/ },
  { tool: 'Soda', call: /^soda\b.*\bScan$/, raises: false },
  { tool: 'Frictionless', call: /^frictionless\.validate$/, raises: false },
  { tool: 'Pointblank', call: /^pointblank\.Validate$/, raises: false, count: /(^|\.)col_\w+$/ },
  { tool: 'Cuallee', call: /^cuallee\.Check$/, raises: false },
  { tool: 'JSON schema', call: /^(jsonschema|fastjsonschema)\.(validate|compile|Draft\w+Validator)$/, raises: true, of: rowsOfTable },
  { tool: 'Cerberus', call: /^cerberus\.Validator$/, raises: false, of: rowsOfTable },
  { tool: 'Voluptuous', call: /^voluptuous\.Schema$/, raises: true, of: rowsOfTable },
]
export const liveTablesTool = 'Delta Live Tables'
const greatExpectation = /(^|\.)(expect_(column|table|compound|multicolumn|select)\w*|Expect[A-Z]\w+|ExpectationConfiguration)$/

function libraryCalls(source: PythonSource, module: Module): Use[] {
  const live = module.calls.filter(({ dead }) => !dead)
  const out: Use[] = []
  for (const { tool, call, raises, count, of } of kinds) {
    const first = of?.test(source.text) === false ? undefined : live.find(({ callee }) => call.test(callee))
    if (first === undefined) continue
    const expectations = count === undefined ? 1 : live.filter(({ callee }) => count.test(callee) && !call.test(callee)).length
    out.push({
      tool,
      scope: first.scope,
      line: first.line,
      expectations: Math.max(1, expectations),
      raises: raises || stopsByItself(tool, live),
      serving: false,
    })
  }
  out.push(...greatExpectations(source, live), ...liveTables(live))
  return out
}

/** `@dlt.expect_or_fail("valid id", "id IS NOT NULL")`: the pipeline of the platform holds its tables against these. */
function liveTables(calls: Call[]): Use[] {
  const expecting = calls.filter(({ callee }) => /^(dlt|pyspark\.pipelines)\.expect(_all)?(_or_(fail|drop))?$/.test(callee))
  const at = expecting[0]
  if (at === undefined) return []
  const raises = expecting.some(({ callee }) => /_or_fail$/.test(callee))
  return [{ tool: liveTablesTool, scope: at.scope, line: at.line, expectations: expecting.length, raises, serving: false }]
}

/** Soda has a call that raises; in TFX, what is made to wait for the validator does not run before it. */
const stopsByItself = (tool: string, calls: Call[]): boolean =>
  (tool === 'Soda' && calls.some(({ callee }) => /assert_(no_checks_fail|all_checks_passed)/.test(callee))) ||
  (tool === 'TensorFlow Data Validation' &&
    calls.some(({ callee, args }) => /add_upstream_node/.test(callee) && args.some(({ text }) => /valid/i.test(text))))

function greatExpectations({ text }: PythonSource, calls: Call[]): Use[] {
  const expecting = calls.filter(({ callee }) => greatExpectation.test(callee))
  const inDicts = [...text.matchAll(/["'](?:expectation_)?type["']\s*:\s*["']expect_\w+["']/g)].length
  const expectations = expecting.length + inDicts
  if (expectations === 0) return []
  const at = expecting[0]
  const line = at?.line ?? text.slice(0, text.search(/["'](?:expectation_)?type["']\s*:\s*["']expect_/)).split('\n').length
  return [{ tool: 'Great Expectations', scope: at?.scope ?? 0, line, expectations, raises: false, serving: false }]
}

/** A function that looks at the columns of a table and complains. */
function ownChecks(source: PythonSource, module: Module): Use[] {
  return module.scopes.flatMap((it, scope): Use[] => {
    const loose = !ownName.test(it.name)
    if (it.kind !== 'function' || (loose && !looseName.test(it.name)) || otherThings.test(it.name)) return []
    const body = linesOf(source, it.line + 1, it.end_line)
    if (loose && !(ofRows.test(body) && givenRows.test(linesOf(source, it.line, it.line)))) return []
    const columns = /columns|schema|df\b|frame|dataset|rows|missing/i.test(linesOf(source, it.line, it.line + 3))
    if (!looks.test(body) || !(loose || ofData.test(body) || (columns && /\bnot in\b|!=|missing/.test(body)))) return []
    const expectations = Math.max(1, body.match(/^\s*(assert\b|raise\b|(errors|issues|problems|violations)\.append)/gm)?.length ?? 1)
    return [
      {
        tool: 'own code',
        scope,
        line: it.line,
        expectations,
        raises: /\b(raise|assert)\b|sys\.exit/.test(body),
        serving: serving.test(source.path),
        loose,
      },
    ]
  })
}

const lineOfData =
  /^\s*(assert|if)\b[^\n]*(\.isna\(|\.isnull\(|\.notna\(|\.notnull\(|\.between\(|\.isin\(|\.duplicated\(|\.is_unique|\.columns\b|\.dtypes?\b)[^\n]*(\n\s+raise\b)?/gm

/** Lines of a program that look at the rows it has just read, and stop: `assert df["age"].between(0, 120).all()`. */
function onTheWay(source: PythonSource, module: Module): Use[] {
  if (isNotebook(source.path)) return []
  return module.scopes.flatMap((it, scope): Use[] => {
    if (it.kind === 'class' || ownName.test(it.name)) return []
    const text = it.kind === 'module' ? topLevel(source.text) : linesOf(source, it.line, it.end_line)
    if (!reading.test(text)) return []
    const lines = [...text.matchAll(lineOfData)].filter(([all]) => /^\s*assert/.test(all) || /\n\s+raise\b/.test(all))
    const first = lines[0]?.[0].trim().split('\n')[0]
    if (first === undefined) return []
    const line = source.text.split('\n').findIndex((one) => one.includes(first)) + 1
    return [{ tool: 'own code', scope, line, expectations: lines.length, raises: true, serving: serving.test(source.path) }]
  })
}

const reading = /\bread_(csv|parquet|json|excel|table|sql\w*)\(|load_dataset\(/
const madeUp =
  /fixtures?\b|BytesIO|\bresponse\b|test_client|\bclient\.(get|post)\(|temp|tmp_path|sample_|output|tmpdir|tempfile|to_csv|to_parquet|StringIO|mock|DataFrame\(/i

/** Tests that read data of the project and assert something of its columns. */
function dataTests(source: PythonSource, module: Module): Use[] {
  return module.scopes.flatMap((it, scope): Use[] => {
    if (it.kind !== 'function' || !/^test/.test(it.name)) return []
    const body = linesOf(source, it.line, it.end_line)
    const asserts = body.match(/^\s*assert\b|self\.assert\w+\(/gm)?.length ?? 0
    if (asserts === 0 || !reading.test(body) || madeUp.test(body)) return []
    return ofData.test(body) || /\bisnan\b|\.mean\(|\.min\(|\.max\(/.test(body)
      ? [{ tool: 'tests of data', scope, line: it.line, expectations: asserts, raises: true, serving: false }]
      : []
  })
}

/** Does a file hold data against suites that are written elsewhere? */
export const runsSuites = (module: Module): Call | undefined =>
  module.calls.find(
    ({ callee, dead }) =>
      !dead && /(^|\.)(run_checkpoint|run_validation_operator)$|[Cc]heckpoint\w*(\(\))?\.run$|get_checkpoint\(\)\.run$/.test(callee),
  )

export const isRaising = (text: string): boolean => /^\s*(raise|assert)\b|sys\.exit\(|\bexit\(1|os\._exit|pytest\.fail/m.test(text)
/** Statements of a file itself, without those inside its functions and classes. */
const topLevel = (text: string): string => text.replaceAll(/^(async )?(def|class) [^\n]*\n((?:[ \t]+[^\n]*|[ \t]*)\n?)*/gm, '')

export { linesOf, serving, topLevel }
