/** The plan: every pair of a probe and the materials it would read. Each pair ends in exactly one evidence record. */
import {
  atomsOf,
  type Framework,
  type Material,
  type MaterialKind,
  type Need,
  type Needs,
  type Planned,
  type PlannedProbe,
  type Probe,
  type Rule,
  type Subject,
  splitFact,
} from '../model/index.ts'

/** Probes as the planner needs them: built ones with slots, named ones with the kinds they would read. */
export type Catalogue = { built: readonly Probe[]; planned: readonly PlannedProbe[] }

/** One thing to do: a built probe over one material per slot, or a reason why there is nothing to look at. */
export type Pair = Planned & { bound: { [slot: string]: string } } & (
    | { probe_of: Probe; missing: string | undefined }
    | { probe_of: PlannedProbe; missing: 'not_built' }
  )

const lastName = (material: string): string => material.split('.').at(-1) ?? material

/** What a material declares of its columns; a log whose labels lie in a second file has a label. */
const rolesOf = (subject: Subject, material: string): { [role: string]: unknown } => {
  const [kind, ...rest] = material.split('.')
  const entry = kind === 'tables' ? subject.tables?.[rest.join('.')] : subject.predictions?.[rest.join('.')]
  const labels = entry !== undefined && 'labels' in entry ? entry.labels : undefined
  return { ...(labels === undefined ? {} : { label: labels }), ...entry }
}

const namesFor = (need: Need, kind: MaterialKind): readonly string[] | undefined => {
  const { named } = need
  return named === undefined || isList(named) ? named : named[kind]
}

const isList = (named: NonNullable<Need['named']>): named is readonly string[] => Array.isArray(named)

/** Named materials come in the order of the names, the others after them. */
const placeIn = (need: Need, material: Material): number => {
  const at = namesFor(need, material.kind)?.indexOf(lastName(material.name)) ?? -1
  return at < 0 ? 1000 : at
}

/** Materials that fit a slot, those named in the need first and in its order. */
const fitting = (need: Need, materials: readonly Material[], subject: Subject): Material[] => {
  const ofKind = materials
    .filter((it) => need.kinds.includes(it.kind))
    .filter((it) => (need.with ?? []).every((role) => rolesOf(subject, it.name)[role] !== undefined))
  return ofKind
    .filter((it) => namesFor(need, it.kind)?.includes(lastName(it.name)) ?? true)
    .sort((a, b) => placeIn(need, a) - placeIn(need, b))
}

const product = (slots: [string, (Material | undefined)[]][]): { [slot: string]: string }[] =>
  slots.reduce<{ [slot: string]: string }[]>(
    (sets, [slot, materials]) =>
      sets.flatMap((set) =>
        materials.flatMap((it) => (it === undefined ? [set] : Object.values(set).includes(it.name) ? [] : [{ ...set, [slot]: it.name }])),
      ),
    [{}],
  )

const wanted = (slot: string, need: Need): string => {
  const kind = need.kinds[0] ?? slot
  if (kind !== 'table' && kind !== 'predictions') return kind
  return kind === 'table' ? `tables.${namesFor(need, kind)?.[0] ?? 'train'}` : `predictions.${namesFor(need, kind)?.[0] ?? 'current'}`
}

/** Why nothing fits a slot: no such material, or none that declares the roles. */
const lack = (slot: string, need: Need, materials: readonly Material[], subject: Subject): string => {
  const { with: roles, ...kindOnly } = need
  const there = fitting(kindOnly, materials, subject)
  if (roles === undefined || there.length === 0) return `${wanted(slot, need)} is not declared`
  const missing = roles.filter((role) => there.every((it) => rolesOf(subject, it.name)[role] === undefined))
  return `no ${need.kinds[0] === 'predictions' ? 'prediction log' : 'table'} declares \`${(missing.length > 0 ? missing : roles).join('`, `')}\``
}

export const pairsOf = (probe: Probe, materials: readonly Material[], subject: Subject): Pair[] => {
  const slots = Object.entries(probe.needs as Needs).map(([slot, need]) => ({ slot, need, fits: fitting(need, materials, subject) }))
  const options = slots.map((it): [string, (Material | undefined)[]] => [it.slot, it.fits.length === 0 ? [undefined] : it.fits])
  const sets = slots.some((it) => it.need.optional === undefined && it.fits.length === 0) ? [] : product(options)
  if (sets.length === 0) {
    const empty = slots.filter((it) => it.need.optional === undefined && it.fits.length === 0)
    const names = (empty.length > 0 ? empty : slots).map((it) => wanted(it.slot, it.need))
    const missing =
      empty.length > 0
        ? empty.map((it) => lack(it.slot, it.need, materials, subject)).join('; ')
        : `two different materials are needed: ${names.join(' and ')}`
    return [{ probe: probe.id, inputs: names, bound: {}, probe_of: probe, missing }]
  }
  return sets.map((bound) => ({ probe: probe.id, inputs: Object.values(bound), bound, probe_of: probe, missing: undefined }))
}

const rulesOf = (framework: Framework): Rule[] => [
  ...framework.sections.flatMap((it) =>
    it.criteria.flatMap((criterion) =>
      [criterion.met, criterion.partial, criterion.applies, criterion.condition].filter((rule) => rule !== undefined),
    ),
  ),
  ...framework.conclusions.flatMap((table) => table.cases.flatMap((it) => it.when ?? [])),
]

export const probesIn = (framework: Framework): Set<string> =>
  new Set(
    rulesOf(framework)
      .flatMap(atomsOf)
      .map((it) => splitFact(it.fact).probe),
  )

/** Probes that somebody asks for: a framework, a claim or a target. */
const askedFor = (frameworks: readonly Framework[], subject: Subject): Set<string> =>
  new Set([
    ...frameworks.flatMap((it) => [...probesIn(it)]),
    ...(subject.statements ?? []).flatMap((it) => (it.claim === undefined ? [] : [splitFact(it.claim.fact).probe])),
    ...(subject.targets ?? []).map((it) => splitFact(it.fact).probe),
  ])

/** Kinds of material that a subject file may declare already and that no source of this version opens. */
const laterKinds: readonly MaterialKind[] = ['mlflow', 'prometheus', 'endpoint']

/** What a declared material of a later source would tell: nobody who declares one is left without a record that says so. */
const readsLater = (it: PlannedProbe, materials: readonly Material[]): boolean =>
  it.needs.every((kind) => laterKinds.includes(kind) && materials.some((material) => material.kind === kind))

const unbuilt = (it: PlannedProbe, materials: readonly Material[]): Pair => {
  const declared = materials.filter((material) => laterKinds.includes(material.kind) && it.needs.includes(material.kind))
  const bound = Object.fromEntries(declared.map((material) => [material.kind, material.name]))
  return { probe: it.id, inputs: [...it.needs], bound, probe_of: it, missing: 'not_built' }
}

/** Besides what is asked for, whatever a declared material can tell is measured too: a report shows it. */
export const plan = (
  { built, planned }: Catalogue,
  frameworks: readonly Framework[],
  subject: Subject,
  materials: readonly Material[],
): Pair[] => {
  const asked = askedFor(frameworks, subject)
  return [
    ...built.flatMap((it) => pairsOf(it, materials, subject).filter((pair) => pair.missing === undefined || asked.has(it.id))),
    ...planned.filter((it) => asked.has(it.id) || readsLater(it, materials)).map((it) => unbuilt(it, materials)),
  ].sort((a, b) => (a.probe === b.probe ? (a.inputs.join(' ') < b.inputs.join(' ') ? -1 : 1) : a.probe < b.probe ? -1 : 1))
}

/** Probes that can settle a verdict; a condition alone settles none. */
const settling = (framework: Framework): Set<string> =>
  new Set(
    framework.sections
      .flatMap((it) => it.criteria.flatMap((criterion) => [criterion.met, criterion.partial].filter((rule) => rule !== undefined)))
      .flatMap(atomsOf)
      .map((it) => splitFact(it.fact).probe),
  )

/** A framework bears when a probe that can settle one of its verdicts has its materials, or somebody spoke on one of its topics. */
export const bearing = (
  { built, planned }: Catalogue,
  frameworks: readonly Framework[],
  subject: Subject,
  materials: readonly Material[],
): Framework[] => {
  const measurable = new Set([
    ...built.filter((it) => pairsOf(it, materials, subject).some((pair) => pair.missing === undefined)).map((it) => it.id),
    ...planned.filter((it) => readsLater(it, materials)).map((it) => it.id),
  ])
  const topics = new Set((subject.statements ?? []).flatMap((it) => it.topic ?? []))
  return frameworks.filter(
    (framework) =>
      (framework.by_default === 'bearing' && [...settling(framework)].some((it) => measurable.has(it))) ||
      framework.sections.some((section) => section.criteria.some((it) => topics.has(it.topic))),
  )
}
