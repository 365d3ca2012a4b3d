/** Turns the steps of a GitHub job or of a local action into scripts with their shell, folder and conditions. */
import type { Link, Pipelines, Step, Why } from '../model.ts'
import { quoteAll } from '../runners/expansion.ts'
import { joined } from '../shell/joined.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { evaluate } from './expression.ts'
import { fill, isOn } from './matrix.ts'
import { githubShell, strictBash } from './shells.ts'

export type StepsAsked = {
  tree: Tree
  found: Pipelines
  path: string
  items: YamlValue[]
  known: { [name: string]: string }
  defaults: (YamlValue | undefined)[]
  windows: boolean
  variables: { [name: string]: string }
  chain: Link[]
  depth: number
  off?: Why[]
  forgiven?: Why[]
}

export const variablesOf = (env: YamlValue | undefined, known: { [name: string]: string }): { [name: string]: string } =>
  Object.fromEntries((env?.entries ?? []).map(([name, value]) => [name, fill(value.text ?? '', known)]))

/** Actions that run the command they are given, with the input that holds it. */
const runners: { [action: string]: string } = {
  'nick-fields/retry': 'command',
  'nick-invision/retry': 'command',
  'Wandalen/wretry.action': 'command',
  'coactions/setup-xvfb': 'run',
  'GabrielBB/xvfb-action': 'run',
  'addnab/docker-run-action': 'run',
  'uraimo/run-on-arch-action': 'run',
  'cross-platform-actions/action': 'run',
  'devcontainers/ci': 'runCmd',
}

/** Any other action named for running or repeating a command; one named for ssh runs it elsewhere, on another tree. */
const namedForRunning = /(^|[-_./])(w?retry\w*|xvfb\w*|run|runner|exec\w*|command|shell)([-_.]|$)/i
const inputOf = (action: string, given: YamlValue | undefined): YamlValue | undefined => {
  const known = runners[action]
  if (known !== undefined) return given?.get(known)
  if (!namedForRunning.test(action.replace(/^[^/]*\//, '')) || /ssh|remote/i.test(action)) return undefined
  return given?.get('run') ?? given?.get('command') ?? given?.get('cmd')
}

/** Actions that run a package's tests with the tool of its language, and the command they come to. */
const testing: { [action: string]: string } = {
  'r-lib/actions/check-r-package': 'R CMD check .',
  'julia-actions/julia-runtest': "julia -e 'using Pkg; Pkg.test()'",
  'pavelzw/pytest-action': 'pytest',
}

/** Other people's actions named for running tests: what they run is not in the repository. */
const namedForTests = /(^|[-_/])(py|unit|j|r|run)?-?tests?([-_]|$)/i
const handlesTestResults = /report|result|upload|publish|summary|comment|coverage|annotat|setup|install|analytics|docs/i

export const stepsOf = async (asked: StepsAsked): Promise<Step[]> => {
  const steps: Step[] = []
  let checkedOut = ''
  for (const item of asked.items) {
    const uses = item.get('uses')?.text
    if (uses?.startsWith('actions/checkout@') && !item.get('with')?.get('repository'))
      checkedOut = item.get('with')?.get('path')?.text ?? checkedOut
    const step = stepOf(asked, item, checkedOut)
    if (item.get('run')) steps.push(step)
    else if (uses?.startsWith('./')) steps.push(...(await localAction(asked, item, uses, step)))
    else if (uses !== undefined) steps.push(...knownAction(asked, item, uses, step))
  }
  return steps
}

const stepOf = (asked: StepsAsked, item: YamlValue, checkedOut: string): Step => {
  const { known, path } = asked
  const run = item.get('run')
  const setting = (name: string) => item.get(name)?.text ?? asked.defaults.findLast((one) => one?.get(name))?.get(name)?.text
  const shell = githubShell(setting('shell') === undefined ? undefined : fill(setting('shell') ?? '', known), asked.windows)
  const variables = { ...asked.variables, ...variablesOf(item.get('env'), known) }
  const inside = { ...known, ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [`env.${name}`, value])) }
  const name = fill(item.get('name')?.text ?? run?.text?.trim().split('\n')[0] ?? item.get('uses')?.text ?? '', known)
  const condition = item.get('if')?.text
  const off = [
    ...(asked.off ?? []),
    ...(condition !== undefined && evaluate(condition, inside) === false ? [`step "${name}" has if: ${condition}`] : []),
  ]
  const lenient = item.get('continue-on-error')
  const forgiven = [...(asked.forgiven ?? []), ...(lenient && isOn(lenient, inside) ? [`step "${name}" has continue-on-error`] : [])]
  const folder = fill(setting('working-directory') ?? '', inside)
  const cwd = folderOf(folder, checkedOut, asked.tree)
  const text = fill(run?.text ?? '', inside)
  const inR = /^Rscript(\.exe)?\s/.test(setting('shell') ?? '')
  const script = inR ? quoteAll(['Rscript', '-e', text]) : text
  return {
    name,
    path,
    line: (run ?? item).line,
    script,
    scriptLine: (run ?? item).textLine,
    ...(inR ? strictBash : shell),
    cwd,
    variables,
    off,
    forgiven,
    chain: asked.chain,
  }
}

/** A working directory, seen from the tree's top, when the repository was checked out into a folder of its own. */
const folderOf = (folder: string, checkedOut: string, tree: Tree): string | null => {
  const cwd = joined('', folder)
  const top = checkedOut.replace(/^\.?\/|\/$/g, '')
  if (cwd === null || top === '' || !(cwd === top || cwd.startsWith(`${top}/`))) return cwd
  const inside = cwd.slice(top.length + 1)
  return tree.hasFolder(inside) ? inside : cwd
}

const localAction = async (asked: StepsAsked, item: YamlValue, uses: string, step: Step): Promise<Step[]> => {
  const folder = joined('', uses) ?? ''
  const path = ['action.yml', 'action.yaml'].map((name) => (folder === '' ? name : `${folder}/${name}`)).find((one) => asked.tree.has(one))
  const text = path === undefined ? undefined : await asked.tree.read(path)
  const [action] = (text === undefined ? undefined : readYaml(text)) ?? []
  // An action that comes back to itself would multiply with every step it has.
  const again = path === asked.path || asked.chain.some((link) => link.path === path)
  if (path === undefined || !action || again || asked.depth > 8) {
    asked.found.notUnderstood.push(`${asked.path}:${item.line}: the action ${uses} could not be read`)
    return []
  }
  const declared = Object.fromEntries(
    (action.get('inputs')?.entries ?? []).map(([name, input]) => [`inputs.${name}`, input.get('default')?.text ?? '']),
  )
  const given = Object.fromEntries(
    Object.entries(variablesOf(item.get('with'), asked.known)).map(([name, value]) => [`inputs.${name}`, value]),
  )
  return stepsOf({
    ...asked,
    path,
    items: action.get('runs')?.get('steps')?.items ?? [],
    known: { ...asked.known, ...declared, ...given },
    defaults: [],
    variables: step.variables,
    chain: [...asked.chain, { text: `uses: ${uses}`, path: asked.path, line: item.line }],
    depth: asked.depth + 1,
    off: step.off,
    forgiven: step.forgiven,
  })
}

const knownAction = (asked: StepsAsked, item: YamlValue, uses: string, step: Step): Step[] => {
  const action = uses.replace(/@.*$/, '')
  const given = item.get('with')
  const used = { name: action, given: variablesOf(given, asked.known) }
  const input = inputOf(action, given)
  if (input?.text !== undefined)
    return [{ ...step, script: fill(input.text, asked.known), scriptLine: input.textLine, errexit: true, language: 'shell' }]
  if (action === 'docker/build-push-action') {
    const word = (name: string, flag: string) =>
      given?.get(name)?.text ? [flag, `'${fill(given.get(name)?.text ?? '', asked.known)}'`] : []
    const context = fill(given?.get('context')?.text ?? '.', asked.known)
    return [
      {
        ...step,
        script: [
          'docker',
          'build',
          ...word('file', '-f'),
          ...word('target', '--target'),
          ...word('tags', '-t').slice(0, 2),
          `'${context}'`,
        ].join(' '),
        language: 'shell',
        action: used,
      },
    ]
  }
  if (testing[action] !== undefined) return [{ ...step, script: testing[action], errexit: true, language: 'shell' }]
  if (namedForTests.test(action.replace(/^[^/]*\//, '')) && !handlesTestResults.test(action))
    asked.found.notUnderstood.push(
      `${asked.path}:${item.line}: the action ${action} is not in this repository, and its name says that it tests`,
    )
  const tests = item.get('env')?.get('CIBW_TEST_COMMAND')?.text ?? asked.variables.CIBW_TEST_COMMAND
  if (action === 'pypa/cibuildwheel' && tests !== undefined)
    return [{ ...step, script: tests.replaceAll('{project}', '.').replaceAll('{package}', '.'), language: 'shell' }]
  return [{ ...step, script: '', language: 'other', action: used }]
}
