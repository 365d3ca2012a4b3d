/** Recognises guesses that need no model: one value for every row, an earlier value, a draw; and errors of them that are worked out by hand. */
import { baselineName, fromModel, loaded } from './predictors.ts'

/** One value of many: their mean, or what occurs most often. */
const statistic =
  /(\.(mean|median)\(\)|\b(np|numpy|statistics)\.(mean|median|mode)\([\w.[\]"']+\)|\.mode\(\)(\[0\]|\.iloc\[0\]|\.values\[0\]|\.item\(\))|\.value_counts\(\)\.(idxmax\(\)|index\[0\])|\.most_common\(1\)\[0\]\[0\]|\bargmax\(np\.bincount\([\w.[\]"']+\)\)|\bbincount\([\w.[\]"']+\)\.argmax\(\))/
const wholeStatistic = new RegExp(`^(?:float|int)?\\(?[\\w.\\[\\]"']*(?:Counter\\([\\w.]+\\))?[\\w.\\[\\]"']*${statistic.source}\\)?$`)
const mostFrequent = /mode\(|idxmax|index\[0\]|most_common|bincount/

/** Makes one value into as many as there are rows. */
const spread = /\b(full|full_like|repeat|tile)\(|\.(repeat|expand|expand_as)\(|\]\s*\*\s*(len\(|\w+\.shape\[0\]|n_?\w*\b)|\bpd\.Series\(/
const constants = /\b(zeros|ones)(_like)?\(|\bfull(_like)?\(.*,\s*-?\d+(\.\d+)?\)$|^\[\s*["']?-?\w+["']?\s*\]\s*\*\s*len\(/
const earlier = /\.shift\((?!\s*(periods\s*=\s*)?-)/
const lastStep = /\[[^\]]*:\s*,\s*-1\b[^\]]*\]/
const draws = /\b(np|numpy)\.random\.\w+\(|\brandom\.(choices?|randint|random)\(|\brng\.\w+\(/
const drawnName = /rand|guess|chance|base_?line|naive|dummy|coin/i
/** Columns that hold what was before. */
export const earlierColumn = /(^|_)(lag|lag\d+|prev|previous|last|shift(ed)?|yesterday|naive|baseline|persistence)(_|\d|$)/i

const noInformation = /base_?line|majority|null_?(acc|model|error)|no_info|chance|base_?rate|dummy|naive|always|most_?(freq|common)/i
const shareOfMost = /value_counts\([^)]*normalize\s*=\s*True[^)]*\)\.(max\(|iloc\[0\]|values\[0\]|head\(1\))|\bmax\(.*mean\(\)\s*,\s*1\s*-/
const sameAsOne = /==\s*([A-Za-z_]\w*|-?\d+|.*\bmode\b.*|.*\bidxmax\b.*)\)+(\.(mean|sum)\(\))?/

export class Guesses {
  readonly #text: string
  readonly #statistics = new Map<string, boolean>()

  /** `text`: the whole file, asked whether an array that starts as zeros is filled later. */
  constructor(text: string) {
    this.#text = text
  }

  /** Learns of a name that holds one statistic. */
  note(name: string, text: string): void {
    if (text.length < 200 && wholeStatistic.test(text)) this.#statistics.set(name, mostFrequent.test(text))
    else this.#statistics.delete(name)
  }

  /** Whether the expression, bound to `name` or handed to a metric as it is, guesses without a model. */
  is(text: string, name: string): boolean {
    if (text.length > 300 || fromModel.test(text) || loaded.test(text)) return false
    if (spread.test(text) && (statistic.test(text) || this.#holdsStatistic(text))) return true
    if (this.#repeated(text)) return true
    if (constants.test(text)) return !this.#filled(name)
    if (earlier.test(text)) return !/[-+*/]\s*[\w.]+\(|\bX\b/.test(text)
    if (lastStep.test(text)) return baselineName.test(name)
    return draws.test(text) && drawnName.test(name)
  }

  /** One statistic put into a column: the same in every row. */
  isColumn(text: string): boolean {
    return wholeStatistic.test(text) || this.#statistics.has(text) || this.is(text, '')
  }

  /** The metric that is worked out by hand for a guess: `(y == majority).mean()`, `np.abs(y - y_train.mean()).mean()`. */
  byHand(name: string, text: string): 'accuracy' | 'mae' | 'mse' | undefined {
    if (text.length > 300 || fromModel.test(text)) return undefined
    const named = noInformation.test(name)
    if (named && shareOfMost.test(text)) return 'accuracy'
    const against = /\b(mean|sum)\(/.test(text) ? sameAsOne.exec(text)?.[1] : undefined
    if (
      against !== undefined &&
      (this.#statistics.get(against) === true || mostFrequent.test(against) || (named && /^-?\d+$/.test(against)))
    )
      return 'accuracy'
    if (!named || !/-/.test(text) || !(statistic.test(text) || this.#holdsStatistic(text) || earlier.test(text))) return undefined
    if (/\babs(olute)?\(/.test(text)) return 'mae'
    return /\*\*\s*2|square\(|power\(/.test(text) ? 'mse' : undefined
  }

  #holdsStatistic(text: string): boolean {
    return [...text.matchAll(/[A-Za-z_]\w*/g)].some(([word]) => this.#statistics.has(word))
  }

  /** `[majority for _ in y_test]` */
  #repeated(text: string): boolean {
    const one = /^\[\s*(\w+)\s+for\s+_?\w*\s+in\b/.exec(text)?.[1]
    return one !== undefined && (this.#statistics.has(one) || /^\d+$/.test(one))
  }

  /** `oof = np.zeros(n)` and then `oof[rows] = …` */
  #filled(name: string): boolean {
    if (!/^\w+$/.test(name)) return name !== ''
    return new RegExp(
      `\\b${name}\\s*(\\[[^\\n=]*\\])?\\s*[-+*/]?=(?!=)(?!\\s*\\w*\\.?(zeros|ones|full))|\\b${name}\\.(append|at|loc|iloc|copy_|fill_)`,
    ).test(this.#text)
  }
}

/** `mae(series[1:], series[:-1])`: each value is held against the one before. */
export const heldAgainstBefore = (a: string, b: string): boolean => {
  const [, first, from] = /^([\w.[\]"']+?)(?:\.values)?\[(\w+|-?\d+)?:\]$/.exec(a) ?? []
  const [, second, to] = /^([\w.[\]"']+?)(?:\.values)?\[:-(\w+|\d+)\]$/.exec(b) ?? []
  return first !== undefined && first === second && from !== undefined && from === to && !/pred|hat|forecast|output/i.test(first)
}

/** What trains and measures many kinds of models by itself, simple ones among them. */
export const comparesAll = /(^|\.)pycaret\.\w+\.compare_models$|(^|\.)Lazy(Classifier|Regressor)$|(^|\.)H2OAutoML$/
