/** Which changes raise a measured score most for the least effort: worked out from the verdicts, never guessed. */
import {
  addUp,
  type Band,
  type Change,
  type Criterion,
  efforts,
  type Framework,
  type Grade,
  type Step,
  type Verdict,
} from '../model/index.ts'
import { bandOf } from './score-framework.ts'

type Option = Change & { section: string; effort: number }

/** What is not met for certain, and what meeting it would add to its section. */
const optionsOf = (framework: Framework, verdicts: readonly Verdict[]): Option[] => {
  const measured = new Map(
    verdicts.filter((it) => it.framework === framework.id && it.reading === 'measured').map((it) => [it.criterion, it]),
  )
  const worth = (grade: Grade) => framework.worths[grade]
  return framework.sections.flatMap((section) => {
    const counting = section.criteria.filter((it) => !['not_applicable', 'not_expected'].includes(measured.get(it.id)?.outcome ?? ''))
    const weights = counting.reduce((sum, it) => sum + it.weight, 0)
    return counting.flatMap((it: Criterion): Option[] => {
      const verdict = measured.get(it.id)
      if (verdict === undefined || verdict.from === 'met') return []
      const share = framework.section_score === 'mean' ? it.weight / weights : it.weight
      const gain = share * (worth('met') - worth(verdict.from))
      return [{ criterion: it.id, section: section.id, from: verdict.from, to: verdict.to, gain, effort: efforts[it.remedy.effort] }]
    })
  })
}

const total = (options: readonly Option[], of: 'gain' | 'effort'): number => options.reduce((sum, it) => sum + it[of], 0)

/** The cheapest set that adds at least `needed`: all sets of a section are tried while there are few, else the best for the effort are taken. */
const cheapest = (options: readonly Option[], needed: number): Option[] | undefined => {
  if (needed <= 1e-9) return []
  if (total(options, 'gain') < needed - 1e-9) return undefined
  if (options.length > 12) {
    const taken: Option[] = []
    for (const it of [...options].sort((a, b) => b.gain / b.effort - a.gain / a.effort)) {
      if (total(taken, 'gain') >= needed - 1e-9) break
      taken.push(it)
    }
    return taken
  }
  let best: Option[] | undefined
  for (let set = 0; set < 2 ** options.length; set++) {
    const chosen = options.filter((_, at) => (set >> at) & 1)
    if (total(chosen, 'gain') < needed - 1e-9) continue
    const cheaper = best === undefined || total(chosen, 'effort') < total(best, 'effort')
    const shorter = best !== undefined && total(chosen, 'effort') === total(best, 'effort') && chosen.length < best.length
    if (cheaper || shorter) best = chosen
  }
  return best
}

const stepTo = (framework: Framework, verdicts: readonly Verdict[], options: readonly Option[], target: number): Option[] | undefined => {
  const { sections } = addUp(framework, verdicts, 'measured')
  const each = [...sections].map(([id, { range }]) =>
    cheapest(
      options.filter((it) => it.section === id),
      target - (range?.low ?? target),
    ),
  )
  return each.every((it) => it !== undefined) ? each.flat() : undefined
}

const asStep = (framework: Framework, from: number, to: number, chosen: readonly Option[]): Step => {
  const band = bandOf(framework.bands, to)
  return {
    framework: framework.id,
    from,
    to,
    ...(band === undefined ? {} : { band }),
    effort_hours: total(chosen, 'effort'),
    changes: [...chosen]
      .sort((a, b) => b.gain / b.effort - a.gain / a.effort || (a.criterion < b.criterion ? -1 : 1))
      .map(({ criterion, from: grade, to: most, gain }) => ({ criterion, from: grade, to: most, gain })),
  }
}

/** Where sections combine by their minimum: one step for each band above, to the least score that reaches it. */
const bandSteps = (framework: Framework, verdicts: readonly Verdict[], options: readonly Option[], low: number): Step[] => {
  const least = Math.min(framework.worths.partial, framework.worths.met)
  return framework.bands.flatMap((_: Band, at): Step[] => {
    const edge = framework.bands[at - 1]?.up_to
    const target = edge === undefined ? undefined : edge + least
    if (target === undefined || target <= low) return []
    const chosen = stepTo(framework, verdicts, options, target)
    return chosen === undefined ? [] : [asStep(framework, low, target, chosen)]
  })
}

const most = 5

/** Where all weigh together: the few changes that add most for the effort. */
const fewChanges = (framework: Framework, options: readonly Option[], low: number, weights: number): Step[] => {
  const chosen = [...options].sort((a, b) => b.gain / b.effort - a.gain / a.effort || (a.criterion < b.criterion ? -1 : 1)).slice(0, most)
  return chosen.length === 0 ? [] : [asStep(framework, low, low + total(chosen, 'gain') / weights, chosen)]
}

export const planSteps = (framework: Framework, verdicts: readonly Verdict[]): Step[] => {
  const low = addUp(framework, verdicts, 'measured').total.range?.low
  if (low === undefined) return []
  const options = optionsOf(framework, verdicts)
  if (framework.combine === 'minimum') return bandSteps(framework, verdicts, options, low)
  const criteria = new Map(framework.sections.flatMap((it) => it.criteria).map((it) => [it.id, it]))
  const counting = verdicts.filter(
    (it) => it.framework === framework.id && it.reading === 'measured' && it.outcome !== 'not_applicable' && it.outcome !== 'not_expected',
  )
  const weights = counting.reduce((sum, it) => sum + (criteria.get(it.criterion)?.weight ?? 0), 0)
  const whole = options.map((it) => {
    const criterion = criteria.get(it.criterion)
    return { ...it, gain: (criterion?.weight ?? 1) * (framework.worths.met - framework.worths[it.from]) }
  })
  return fewChanges(framework, whole, low, weights)
}
