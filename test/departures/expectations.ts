/** What the example must be told, written by hand in examples/departures/expected.yaml, held against an assessment. */
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { parse } from 'yaml'
import { type Assessment, type Evidence, isMeasured, splitFact } from '../../src/model/index.ts'

type Expected = {
  /** A list where more than one is right, because another sample of flights may be too small to tell. */
  verdicts: { framework: string; criterion: string; reading: string; outcome: string | string[] }[]
  verdicts_once_built: { framework: string; criterion: string; reading: string; outcome: string }[]
  conditions: { framework: string; criterion: string; condition: string | string[] }[]
  claims: { fact: string; of?: string; outcome: string }[]
  conclusions: { framework: string; conclusion: string; reading: string; possible: string[]; needs_name?: string }[]
  gates: { framework: string; gate: string; outcome: string }[]
  borne_out: { topic: string; found: boolean }[]
  findings: { framework: string; criterion: string; severity: string; table?: string; column?: string; path?: string; words?: string }[]
  numbers: { fact: string; of?: string; at_least: number; at_most: number }[]
}

export const expected = parse(readFileSync('examples/departures/expected.yaml', 'utf8')) as Expected

const verdictOf = (assessment: Assessment, it: { framework: string; criterion: string; reading?: string }) =>
  assessment.verdicts.find(
    (each) => each.framework === it.framework && each.criterion === it.criterion && each.reading === (it.reading ?? 'measured'),
  )

/** Names in expectations are those of the example; `named` gives what they are called in a copy with other names. */
export type Named = (name: string) => string

const holdsPlace = (records: Evidence[], it: Expected['findings'][number], named: Named): boolean =>
  records.some((record) =>
    record.items.some(
      (item) =>
        (it.table === undefined || item.table === named(it.table)) &&
        (it.column === undefined || item.column === named(it.column)) &&
        (it.path === undefined || item.path === it.path),
    ),
  )

const holdConclusions = (assessment: Assessment, named: Named): void => {
  for (const it of expected.conclusions) {
    if (it.needs_name !== undefined && named(it.needs_name) !== it.needs_name) continue
    const told = assessment.conclusions.find(
      (each) => each.framework === it.framework && each.id === it.conclusion && each.reading === it.reading,
    )
    const said = it.possible.map((words) => expect.stringContaining(words))
    expect.soft(told?.possible, `${it.framework} ${it.conclusion} ${it.reading}: ${told?.because}`).toEqual(said)
  }
  for (const it of expected.gates) {
    const told = assessment.gates.find((each) => each.framework === it.framework && each.id === it.gate)
    expect.soft(told?.outcome, `gate ${it.framework} ${it.gate}`).toBe(it.outcome)
  }
}

const holdBorneOut = (assessment: Assessment): void => {
  for (const it of expected.borne_out) {
    const told = assessment.evidence.find((each) => each.probe === 'statement' && each.facts.topic === it.topic)
    expect.soft(told?.facts.document_bears_out, `words on ${it.topic}`).toBe(it.found)
  }
}

export const holdExpected = (assessment: Assessment, named: Named = (name) => name): void => {
  for (const it of expected.verdicts) {
    const told = verdictOf(assessment, it)
    expect.soft([it.outcome].flat(), `${it.framework} ${it.criterion} ${it.reading}: ${told?.because}`).toContain(told?.outcome)
  }
  for (const it of expected.verdicts_once_built) {
    const told = verdictOf(assessment, it)
    expect.soft([it.outcome, 'unknown'], `${it.framework} ${it.criterion}`).toContain(told?.outcome)
    if (told?.outcome === 'unknown') expect.soft(told.because).toContain('no probe of this version measures')
  }
  for (const it of expected.conditions) {
    expect.soft([it.condition].flat(), `condition of ${it.criterion}`).toContain(verdictOf(assessment, it)?.condition)
  }
  for (const it of expected.claims) {
    const claim = assessment.claims.find((each) => each.fact === it.fact && (it.of === undefined || each.of === named(it.of)))
    expect
      .soft({ fact: it.fact, outcome: claim?.outcome, because: claim?.because })
      .toEqual({ fact: it.fact, outcome: it.outcome, because: claim?.because })
  }
  for (const it of expected.findings) {
    const finding = assessment.findings.find((each) => each.framework === it.framework && each.criterion === it.criterion)
    expect.soft({ criterion: it.criterion, severity: finding?.severity }).toEqual({ criterion: it.criterion, severity: it.severity })
    const records = assessment.evidence.filter((record) => finding?.evidence.includes(record.id))
    if (it.table !== undefined || it.path !== undefined) expect.soft(holdsPlace(records, it, named), `place of ${it.criterion}`).toBe(true)
  }
  for (const it of expected.numbers) {
    const { probe, fact } = splitFact(it.fact)
    const record = assessment.evidence.find(
      (each) =>
        each.probe === probe &&
        each.state === 'found' &&
        (it.of === undefined || each.inputs.some((input) => input.material === named(it.of ?? ''))),
    )
    const value = record?.facts[fact]
    const number = isMeasured(value) ? value.value : value
    expect.soft(number, `${it.fact} ${it.of ?? ''}`).toBeGreaterThanOrEqual(it.at_least)
    expect.soft(number, `${it.fact} ${it.of ?? ''}`).toBeLessThanOrEqual(it.at_most)
  }
  holdConclusions(assessment, named)
  holdBorneOut(assessment)
}
