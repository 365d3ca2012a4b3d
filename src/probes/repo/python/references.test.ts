import { expect, test } from 'vitest'
import { References } from './references.ts'

test('what was added comes out again, whole and by name, sealed or not', () => {
  const all = [
    { name: 'fit', written: 'model.fit', full: 'sklearn.svm.SVC().fit', scope: 3, line: 12, dead: false },
    { name: 'model', written: 'model', full: 'sklearn.svm.SVC()', scope: 0, line: 40_000, dead: true },
    { name: 'fit', written: 'fit', full: 'fit', scope: 0, line: 1, dead: false },
  ]
  const references = new References()
  for (const one of all) references.add(one)
  expect([...references]).toEqual(all)
  references.seal()
  expect([...references]).toEqual(all)
  expect(references.named('fit')).toEqual([all[0], all[2]])
  expect(references.named('svm')).toEqual([])
  expect(() => references.add(all[0] as (typeof all)[0])).toThrow('sealed')
})
