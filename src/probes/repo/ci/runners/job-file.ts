/** Follows a job handed to a training service (Anyscale, Azure ML, SkyPilot) into the commands its YAML file names. */
import { readYaml, type YamlValue } from '../yaml.ts'
import { type Expansion, type Runner, under } from './expansion.ts'
import { programOf } from './unwrap.ts'

/** `keys`: where the file holds commands. `waits`: does the command wait for the job and take over its failure? */
type Service = { starts: RegExp; keys: string[]; waits(words: readonly string[]): boolean }

const services: Service[] = [
  { starts: /^anyscale jobs? submit\b/, keys: ['entrypoint'], waits: (words) => words.some((word) => word === '--wait' || word === '-w') },
  { starts: /^az ml job create\b/, keys: ['command'], waits: (words) => words.some((word) => word === '--stream' || word === '-s') },
  {
    starts: /^sky (jobs )?launch\b/,
    keys: ['setup', 'run'],
    waits: (words) => !words.some((word) => word === '--detach-run' || word === '-d'),
  },
]

export const runJobFile: Runner = async (call, tree) => {
  const [program, ...words] = call.words
  const text = [programOf(program), ...words].join(' ')
  const service = services.find(({ starts }) => starts.test(text))
  const name = service && words.map((word) => word.replace(/^--\w[\w-]*=/, '')).find((word) => /\.ya?ml$/.test(word))
  const path = name === undefined ? undefined : under(call.cwd, name)
  const [root] = readYaml((path === undefined ? undefined : await tree.read(path)) ?? '') ?? []
  if (!service || path === undefined || !root) return []
  const forgiven = service.waits(words) ? {} : { forgiven: `nothing waits for the job of ${path}` }
  // Azure ML runs in the `code` folder, seen from the file; the others in the folder that hands the job over.
  const code = root.get('code')?.text
  const cwd = code === undefined ? call.cwd : (under(path.split('/').slice(0, -1).join('/'), code) ?? null)
  const jobs = [root, ...(root.get('jobs')?.entries ?? []).map(([, job]) => job)]
  return jobs.flatMap((job) =>
    service.keys.flatMap((key): Expansion[] => {
      const command: YamlValue | undefined = job.get(key)
      if (command?.text === undefined) return []
      return [
        {
          label: `${key} of ${path}`,
          path,
          line: command.line,
          script: command.text,
          scriptLine: command.textLine,
          errexit: false,
          pipefail: false,
          cwd,
          variables: call.variables,
          ...forgiven,
        },
      ]
    }),
  )
}
