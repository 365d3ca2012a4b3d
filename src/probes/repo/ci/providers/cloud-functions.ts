/** Finds functions of a cloud that templates define (CloudFormation, SAM, Serverless, Terraform): the file that holds each and what starts it. */
import { folderOf, isForeign, joinPath } from '../../paths.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { type Block, blocksOf, settingOf } from './terraform.ts'

export type FunctionStart = { line: number; path: string; kind: 'schedule' | 'event'; enabled: boolean }
/** `names`: what other parts of a template call it. `file` and `handler`: the Python file and the function in it that is called. */
export type CloudFunction = { names: string[]; path: string; line: number; file: string; handler: string; starts: FunctionStart[] }

const mark = /AWS::(Lambda|Serverless)::Function|"aws_lambda_function"|^functions:/m
const mayDefine = /\.(ya?ml|template|tf)$|[^/]*(stack|template|cfn|cloudformation|lambda|sam)[^/]*\.json$/i
const mostText = 1_000_000
const known = new WeakMap<Tree, Promise<CloudFunction[]>>()

/** Worked out once per tree. Functions whose file is not in the tree are left out. */
export const cloudFunctions = (tree: Tree): Promise<CloudFunction[]> => {
  const found = known.get(tree) ?? read(tree)
  known.set(tree, found)
  return found
}

/** The function that a template calls by this name; of several the one that is defined nearest. */
export const functionNamed = (name: string, path: string, functions: CloudFunction[]): CloudFunction | undefined => {
  const same = functions.filter(({ names }) => names.includes(name))
  const top = path.split('/')[0]
  return same.find((one) => one.path === path) ?? same.find((one) => one.path.split('/')[0] === top) ?? same[0]
}

const read = async (tree: Tree): Promise<CloudFunction[]> => {
  const out: CloudFunction[] = []
  const blocks = new Map<string, { path: string; block: Block }[]>()
  for (const path of tree.paths.filter((one) => mayDefine.test(one) && !isForeign(one))) {
    const text = await tree.read(path)
    if (text === undefined || text.length > mostText) continue
    if (path.endsWith('.tf')) {
      if (!/"aws_(lambda_function|cloudwatch_event_\w+|scheduler_schedule|s3_bucket_notification)"/.test(text)) continue
      const beside = blocks.get(folderOf(path)) ?? []
      blocks.set(folderOf(path), [...beside, ...blocksOf(text).map((block) => ({ path, block }))])
    } else if (mark.test(text))
      for (const root of readYaml(text) ?? []) out.push(...inTemplate(path, root, tree), ...inServerless(path, root, tree))
  }
  for (const some of blocks.values()) out.push(...inTerraform(some, tree))
  return out
}

/** A name with what only the cloud fills in as `${X}`: texts, `Ref`, `Fn::Sub` and `Fn::Join`, in their long and short forms. */
export const flatName = (value: YamlValue | undefined): string => {
  if (value === undefined) return ''
  if (value.text !== undefined) return /^!(Ref|GetAtt)$/.test(value.tag ?? '') ? `\${${value.text}}` : value.text
  const list = value.get('Fn::Join')?.items ?? (value.tag === '!Join' ? value.items : [])
  if (list[1] !== undefined) return list[1].items.map(flatName).join(list[0]?.text ?? '')
  const named = value.get('Ref')?.text ?? value.get('Fn::GetAtt')?.texts.join('.')
  if (named !== undefined) return `\${${named}}`
  if (value.tag === '!GetAtt') return `\${${value.texts.join('.')}}`
  return flatName(value.get('Fn::Sub')?.items[0] ?? value.get('Fn::Sub'))
}

/** The file of `src/app.handler`, below a folder of code or near the template. */
const fileOf = (handler: string, code: string | undefined, path: string, tree: Tree): { file: string; handler: string } | undefined => {
  const [, module = '', called = ''] = /^(.*)\.(\w+)$/.exec(handler) ?? []
  if (module === '') return undefined
  const ways = [module, module.replaceAll('.', '/')].map((one) => `${one}.py`)
  const homes = [...(code === undefined ? [] : [joinPath(folderOf(path), code), joinPath('', code)]), folderOf(path)]
  for (const home of homes)
    for (const way of ways) {
      const at = home === undefined ? undefined : joinPath(home, way)
      if (at !== undefined && tree.has(at)) return { file: at, handler: called }
    }
  const top = path.split('/')[0] ?? ''
  const named = tree.paths.filter((one) => ways.some((way) => one.endsWith(`/${way}`)) && !isForeign(one))
  const near = named.filter((one) => path.includes('/') && one.startsWith(`${top}/`))
  const file = named.length === 1 ? named[0] : near.length === 1 ? near[0] : undefined
  return file === undefined ? undefined : { file, handler: called }
}

const inTemplate = (path: string, root: YamlValue, tree: Tree): CloudFunction[] => {
  const resources = root.get('Resources')?.entries ?? []
  return resources.flatMap(([name, resource]): CloudFunction[] => {
    if (!/^AWS::(Lambda|Serverless)::Function$/.test(resource.get('Type')?.text ?? '')) return []
    const given = resource.get('Properties')
    const code = given?.get('CodeUri')?.text ?? given?.get('Code')?.text
    const handler = given?.get('Handler')?.text ?? root.get('Globals')?.get('Function')?.get('Handler')?.text ?? ''
    const file = fileOf(handler, code, path, tree)
    if (file === undefined) return []
    const called = flatName(given?.get('FunctionName'))
    const names = [name, `\${${name}}`, `\${${name}.Arn}`, ...(called === '' ? [] : [called])]
    const own = (given?.get('Events')?.entries ?? []).flatMap(([, event]) => ownEvent(path, event))
    const ruled = resources.flatMap(([, rule]) => ruleStarts(path, rule, names))
    return [{ names, path, line: resource.line, ...file, starts: [...own, ...ruled] }]
  })
}

const timed = /^(Schedule|ScheduleV2)$/
const told = /^(S3|SQS|SNS|EventBridgeRule|CloudWatchEvent|Kinesis|DynamoDB)$/

const ownEvent = (path: string, event: YamlValue): FunctionStart[] => {
  const type = event.get('Type')?.text ?? ''
  if (!timed.test(type) && !told.test(type)) return []
  const given = event.get('Properties')
  const enabled = given?.get('Enabled')?.isFalse !== true && given?.get('State')?.text !== 'DISABLED'
  return [{ path, line: event.line, kind: timed.test(type) ? 'schedule' : 'event', enabled }]
}

/** Rules of EventBridge whose target is the function. */
const ruleStarts = (path: string, rule: YamlValue, names: string[]): FunctionStart[] => {
  if (!/^AWS::(Events::Rule|Scheduler::Schedule)$/.test(rule.get('Type')?.text ?? '')) return []
  const given = rule.get('Properties')
  const targets = [...(given?.get('Targets')?.items ?? []), ...[given?.get('Target')].flatMap((one) => one ?? [])]
  if (!targets.some((target) => names.includes(flatName(target.get('Arn'))))) return []
  const kind = given?.get('ScheduleExpression') ? 'schedule' : 'event'
  return [{ path, line: rule.line, kind, enabled: given?.get('State')?.text !== 'DISABLED' }]
}

/** The Serverless Framework: `functions: {name: {handler: src/train.main, events: [{schedule: rate(1 day)}]}}`. */
const inServerless = (path: string, root: YamlValue, tree: Tree): CloudFunction[] => {
  if (!root.get('provider') || !root.get('service')) return []
  return (root.get('functions')?.entries ?? []).flatMap(([name, one]): CloudFunction[] => {
    const file = fileOf(one.get('handler')?.text ?? '', undefined, path, tree)
    const starts = (one.get('events')?.items ?? []).flatMap((event) =>
      event.entries.flatMap(([key, value]): FunctionStart[] => {
        const kind = key === 'schedule' ? 'schedule' : /^(s3|sqs|sns|eventBridge|stream)$/.test(key) ? 'event' : undefined
        return kind === undefined ? [] : [{ path, line: event.line, kind, enabled: value.get('enabled')?.isFalse !== true }]
      }),
    )
    return file === undefined ? [] : [{ names: [name], path, line: one.line, ...file, starts }]
  })
}

type Placed = { path: string; block: Block }

const inTerraform = (blocks: Placed[], tree: Tree): CloudFunction[] =>
  blocks
    .filter(({ block }) => block.type === 'aws_lambda_function')
    .flatMap(({ path, block }): CloudFunction[] => {
      const code = blocks
        .map((one) => one.block.body)
        .concat(block.body)
        .map((body) => /source_(?:dir|path)\s*=\s*"(?:\$\{path\.(?:module|root)\}\/)?([^"$]+)"/.exec(body)?.[1])
        .find((one) => one !== undefined)
      const file = fileOf(settingOf(block, 'handler')?.text ?? '', code, path, tree)
      if (file === undefined) return []
      const called = settingOf(block, 'function_name')?.text
      const names = [block.name, `aws_lambda_function.${block.name}`, ...(called === undefined ? [] : [called])]
      return [{ names, path, line: block.line, ...file, starts: startsOfBlock(block.name, blocks) }]
    })

const startsOfBlock = (name: string, blocks: Placed[]): FunctionStart[] => {
  const meant = new RegExp(`\\baws_lambda_function\\.${name.replaceAll(/\W/g, '\\$&')}\\.`)
  return blocks.flatMap(({ path, block }): FunctionStart[] => {
    if (block.type === 'aws_s3_bucket_notification' && meant.test(block.body))
      return [{ path, line: block.line, kind: 'event', enabled: true }]
    if (block.type === 'aws_scheduler_schedule' && meant.test(block.body)) return [ofRule({ path, block })]
    if (block.type !== 'aws_cloudwatch_event_target' || !meant.test(settingOf(block, 'arn')?.text ?? '')) return []
    const named = /aws_cloudwatch_event_rule\.([\w-]+)/.exec(settingOf(block, 'rule')?.text ?? '')?.[1]
    const rule = blocks.find((one) => one.block.type === 'aws_cloudwatch_event_rule' && one.block.name === named)
    return rule === undefined ? [] : [ofRule(rule)]
  })
}

const ofRule = ({ path, block }: Placed): FunctionStart => ({
  path,
  line: block.line,
  kind: settingOf(block, 'schedule_expression') ? 'schedule' : 'event',
  enabled: settingOf(block, 'is_enabled')?.text !== 'false' && settingOf(block, 'state')?.text !== 'DISABLED',
})
