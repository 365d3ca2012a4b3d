/** Follows `pre-commit run` into the repository's own hooks. */
import { readYaml } from '../yaml.ts'
import { optionOf, positionals, quoteAll, type Runner, under } from './expansion.ts'
import { programOf } from './unwrap.ts'

/** Hooks of other repositories are linters of theirs; only `repo: local` names a command of ours. */
export const runPreCommit: Runner = async (call, tree) => {
  const [program, ...words] = call.words
  if (!['pre-commit', 'prek'].includes(programOf(program)) || words[0] !== 'run') return []
  const path = under(call.cwd, optionOf(words, '-c', '--config') ?? '.pre-commit-config.yaml')
  const [root] = readYaml((path === undefined ? undefined : await tree.read(path)) ?? '') ?? []
  if (path === undefined || !root) return []
  const [only] = positionals(words.slice(1), ['-c', '--config', '--hook-stage', '--files', '--from-ref', '--to-ref', '-s', '-o'])
  const stage = optionOf(words, '--hook-stage') ?? 'pre-commit'
  const defaults = root.get('default_stages')?.texts
  return (root.get('repos')?.items ?? [])
    .filter((repo) => repo.get('repo')?.text === 'local')
    .flatMap((repo) => repo.get('hooks')?.items ?? [])
    .filter(
      (hook) =>
        (only === undefined || hook.get('id')?.text === only) &&
        (hook.get('stages')?.texts ?? defaults ?? [stage]).some((one) => one === stage || `pre-${one}` === stage),
    )
    .flatMap((hook) => {
      const entry = hook.get('entry')
      if (entry?.text === undefined || hook.get('language')?.text === 'pygrep' || hook.get('language')?.text === 'fail') return []
      return [
        {
          label: `pre-commit ${hook.get('id')?.text ?? ''}`,
          path,
          line: entry.line,
          script: `${entry.text} ${quoteAll(hook.get('args')?.texts ?? [])}`,
          scriptLine: entry.textLine,
          errexit: true,
          pipefail: false,
          cwd: call.cwd,
          variables: call.variables,
        },
      ]
    })
}
