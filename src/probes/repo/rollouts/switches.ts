/** Finds traffic that own code and scripts move: a router that draws between two models, and a switch from blue to green. */

import { looksAtMeasurement } from './clouds.ts'
import { lineAt, type Strategy, type Text } from './strategy.ts'

const drawn =
  /^.*(?:random\.(?:random|randint|uniform|choices)\(|np\.random\.(?:rand|random|choice)\(|hash\w*\(|md5\(|sha\d+\(|%\s*100)[^\n]*$/gm
const sides =
  /canary|challenger|ab_test|a_b_test|traffic_split|candidate_(model|weight|percent|ranker|version)|new_model_(weight|percent|traffic)|model_b\b|variant_b|treatment/i
const serving =
  /fastapi|flask|starlette|bentoml|ray\.serve|from ray import serve|litserve|@app\.(post|route)|grpc|kserve|async def predict|def predict/

/** A number is drawn and held against a share, or a key is put into one of some buckets. */
const decides = (line: string, after: string): boolean =>
  /random|rand/.test(line) ? /[<>]|weights=|p=/.test(line) : /%\s*(\d|\w)|int\([^)]*16\)|from_bytes|bucket/.test(after)

const router = /class \w*(Rout|Split|Canary|AB(?![a-z]))\w*|def _?(route|choose|pick|select)\w*/

/** In code that serves, a draw by which one of two models answers. */
export function routers(texts: Text[]): Strategy[] {
  const served = texts.some(({ text }) => serving.test(text))
  return texts.flatMap(({ path, text }) => {
    if (!path.endsWith('.py') || !sides.test(text) || /simulat|benchmark|notebook/i.test(path)) return []
    if (!serving.test(text) && !(served && router.test(text))) return []
    for (const match of text.matchAll(drawn)) {
      const lines = text.slice(Math.max(0, match.index - 600), match.index + match[0].length + 900)
      if (!sides.test(lines) || !/<|>=?|\bweights?\b|percent|return/.test(lines) || /train_test|shuffle|seed\(/.test(lines)) continue
      if (!decides(match[0], text.slice(match.index, match.index + 400))) continue
      if (!/predict|model|handle|variant|route|endpoint/i.test(lines)) continue
      return [
        {
          path,
          line: lineAt(text, match.index + match[0].search(/\S/)),
          kind: 'canary',
          versions: 2,
          analysis: false,
          note: 'own code draws which of two models answers',
        },
      ]
    }
    return []
  })
}

/** Colours of a terminal, not of a deployment. */
const colours = /\$[{(]?(GREEN|BLUE)\w*[)}]?|\b(GREEN|BLUE)\w*\s*:?=\s*["']?\$?['"(]?(\\.*|tput.*)/g
const moving = /kubectl|docker|helm|nginx|aws |az |gcloud|oc |systemctl|haproxy|traefik|compose/

/** A script, or a pair of workloads, that holds a blue and a green side. */
export function switches(texts: Text[]): Strategy[] {
  const out: Strategy[] = []
  const sidesOf = new Map<string, { path: string; line: number; found: Set<string> }>()
  for (const { path, text: raw } of texts) {
    const text = raw.replaceAll(colours, '')
    if (/\.(sh|ya?ml)$|Makefile/.test(path) && /blue/i.test(text) && /green/i.test(text) && moving.test(text)) {
      const at = /(kubectl (patch|set selector|label)|switch|swap|ACTIVE|CURRENT|proxy_pass|slot)[^\n]*(blue|green|COLOR|TARGET|\$)/i.exec(
        text,
      )
      if (
        at !== null &&
        /(blue)[\s\S]{0,400}(green)|(green)[\s\S]{0,400}(blue)/i.test(text) &&
        /\.sh$|Makefile|run:|script:/.test(path + text)
      )
        out.push({
          path,
          line: lineAt(text, at.index),
          kind: 'blue_green',
          versions: 2,
          analysis: looksAtMeasurement(text),
          note: 'a script switches between blue and green',
        })
    }
    for (const match of text.matchAll(/^kind:\s*Deployment\b[\s\S]*?^\s+name:\s*["']?([\w-]*?)-?(blue|green)\b/gm)) {
      const key = match[1] as string
      const known = sidesOf.get(key) ?? { path, line: lineAt(text, match.index), found: new Set<string>() }
      known.found.add(match[2] as string)
      sidesOf.set(key, known)
    }
  }
  for (const { path, line, found } of sidesOf.values())
    if (found.size === 2)
      out.push({ path, line, kind: 'blue_green', versions: 2, analysis: false, note: 'a blue and a green workload stand side by side' })
  return out
}
