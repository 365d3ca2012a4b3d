/** Calls that, given the wrong file, run what it says: pickle and its kin, trust in code of a hub, YAML with objects. */
import type { Syntax } from '../python/parser.ts'
import { literalOf, textOf } from '../python/syntax.ts'

type Argument = { name: string | null; value: Syntax }
/** `what`: the expression of the file, address or bytes that are loaded. `fetches`: the call itself downloads. `code`: the code of a hub is run. */
export type Loading = { call: string; what: Syntax | undefined; fetches: boolean; code: boolean; held: boolean }

/** Text that may hold such a call; saves parsing the rest. */
export const mayLoad =
  /\b(pickle|cPickle|_pickle|dill|cloudpickle|joblib|jsonpickle|read_pickle|allow_pickle|trust_remote_code|load_from_checkpoint|load_state_dict_from_url|unsafe_load|safe_mode|shelve)\b|\btorch\b[\s\S]*\bload\b|\bhub\.load\b|\byaml\.load\b/

const unpickling =
  /^(c?[pP]ickle|_pickle|dill|cloudpickle|six\.moves\.cPickle|torch\.multiprocessing\.pickle)\.(loads?|Unpickler)$|^joblib\.load$|^sklearn\.externals\.joblib\.load$|^(pandas|pd)\.read_pickle$|^jsonpickle\.(decode|loads)$|^shelve\.open$/

const named = (args: Argument[], ...names: string[]): Syntax | undefined =>
  args.find(({ name }) => name !== null && names.includes(name))?.value
const isTrue = (node: Syntax | undefined): boolean => node !== undefined && literalOf(node) === true
const isFalse = (node: Syntax | undefined): boolean => node !== undefined && literalOf(node) === false

/** `weightsOnly`: the version of torch that is asked for loads no code unless told to. Undefined when the call runs nothing. */
export function loadingOf(callee: string, args: Argument[], text: string, weightsOnly: boolean): Loading | undefined {
  const last = callee.slice(callee.lastIndexOf('.') + 1)
  const what = args.find(({ name, value }) => name === null && !/splat/.test(value.type))?.value
  const of = (more: Partial<Loading>): Loading => ({ call: callee, what, fetches: false, code: false, held: false, ...more })
  if (unpickling.test(callee)) return of({ what: what ?? named(args, 'filename', 'file', 'f', 'filepath_or_buffer', 'data', 'fp') })
  if (callee === 'torch.load') return opensCode(args, text, weightsOnly) ? of({ what: what ?? named(args, 'f') }) : undefined
  if (/^torch\.(hub|utils\.model_zoo)\.(load_state_dict_from_url|load_url)$/.test(callee))
    // This one runs code unless told otherwise, in every version so far.
    return isTrue(named(args, 'weights_only'))
      ? undefined
      : of({ fetches: true, held: isTrue(named(args, 'check_hash')), what: what ?? named(args, 'url') })
  if (callee === 'torch.hub.load') return ofHub(args, of({ code: true, fetches: true, what: what ?? named(args, 'repo_or_dir') }))
  if (last === 'load_from_checkpoint')
    return isTrue(named(args, 'weights_only')) ? undefined : of({ what: what ?? named(args, 'checkpoint_path') })
  if (/^(numpy|np)\.load$/.test(callee)) return isTrue(named(args, 'allow_pickle')) ? of({ what: what ?? named(args, 'file') }) : undefined
  if (/(^|\.)load_model$/.test(callee) && isFalse(named(args, 'safe_mode'))) return of({ what: what ?? named(args, 'filepath') })
  if (/^yaml\.(unsafe_load|unsafe_load_all)$/.test(callee)) return of({})
  if (/^yaml\.load(_all)?$/.test(callee)) {
    const loader = named(args, 'Loader') ?? args.filter(({ name }) => name === null)[1]?.value
    return loader !== undefined && /(^|\.)C?(Unsafe)?Loader$/.test(textOf(loader)) ? of({}) : undefined
  }
  if (isTrue(named(args, 'trust_remote_code')))
    return ofTrust(args, of({ code: true, fetches: true, what: what ?? named(args, ...namesOfModels) }))
  return undefined
}

const namesOfModels = [
  'pretrained_model_name_or_path',
  'model_name_or_path',
  'model',
  'path',
  'model_id',
  'model_name',
  'repo_id',
  'pretrained',
]
const commit = /^[0-9a-f]{7,40}$/

/** Keyword arguments that come as a dictionary may hold it: the file says so. */
function opensCode(args: Argument[], text: string, weightsOnly: boolean): boolean {
  const told = named(args, 'weights_only')
  if (told !== undefined) return !isTrue(told) && (isFalse(told) || !/weights_only\s*=\s*True|["']weights_only["']\s*:\s*True/.test(text))
  if (args.some(({ value }) => value.type === 'dictionary_splat') && /weights_only["']?\]?\s*[=:]\s*True/.test(text)) return false
  return !weightsOnly
}

const ofTrust = (args: Argument[], loading: Loading): Loading => {
  const revision = literalOf(named(args, 'code_revision') ?? named(args, 'revision'))
  return { ...loading, held: typeof revision === 'string' && commit.test(revision) }
}

function ofHub(args: Argument[], loading: Loading): Loading | undefined {
  if (literalOf(named(args, 'source')) === 'local') return undefined
  const repo = literalOf(loading.what)
  if (typeof repo === 'string' && /^[./]/.test(repo)) return undefined
  return { ...loading, held: typeof repo === 'string' && commit.test(repo.split(':')[1] ?? '') }
}
