/** Reads splits of traffic that a proxy, a load balancer or an alias of functions makes: nginx, HAProxy, Envoy, OpenShift, AWS, Cloud Run. */
import { lineAt, type Strategy, type Text } from './strategy.ts'

type Row = { index: number; versions: number; note: string }

export const inProxies = (texts: Text[]): Strategy[] =>
  texts.flatMap(({ path, text }) =>
    [
      ...splitClients(text),
      ...namedServers(text),
      ...weightedBlocks(text),
      ...targetGroups(text),
      ...aliases(text),
      ...revisions(text),
    ].map(({ index, versions, note }): Strategy => ({ path, line: lineAt(text, index), kind: 'canary', versions, analysis: false, note })),
  )

/** nginx: `split_clients "${remote_addr}" $side { 10% new; * old; }`. */
const splitClients = (text: string): Row[] =>
  [...text.matchAll(/\bsplit_clients\s+\S+\s+\$\w+\s*\{([^}]*)\}/g)].map((found) => {
    const sides = [...(found[1] ?? '').matchAll(/(?:^|[\s;{])([\d.]+%|\*)\s+["']?([^\s;"']+)/g)].filter(
      ([, share]) => !/^0(\.0+)?%$/.test(share ?? ''),
    )
    return {
      index: found.index,
      versions: new Set(sides.map(([, , to]) => to)).size,
      note: 'nginx gives a share of the clients to the other side',
    }
  })

/** Weights of servers share the load of equal copies, unless the copies are named as versions. */
const version = /canary|challenger|champion|candidate|stable|blue|green|baseline|shadow|(^|[^a-z])(new|old|next|current|v\d+)([^a-z]|$)/i
const namedServers = (text: string): Row[] =>
  [...text.matchAll(/^[ \t]*(?:upstream|backend)\s+[\w.-]+\s*\{?[^\n]*\n((?:[ \t]+[^\n}]*\n|[ \t]*\n)+)/gm)].flatMap((found) => {
    const servers = [...(found[1] ?? '').matchAll(/^[ \t]*server\s+(\S+)([^\n;]*?)\bweight[= ](\d+)/gm)].filter(
      ([, , , weight]) => weight !== '0',
    )
    return servers.length > 1 && servers.some(([whole]) => version.test(whole))
      ? [{ index: found.index, versions: servers.length, note: 'weights of servers that are named as versions' }]
      : []
  })

/** Envoy's `weighted_clusters` and OpenShift's `alternateBackends`. */
const weightedBlocks = (text: string): Row[] =>
  [...text.matchAll(/^([ \t]*)(?:- )?(weighted_clusters|alternateBackends):[^\n]*\n((?:\1[ \t-]+[^\n]*(?:\n|$)|[ \t]*\n)+)/gm)].flatMap(
    (found) => {
      const others = [...(found[3] ?? '').matchAll(/\bweight:\s*(\d+)/g)].filter(([, weight]) => weight !== '0').length
      const versions = found[2] === 'alternateBackends' ? others + 1 : others
      return others === 0 ? [] : [{ index: found.index + (found[1] ?? '').length, versions, note: 'weights of backends' }]
    },
  )

/** A load balancer of AWS that forwards to several groups, in Terraform or CloudFormation. */
const targetGroups = (text: string): Row[] =>
  [...text.matchAll(/^([ \t]*)(?:forward\s*\{|(?:- )?ForwardConfig:)[^\n]*\n((?:\1[ \t]+[^\n]*(?:\n|$)|[ \t]*\n)+)/gm)].flatMap((found) => {
    const weights = [...(found[2] ?? '').matchAll(/\b[wW]eight\s*[=:]\s*(\S+)/g)]
    const live = weights.filter(([, weight]) => weight !== '0').length
    return weights.length < 2
      ? []
      : [{ index: found.index + (found[1] ?? '').length, versions: live, note: 'a load balancer weighs its target groups' }]
  })

/** An alias of a function that sends a share of the calls to another version. */
const aliases = (text: string): Row[] => {
  const found = /additional_version_weights\s*=|\bAdditionalVersionWeights\b/.exec(text)
  return found === null ? [] : [{ index: found.index, versions: 2, note: 'an alias sends a share of the calls to another version' }]
}

/** `revision_traffic: LATEST=10` of the action that deploys to Cloud Run. */
const revisions = (text: string): Row[] =>
  [...text.matchAll(/^\s*(?:revision|tag)_traffic:\s*["']?([^"'\n#]+)/gm)].flatMap((found) => {
    const shares = [...(found[1] ?? '').matchAll(/=\s*(\d+|\$\{\{[^}]*\}\})/g)].filter(([, share]) => share !== '0')
    return shares.length > 1 || (shares.length === 1 && shares[0]?.[1] !== '100')
      ? [{ index: found.index + found[0].search(/\S/), versions: 2, note: 'the new revision gets a share of the traffic' }]
      : []
  })
