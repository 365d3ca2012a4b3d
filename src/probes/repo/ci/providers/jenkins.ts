/** Reads `sh` and `bat` steps of a Jenkinsfile: which stage they stand in and whether their failure counts. */
import type { Pipelines, Step } from '../model.ts'
import type { Tree } from '../tree.ts'
import { laxShell, plainBash } from './shells.ts'

export const readGroovy = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  for (const path of tree.paths.filter((one) => /(^|\/)Jenkinsfile(\.[\w-]+)?$/.test(one))) {
    const text = await tree.read(path)
    if (text === undefined) continue
    const plain = withoutComments(text)
    const steps = [...stepsIn(plain, path), ...handedOver(plain, path, tree)]
    if (steps.length === 0) found.notUnderstood.push(`${path} runs no sh step that could be read`)
    if (/@Library|library\s*\(/.test(text)) found.notUnderstood.push(`${path} calls a library that is not in this repository`)
    const manual = /\binput\s*[({]|\binput\s+message/.test(text)
    found.jobs.push({
      provider: 'jenkins',
      workflow: path,
      path,
      line: 1,
      job: 'pipeline',
      trigger: 'push',
      automatic: true,
      off: [],
      forgiven: [],
      steps,
    })
    if (manual) found.limits.push(`${path} waits for a person somewhere; the steps behind are counted as automatic`)
  }
  return found
}

/** Comments become blanks, so that lines and columns stay. */
const withoutComments = (text: string): string =>
  text.replace(
    /("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\*[\s\S]*?\*\/|(?<![:\w])\/\/[^\n]*/g,
    (whole, quoted) => quoted ?? whole.replace(/[^\n]/g, ' '),
  )

const call =
  /\b(sh|bat)\s*\(?\s*(?:[^'"()\n]*?\bscript\s*:\s*)?("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')([^\n]*)/g

const stepsIn = (text: string, path: string): Step[] =>
  [...text.matchAll(call)].map((found) => {
    const [whole, program, quoted = '', rest = ''] = found
    const before = text.slice(0, found.index)
    const line = before.split('\n').length
    const size = quoted.startsWith('"""') || quoted.startsWith("'''") ? 3 : 1
    const script = quoted.slice(size, -size).replace(/\\(["'\\$])/g, '$1')
    const openings = blocksAround(before)
    const stage = openings.map((one) => /stage\s*\(\s*["']([^"']+)/.exec(one)?.[1]).findLast((name) => name !== undefined) ?? 'pipeline'
    const dropped = /returnStatus\s*:\s*true/.test(whole + rest)
      ? 'its exit code is returned, not raised'
      : openings.some((one) => /\b(catchError|warnError|try)\b/.test(one))
        ? 'an error here is caught'
        : undefined
    const off = openings.some((one) => /when\s*$|expression\s*$/.test(one))
      ? ['it is part of a condition']
      : /\bwhen\s*\{\s*expression\s*\{\s*(return\s+)?false\b/.test(before.slice(before.lastIndexOf('stage')))
        ? [`stage ${stage} is switched off`]
        : openings.some((one) => /\b(failure|unsuccessful|aborted)\s*$/.test(one))
          ? ['it runs only after a failure']
          : []
    const folder = openings
      .map((one) => /\bdir\s*\(\s*["']([^"']+)/.exec(one)?.[1])
      .filter((name) => name !== undefined)
      .join('/')
    return {
      name: stage,
      path,
      line,
      script,
      scriptLine: line + (script.startsWith('\n') ? 0 : 0),
      ...(program === 'sh' ? plainBash : laxShell),
      cwd: folder,
      variables: {},
      off,
      forgiven: dropped === undefined ? [] : [dropped],
      chain: [],
    }
  })

/** Scripts of the repository that a Groovy function is given by name; what it does with their failure is not known. */
const handedOver = (text: string, path: string, tree: Tree): Step[] =>
  [...text.matchAll(/\b(?!sh\b|bat\b)[\w.]+\s*\(\s*["']([\w./-]+\.sh)["']\s*[,)]/g)].flatMap((found) => {
    const script = (found[1] ?? '').replace(/^\.\//, '')
    const before = text.slice(0, found.index)
    const line = before.split('\n').length
    const stage = [...before.matchAll(/stage\s*\(\s*["']([^"']+)/g)].at(-1)?.[1] ?? 'pipeline'
    return tree.has(script)
      ? [
          {
            name: stage,
            path,
            line,
            script: `bash ${script}`,
            scriptLine: line,
            ...plainBash,
            cwd: '',
            variables: {},
            off: [],
            forgiven: ['a Groovy function starts it'],
            chain: [],
          },
        ]
      : []
  })

/** The text in front of every brace that is still open at the end. */
const blocksAround = (text: string): string[] => {
  const open: string[] = []
  let from = 0
  for (const found of text.matchAll(/"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[{}]/g)) {
    if (found[0] === '{') {
      open.push(text.slice(from, found.index).trim().split('\n').at(-1) ?? '')
      from = found.index + 1
    } else if (found[0] === '}') {
      open.pop()
      from = found.index + 1
    }
  }
  return open
}
