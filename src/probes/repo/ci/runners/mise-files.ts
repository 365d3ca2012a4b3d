/** Follows tasks of mise that are files of their own. */
import { type Runner, under } from './expansion.ts'
import { programOf } from './unwrap.ts'

const folders = ['mise-tasks', '.mise-tasks', 'mise/tasks', '.mise/tasks', '.config/mise/tasks']

/** `mise run ci:test` starts mise-tasks/ci/test. */
export const runMiseFile: Runner = async (call, tree) => {
  const [program, ...words] = call.words
  if (programOf(program) !== 'mise') return []
  const [name, ...rest] = words.filter((word, at) => !word.startsWith('-') && !(at === 0 && (word === 'run' || word === 'r')))
  if (name === undefined) return []
  const way = name.replaceAll(':', '/')
  const path = folders
    .flatMap((folder) => under(call.cwd, `${folder}/${way}`) ?? [])
    .flatMap((one) => [one, `${one}.sh`, `${one}/_default`])
    .find(tree.has)
  const text = path === undefined ? undefined : await tree.read(path)
  if (path === undefined || text === undefined || !/^#!.*\b(ba|z|da)?sh\b/.test(text)) return []
  return [
    {
      label: `mise run ${name}`,
      path,
      line: 1,
      script: text,
      scriptLine: 1,
      errexit: /^#!\S+(\s+\S+)?\s+-\w*e/.test(text),
      pipefail: false,
      cwd: call.cwd,
      variables: { ...call.variables, '@': rest.join(' ') },
    },
  ]
}
