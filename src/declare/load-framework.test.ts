import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { built, planned } from '../probes/index.ts'
import { factIndex } from './fact-index.ts'
import {
  frameworkIds,
  frameworksFolder,
  isFolder,
  loadFramework,
  loadFrameworks,
  refuseUnknownFramework,
  topicSlugs,
} from './load-framework.ts'

const facts = factIndex([...built, ...planned])

describe('loadFrameworks', () => {
  it('loads all that ship, each under the name of its folder, by their rank', async () => {
    const ids = await frameworkIds()
    expect(ids).toContain('ml-test-score')
    const loaded = (await loadFrameworks(undefined, facts)).map((it) => it.id)
    expect(loaded.toSorted()).toEqual(ids)
    expect(loaded).toEqual([
      'ml-measurement',
      'ml-repository',
      'ml-test-score',
      'ml-due-diligence',
      'ml-leadership',
      'experiment-process',
      'ml-readiness',
      'ml-project-checklist',
    ])
  })

  it('loads one named twice once', async () => {
    expect(await loadFrameworks(['ml-repository', 'ml-repository'], facts)).toHaveLength(1)
  })

  it('fails when a fact that rules name is no longer given', async () => {
    await expect(loadFramework(join(frameworksFolder, 'ml-test-score'), new Map())).rejects.toThrow('no probe gives the fact')
  })

  it('says a folder without framework.yaml by name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-framework-'))
    writeFileSync(join(folder, 'one.yaml'), 'id: one\n')
    await expect(loadFramework(folder, facts)).rejects.toMatchObject({ place: { file: expect.stringContaining('framework.yaml') } })
    rmSync(folder, { recursive: true })
  })
})

it('topicSlugs has the 74 questions and their parts', async () => {
  const slugs = await topicSlugs()
  expect(slugs.size).toBeGreaterThanOrEqual(74)
  expect(slugs).toContain('latency')
  expect(slugs).toContain('rollout.canary')
})

it('a name with a slash is a folder, and held elsewhere', async () => {
  expect([isFolder('./mine'), isFolder('mine')]).toEqual([true, false])
  await expect(refuseUnknownFramework('./mine', () => undefined)).resolves.toBeUndefined()
  await expect(refuseUnknownFramework('mine', () => ({ file: 'f', line: 3 }))).rejects.toMatchObject({ place: { file: 'f', line: 3 } })
})
