/** Asks how much of the code that builds features has tests that assert something of it. */
import { z } from 'zod'
import { probe } from '../../model/probe.ts'
import { testedFacts, testedShare } from './covered/tested-share.ts'

export default probe({
  id: 'repo.feature-tests',
  version: 1,
  title: 'How much of the code that builds features has tests',
  measures:
    'How many functions that clean, encode and build features there are, and how many of them a test calls and asserts something of.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: testedFacts,
  collect: ({ repo }, { signal }) => testedShare(repo, 'features', 'functions that clean, encode or build features', signal),
})
