/** Tells what a provider was understood to run, a line for each command: for the tables of its tests. */
import { memoryRepo } from '../../memory-repo.ts'
import { reachableCommands } from '../reach.ts'

export type Files = { [path: string]: string }

/** Each command as `trigger: command @path:line`, with what is wrong with it; each stage that is no command as `trigger: <name>`. */
export const told = async (files: Files) => {
  const { commands, actions, notUnderstood, limits } = await reachableCommands(memoryRepo(files))
  const state = (automatic: boolean, trigger: string): string => (automatic ? trigger : `by hand (${trigger})`)
  return {
    runs: [
      ...commands.map(
        ({ words, chain, automatic, trigger, propagates, enabled }) =>
          `${state(automatic, trigger)}: ${words.join(' ')} @${chain[0]?.path}:${chain[0]?.line}${propagates ? '' : ' dropped'}${enabled ? '' : ' off'}`,
      ),
      ...actions.map(({ action, automatic, trigger }) => `${state(automatic, trigger)}: <${action.name}>`),
    ],
    notUnderstood,
    limits,
  }
}
