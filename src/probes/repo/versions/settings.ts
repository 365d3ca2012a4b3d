/** Finds versions of data named in configuration: Kedro, Pachyderm, lakeFS, Azure ML, and addresses with a date or digest. */
import { folderOf, isPython, nameOf } from '../paths.ts'
import { mentions, type Text } from './mentions.ts'
import type { Version } from './version.ts'

const mostAddresses = 20
const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length

export function versionsInSettings(texts: Text[]): Version[] {
  const out: Version[] = []
  for (const one of texts) {
    if (/(^|\/)catalog[\w.-]*\.ya?ml$|(^|\/)catalog\/.*\.ya?ml$/.test(one.path)) out.push(...kedro(one, texts))
    if (/\.(ya?ml|json)$/.test(one.path) && /["']?pfs["']?\s*:/.test(one.text) && /["']?pipeline["']?\s*:/.test(one.text))
      out.push(pachyderm(one))
    out.push(...lakefs(one), ...azure(one))
  }
  return [...out, ...addresses(texts).slice(0, mostAddresses)]
}

/** `versioned: true` keeps every version and reads the newest unless one is asked for. */
function kedro({ path, text }: Text, texts: Text[]): Version[] {
  const lines = text.split('\n')
  return lines.flatMap((line, at) => {
    if (!/^\s+versioned:\s*true\b/.test(line)) return []
    const name =
      lines
        .slice(0, at)
        .findLast((one) => /^[\w@.-]+:/.test(one))
        ?.split(':')[0] ?? ''
    const asked = texts.some((one) => new RegExp(`load[-_]versions?\\b.*\\b${name.replaceAll(/\W/g, '.')}\\b`).test(one.text))
    const used = texts.some((one) => isPython(one.path) && new RegExp(`["']${name.replaceAll(/\W/g, '.')}["']`).test(one.text))
    return [
      {
        tool: 'Kedro',
        path,
        line: at + 1,
        pinned: asked,
        used,
        note: `Kedro keeps versions of ${name}${asked ? '' : ' and reads the newest'}`,
      },
    ]
  })
}

/** Every commit of an input repository is kept, and each output knows the commit it came from. */
const pachyderm = ({ path, text }: Text): Version => ({
  tool: 'Pachyderm',
  path,
  line: lineAt(text, text.search(/["']?pfs["']?\s*:/)),
  pinned: true,
  used: /["']?transform["']?\s*:/.test(text),
  note: 'Pachyderm pipeline over a versioned input',
})

const moving = /^(main|master|dev|develop|latest|head|prod|production|staging)$/i

function lakefs({ path, text }: Text): Version[] {
  return [...text.matchAll(/lakefs:\/\/([\w.-]+)\/([\w.-]+)\//g)].slice(0, 20).map((match) => {
    const ref = match[2] as string
    return {
      tool: 'lakeFS',
      path,
      line: lineAt(text, match.index),
      pinned: !moving.test(ref) && /^[0-9a-f]{7,}$|\d/.test(ref),
      used: true,
      note: `lakeFS data at ${moving.test(ref) ? 'a branch that moves' : 'a named version'}`,
    }
  })
}

const azure = ({ path, text }: Text): Version[] =>
  [...text.matchAll(/azureml:([\w-]*(?:data|train|test|set)[\w-]*)[:@](\w+)/gi)].slice(0, 20).map((match) => ({
    tool: 'Azure ML data asset',
    path,
    line: lineAt(text, match.index),
    pinned: /^\d/.test(match[2] as string),
    used: true,
    note: `data asset ${match[1]} at ${/^\d/.test(match[2] as string) ? `version ${match[2]}` : 'the newest version'}`,
  }))

/** A date in an address tells versions apart, but whoever may write there may change it: never pinned. */
function addresses(texts: Text[]): Version[] {
  const dated =
    /\b(?:s3a?|gs|abfss?|wasbs?|az|hdfs|oss)(?::\/\/)[^\s"'`<>]*?(?:20\d\d[-_/]?(?:0\d|1[0-2])[-_/]?[0-3]\d|\/v\d+(?:\.\d+)*\/|[0-9a-f]{32,64})[^\s"'`<>]*/g
  const settings = texts.filter(({ path }) => !/^\.(github|circleci|gitlab)|\.(sh|tf)$/.test(path))
  return settings.flatMap(({ path, text }) =>
    [...text.matchAll(dated)].flatMap((match) => {
      if (
        !/data|train|test|raw|feature|\.(csv|parquet|jsonl?|tfrecords?|arrow|avro)/i.test(match[0]) ||
        /model|checkpoint|weights|wheel|\.whl|image|artifact/i.test(match[0])
      )
        return []
      const used =
        isPython(path) || mentions(texts, nameOf(path), new RegExp(`^${path.replaceAll(/\W/g, '\\$&')}$`)) || folderOf(path) === ''
      return [
        {
          tool: 'dated address',
          path,
          line: lineAt(text, match.index),
          pinned: false,
          used,
          note: 'data at an address that carries a date, version or digest; what lies there may be replaced',
        },
      ]
    }),
  )
}
