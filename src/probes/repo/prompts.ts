/** Finds the prompts that language models are given and the evaluations of their answers, and whether both stand in version control. */
import { z } from 'zod'
import { absent, found, probe } from '../../model/probe.ts'
import { reachableCommands } from './ci/reach.ts'
import { mustBeWhole } from './monitoring/settings.ts'
import { findEvaluations } from './prompting/find-evaluations.ts'
import { findPrompts } from './prompting/find-prompts.ts'
import { pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'
import { traceThrough } from './values/kept-traces.ts'
import { findCalls } from './vendors/find-calls.ts'

export default probe({
  id: 'repo.prompts',
  version: 1,
  title: 'Prompts and evaluation sets',
  measures:
    'Whether the prompts of language models stand in the tree, and which evaluations run over which sets of cases, in CI or by hand.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    prompts: z.array(
      z.object({ path: z.string(), line: z.number(), versioned: z.boolean(), kind: z.enum(['constant', 'file', 'fetched']) }),
    ),
    unfollowed: z.number(),
    evaluations: z.array(
      z.object({
        path: z.string(),
        line: z.number(),
        tool: z.string(),
        set: z.string().nullable(),
        pinned: z.boolean(),
        in_ci: z.boolean(),
      }),
    ),
  }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    const files = withoutExamples(all)
    const trace = traceThrough(files)
    const asked = (await findCalls(files, trace, new Map(), signal)).filter(({ kind }) => kind === 'vendor')
    const limits = [...repo.limits, ...unreadLimit(unread), howTold]
    if (asked.length === 0) {
      mustBeWhole(repo, unread)
      return absent(
        `searched ${files.size} Python files and notebooks for calls to language models of 20 vendors and brokers, and found none to give a prompt to`,
        {
          limits,
        },
      )
    }
    const tree = new Set(repo.files.map(({ path }) => path))
    const { prompts, unfollowed } = await findPrompts(asked, files, trace, tree, signal)
    const { commands, notUnderstood } = await reachableCommands(repo)
    const evaluations = await findEvaluations({ asked, files, trace, tree, commands }, signal)
    return found(
      { prompts, unfollowed, evaluations: evaluations.slice(0, 100) },
      {
        items: [
          ...prompts.slice(0, 60).map(({ path, line, kind }) => ({ path, line, note: notes[kind] })),
          ...evaluations.slice(0, 40).map(({ path, line, tool, set, pinned, in_ci }) => ({
            path,
            line,
            note: `evaluates with ${tool}${set === null ? ', over cases that were not found' : ` over ${set}`}${pinned || set === null ? '' : ', which may change'}${in_ci ? ', started by CI' : ', started by hand'}`,
          })),
        ],
        limits: [...limits, ...notUnderstood],
      },
    )
  },
})

const notes = {
  constant: 'a prompt in code',
  file: 'a prompt in a file',
  fetched: 'a prompt that is fetched from outside this repository',
}

const howTold =
  'A prompt is followed back from the call that sends it to sentences in code or in a file of the tree; calls of which none was found are counted, not judged. An own program evaluates when it is named for it, reads cases, scores, and leads to a call of a model. Models that the repository serves itself, and code in languages other than Python, were not read.'
