/** Asks how much of the code that specifies and trains the model has tests that assert something of it. */
import { z } from 'zod'
import { probe } from '../../model/probe.ts'
import { testedFacts, testedShare } from './covered/tested-share.ts'

export default probe({
  id: 'repo.model-tests',
  version: 1,
  title: 'How much of the code that specifies and trains the model has tests',
  measures:
    'How many functions that build, train or apply the model there are, and how many of them a test calls and asserts something of.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: testedFacts,
  collect: ({ repo }, { signal }) => testedShare(repo, 'models', 'functions that build, train or apply a model', signal),
})
