/** The example recorded anew, by its own recorder, on other flights: the same findings must follow. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { assessFolder } from '../departures/assess-folder.ts'
import { holdExpected } from '../departures/expectations.ts'

const recorded = process.env.ASSAY_RECORDED ?? ''

test('another sample of flights leads to the same findings', async () => {
  expect(existsSync(recorded), 'ASSAY_RECORDED names the folder that tools/departures/again.sh wrote').toBe(true)
  const { assessment } = await assessFolder(recorded)
  holdExpected(assessment)
})
