/** Reads the steps of Jenkins pipelines that start programs: which stage they stand in, whether their failure counts, and who starts them. */
import { isForeign } from '../../paths.ts'
import type { Action, Job, Pipelines, Step } from '../model.ts'
import type { Tree } from '../tree.ts'
import { blocksAround, quoted, textAt, withoutComments } from './groovy.ts'
import { laxShell, plainBash, powershell } from './shells.ts'

const named = /(^|\/)([\w-]+\.)?Jenkinsfile([.\-_][\w.-]+)?$|\.jenkinsfile$/i
const pipelineText = /^\s*pipeline\s*\{[\s\S]*\bstages\s*\{|^\s*node\s*(\([^)]*\)\s*)?\{/m

export const readGroovy = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  const started = await startedNames(tree)
  for (const path of tree.paths.filter((one) => named.test(one) || (one.endsWith('.groovy') && !isForeign(one)))) {
    const text = await tree.read(path)
    if (text === undefined || (!named.test(path) && !pipelineText.test(text))) continue
    const plain = withoutComments(text)
    const steps = [...stepsIn(plain, path, found), ...handedOver(plain, path, tree), ...actionsIn(plain, path)]
    if (steps.length === 0) found.notUnderstood.push(`${path} runs no sh step that could be read`)
    if (/@Library|library\s*\(/.test(plain)) found.notUnderstood.push(`${path} calls a library that is not in this repository`)
    found.jobs.push(...jobsOf(path, plain, steps, started(path)))
  }
  return found
}

/** What only a job has that changes start: its own triggers, conditions and variables of branches and pull requests, news sent back to them. */
const byChanges =
  /\btriggers\s*\{\s*\w|\bpipelineTriggers\s*\(\s*\[\s*[^\]\s]|\b(branch|tag)\s*(\(|\w+\s*:)?\s*['"]|\b(changeRequest|buildingTag)\b|\b(BRANCH_NAME|BRANCH_IS_PRIMARY|TAG_NAME|CHANGE_(ID|TARGET|BRANCH|URL)|ghprb\w+)\b|\b(githubNotify|setGitHubPullRequestStatus|updateGitlabCommitStatus|gitlabCommitStatus)\b|\bpullRequest\./

/** Whether changes start a file: it says so itself, or a Jenkinsfile that says so names it (`load 'ci/steps.groovy'`). */
const startedNames = async (tree: Tree): Promise<(path: string) => boolean> => {
  const texts = new Map<string, string>()
  for (const path of tree.paths.filter((one) => named.test(one) || (one.endsWith('.groovy') && !isForeign(one)))) {
    const plain = withoutComments((await tree.read(path)) ?? '')
    if (byChanges.test(plain)) texts.set(path, plain)
  }
  return (path) =>
    texts.has(path) ||
    (!named.test(path) && [...texts].some(([from, text]) => named.test(from) && text.includes(path.slice(path.lastIndexOf('/') + 1, -7))))
}

/** Steps behind the first `input` wait for a person. What starts a file that says nothing of it is set where Jenkins runs. */
const jobsOf = (path: string, plain: string, steps: Step[], started: boolean): Job[] => {
  const timed = /\btriggers\s*\{[^}]*\b(cron|parameterizedCron)\s*\(|\bpipelineTriggers\s*\(\s*\[[^\]]*\bcron\b/.test(plain)
  const asked = /\binput\s*(\{|\(|message\b|["'])/.exec(plain)
  const waits = asked ? plain.slice(0, asked.index).split('\n').length : Number.MAX_SAFE_INTEGER
  const base = { provider: 'jenkins', workflow: path, path, line: 1, off: [], forgiven: [] }
  const free = steps.filter(({ line }) => line < waits)
  const behind = steps.filter(({ line }) => line >= waits)
  return [
    {
      ...base,
      job: 'pipeline',
      trigger: timed ? 'push, schedule' : started ? 'push' : 'not in the repository',
      automatic: started,
      steps: free,
    },
    ...(behind.length > 0 ? [{ ...base, job: 'pipeline, after a person agreed', trigger: 'manual', automatic: false, steps: behind }] : []),
  ]
}

const call = /(?<![\w.$'"-])(sh|bat|powershell|pwsh)\b(?=\s*[("'[]|\s+\w)[ \t]*\(?\s*/g

const stepsIn = (text: string, path: string, found: Pipelines): Step[] => {
  const insideQuotes = quotesOf(text)
  return [...text.matchAll(call)].flatMap((match): Step[] => {
    const program = match[1] ?? ''
    if (insideQuotes(match.index)) return []
    const at = match.index + match[0].length
    const line = text.slice(0, match.index).split('\n').length
    const given = textAt(text, at)
    if (given === undefined) {
      if (/^(\w+\s*:|\w+\s*(\n|\)|\}|$))/.test(text.slice(at, at + 80)))
        found.limits.push(`${path}:${line}: what ${program} runs is known only when it runs`)
      return []
    }
    const scriptLine = text.slice(0, given.at).split('\n').length
    const shell = program === 'sh' ? plainBash : program === 'bat' ? laxShell : powershell
    return [
      { ...around(text, match.index, path), line, script: given.text, scriptLine, ...shell, ...dropped(text, match.index, given.end) },
    ]
  })
}

/** Tells whether a place is part of a quoted text, such as a shell script that says `sh`. */
const quotesOf = (text: string): ((at: number) => boolean) => {
  const parts = [...text.matchAll(quoted)].map((match) => ({ from: match.index, to: match.index + match[0].length }))
  return (at) => parts.some(({ from, to }) => from < at && at < to)
}

/** The stage, folder, variables and conditions of a place. */
const around = (
  text: string,
  at: number,
  path: string,
): Omit<Step, 'line' | 'script' | 'scriptLine' | 'errexit' | 'pipefail' | 'language'> => {
  const before = text.slice(0, at)
  const openings = blocksAround(before)
  const stage = openings.map((one) => /stage\s*\(\s*["']([^"']+)/.exec(one)?.[1]).findLast((name) => name !== undefined) ?? 'pipeline'
  const off = openings.some((one) => /when\s*$|expression\s*$/.test(one))
    ? ['it is part of a condition']
    : /\bwhen\s*\{\s*expression\s*\{\s*(return\s+)?false\b/.test(before.slice(before.lastIndexOf('stage')))
      ? [`stage ${stage} is switched off`]
      : openings.some((one) => /\b(failure|unsuccessful|aborted)\s*$/.test(one))
        ? ['it runs only after a failure']
        : []
  const folder = openings.map((one) => /\bdir\s*\(\s*["']([^"']+)/.exec(one)?.[1]).filter((name) => name !== undefined)
  return { name: stage, path, cwd: folder.join('/'), variables: variablesOf(text), off, forgiven: [], chain: [] }
}

/** `environment { NAME = 'value' }`, wherever it stands. */
const variablesOf = (text: string): { [name: string]: string } =>
  Object.fromEntries(
    [...text.matchAll(/\benvironment\s*\{([^{}]*)\}/g)].flatMap(([, body]) =>
      [...(body ?? '').matchAll(/^\s*(\w+)\s*=\s*["']([^"'\n$]*)["']/gm)].map(([, name, value]) => [name ?? '', value ?? '']),
    ),
  )

const dropped = (text: string, from: number, to: number): Pick<Step, 'forgiven'> => {
  const rest = text.slice(to).split('\n')[0] ?? ''
  if (/returnStatus\s*:\s*true/.test(text.slice(from, to) + rest)) return { forgiven: ['its exit code is returned, not raised'] }
  return {
    forgiven: blocksAround(text.slice(0, from)).some((one) => /\b(catchError|warnError|try)\b/.test(one))
      ? ['an error here is caught']
      : [],
  }
}

/** Other jobs that are started, and files of Groovy that are loaded. */
const actionsIn = (text: string, path: string): Step[] => {
  const insideQuotes = quotesOf(text)
  return [...text.matchAll(/(?<![\w.$-])(build|load)\s*\(?\s*(?:job\s*:\s*)?["']([^"'\n]+)["']/g)].flatMap((match): Step[] => {
    if (insideQuotes(match.index)) return []
    const action: Action = { name: `jenkins:${match[1]}`, given: { [match[1] === 'load' ? 'file' : 'job']: match[2] ?? '' } }
    const line = text.slice(0, match.index).split('\n').length
    return [{ ...around(text, match.index, path), line, script: '', scriptLine: line, ...laxShell, language: 'other', action }]
  })
}

/** Scripts of the repository that a Groovy function is given by name; what it does with their failure is not known. */
const handedOver = (text: string, path: string, tree: Tree): Step[] =>
  [...text.matchAll(/\b(?!sh\b|bat\b)[\w.]+\s*\(\s*["']([\w./-]+\.sh)["']\s*[,)]/g)].flatMap((match): Step[] => {
    const script = (match[1] ?? '').replace(/^\.\//, '')
    const line = text.slice(0, match.index).split('\n').length
    if (!tree.has(script)) return []
    return [
      {
        ...around(text, match.index, path),
        line,
        script: `bash ${script}`,
        scriptLine: line,
        ...plainBash,
        forgiven: ['a Groovy function starts it'],
      },
    ]
  })
