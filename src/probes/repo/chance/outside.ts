/** Finds seeds that are handed to a training program of somebody else: by its command line, or by the settings file that a command names. */
import { isPython, nameOf, pathKind } from '../paths.ts'
import type { Text } from '../versions/mentions.ts'

export type Outside = { path: string; line: number; note: string }

/** Programs that train and are no file of the repository. */
const programs =
  /\b(marian|fairseq-(?:hydra-)?train|axolotl|llamafactory-cli|yolo|nnUNetv2_train|onmt_train|opustrainer-train|accelerate launch -m|torchrun -m|python3? -m|autotrain|lightgbm|xgboost|catboost fit|vw|fasttext|spacy train|rasa train|allennlp train|ludwig train|mim train|tune run)\b/
const trainingSettings = /\b(epochs?|num_train_epochs|max_steps|learning_rate|batch_size|optimizer|base_model|micro_batch_size)\b/
const seedSetting = /^\s{0,2}["']?(seed|random_seed|random_state)["']?\s*[:=]\s*\d+\s*,?\s*(#.*)?$/m
const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length

export function seedsOutside(texts: Text[], isOwnModule: (name: string) => boolean): Outside[] {
  const out: Outside[] = []
  const others = texts.filter(({ path }) => !isPython(path) && pathKind(path) !== 'test')
  for (const { path, text } of others)
    for (const command of commandsOf(text)) {
      const program = programs.exec(command.text)
      if (program === null || ownModule(command.text, isOwnModule)) continue
      if (/--?(seed|random[-_]seed)[ =]+\d+|\bseed=\d+/.test(command.text))
        out.push({ path, line: command.line, note: `${program[1]} is started with a seed` })
      const named = others.find(
        (one) =>
          /\.(ya?ml|toml|json)$/.test(one.path) &&
          command.text.includes(nameOf(one.path)) &&
          seedSetting.test(one.text) &&
          trainingSettings.test(one.text),
      )
      if (named !== undefined)
        out.push({
          path: named.path,
          line: lineAt(named.text, named.text.search(seedSetting) + 1),
          note: `settings of ${program[1]}, which ${path}:${command.line} starts`,
        })
    }
  return out
}

const ownModule = (command: string, isOwn: (name: string) => boolean): boolean => {
  const name = /-m\s+([\w.]+)/.exec(command)?.[1]
  return name !== undefined && isOwn(name)
}

/** Lines that go on behind a backslash are one command. */
function commandsOf(text: string): { text: string; line: number }[] {
  const out: { text: string; line: number }[] = []
  let open: { text: string; line: number } | undefined
  for (const [at, line] of text.split('\n').entries()) {
    const part = line.replace(/\\\s*$/, ' ')
    open = open === undefined ? { text: part, line: at + 1 } : { text: open.text + part, line: open.line }
    if (/\\\s*$/.test(line) && open.text.length < 4000) continue
    if (programs.test(open.text)) out.push(open)
    open = undefined
  }
  return out
}
