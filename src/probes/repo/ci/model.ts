/** The nouns of CI: workflows hold jobs, jobs hold steps, steps hold scripts, scripts reach commands. */

/** Why something is off; each is a short sentence part, e.g. `the job has if: false`. */
export type Why = string

/** What a step uses instead of a command: an action, a task, an orb, a pipe, a provider's deployment. `given`: its plain inputs. */
export type Action = { name: string; given: { [name: string]: string } }

/** One script that a step runs. `line` is where its text starts. */
export type Step = {
  name: string
  path: string
  line: number
  script: string
  scriptLine: number
  errexit: boolean
  pipefail: boolean
  cwd: string | null
  variables: { [name: string]: string }
  /** Not to be followed as shell: Python, PowerShell functions and the like. */
  language: 'shell' | 'powershell' | 'other'
  /** Empty when it is switched on. */
  off: Why[]
  /** Empty when its failure fails the job. */
  forgiven: Why[]
  /** Links between the job and this step: composite actions, included files. */
  chain: Link[]
  action?: Action
}

export type Job = {
  provider: string
  workflow: string
  path: string
  line: number
  job: string
  /** e.g. `push, pull_request`. */
  trigger: string
  automatic: boolean
  off: Why[]
  forgiven: Why[]
  steps: Step[]
}

/** One link of a chain: `make test` at `Makefile:12`. */
export type Link = { text: string; path: string; line: number }

/**
 * What one provider's files say. `notUnderstood`: sentences on what could not be followed, so that commands may hide there;
 * `limits`: what was taken for granted, with no command hidden.
 */
export type Pipelines = { jobs: Job[]; notUnderstood: string[]; limits: string[] }

/** An action that CI gets to. Its own code is not followed. */
export type ReachedAction = Pick<
  Reached,
  'provider' | 'workflow' | 'job' | 'step' | 'path' | 'line' | 'trigger' | 'automatic' | 'enabled' | 'because' | 'chain'
> & { action: Action }

/** A command that CI gets to, with everything on the way. */
export type Reached = {
  /** Arguments after wrappers (`env`, `uv run`, `sudo`) were taken off. */
  words: string[]
  command: string
  provider: string
  workflow: string
  job: string
  step: string
  /** The step in the CI file. */
  path: string
  line: number
  trigger: string
  automatic: boolean
  propagates: boolean
  enabled: boolean
  /** Why it is not enabled or its failure is dropped. */
  because: Why[]
  /** From the step to the command, the command being last. */
  chain: Link[]
  /** Folder in which it runs, relative to the tree's top; null when only a run knows. */
  cwd: string | null
  variables: { [name: string]: string }
}
