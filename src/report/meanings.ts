/** What a fact about a repository means to somebody who might work there, and to somebody who interviews the person who wrote it. */

export type Reader = 'candidate' | 'interviewer'

const meanings: { [as: string]: { [reader in Reader]: string } } = {
  'people alone': {
    candidate: 'You would be the second, or the next.',
    interviewer: 'All of it is theirs: ask about any line.',
  },
  'people one': {
    candidate: 'Ask whether you would work beside that person or in their place.',
    interviewer: 'Ask first which part is theirs.',
  },
  'people some': {
    candidate: 'Ask who of them is still there.',
    interviewer: 'Ask first which part is theirs.',
  },
  'people several': {
    candidate: 'You would not be the only one who knows it.',
    interviewer: 'Ask first which part is theirs.',
  },
  'activity active': {
    candidate: 'Those who know it are there to be asked.',
    interviewer: 'Fresh enough to go into detail.',
  },
  'activity slow': {
    candidate: 'Ask what the team works on instead.',
    interviewer: 'Let them look at the code before you ask for detail.',
  },
  'activity asleep': {
    candidate: 'Ask where the work is now, and who remembers this.',
    interviewer: 'Ask what they would do differently today.',
  },
  'models unmet': {
    candidate: 'The machine learning lies elsewhere, or there is none: ask to see it.',
    interviewer: 'Ask for a project in which they trained a model.',
  },
  'tests met': {
    candidate: 'You can change things and soon hear what you broke.',
    interviewer: 'A good habit: ask which test caught something last.',
  },
  'tests partial': {
    candidate: 'Tests are there, and a change that breaks something can still pass.',
    interviewer: 'Ask what stops a change that breaks something.',
  },
  'tests unmet': {
    candidate: 'The first test would be yours: ask for the time to write it.',
    interviewer: 'Ask how they knew that it worked.',
  },
  'releases met': {
    candidate: 'Work reaches users, and one can see when.',
    interviewer: 'They finish things: ask what came back from users.',
  },
  'releases unmet': {
    candidate: 'Ask how work reaches users, and how often.',
    interviewer: 'Ask who ever used it, and how it got to them.',
  },
  'watched met': {
    candidate: 'Somebody would notice when a model goes wrong.',
    interviewer: 'They look after what runs: ask what they once saw.',
  },
  'watched partial': {
    candidate: 'Part of it would be noticed: ask which part would not.',
    interviewer: 'Ask what they would not have noticed.',
  },
  'watched unmet': {
    candidate: 'Users would notice first: ask whose night that is.',
    interviewer: 'Ask how they would have noticed that it went wrong.',
  },
  'experiments met': {
    candidate: 'You can read what was tried before you try it again.',
    interviewer: 'Ask for the run that surprised them.',
  },
  'experiments partial': {
    candidate: 'Some of what was tried is on record: ask for the rest.',
    interviewer: 'Ask which runs they did not record, and why.',
  },
  'experiments unmet': {
    candidate: 'What was tried lives in heads: expect to try some of it again.',
    interviewer: 'Ask what did not work, and how they remember it.',
  },
  'data met': {
    candidate: 'You can train on what the last model saw.',
    interviewer: 'Somebody else could train it again.',
  },
  'data partial': {
    candidate: 'Ask whether the last model can be trained again.',
    interviewer: 'Ask whether they could train the same model today.',
  },
  'data unmet': {
    candidate: 'Expect days of looking for what the last model saw.',
    interviewer: 'Ask whether they could train the same model today.',
  },
  'installing met': {
    candidate: 'Your first day can end with a running system.',
    interviewer: 'Others can run it: do so before you meet.',
  },
  'installing partial': {
    candidate: 'It may install differently for you than for them.',
    interviewer: 'Ask who else ever ran it.',
  },
  'installing unmet': {
    candidate: 'Your first days go into making it run.',
    interviewer: 'Ask who else ever ran it.',
  },
  'secrets met': {
    candidate: 'Access is handled with care.',
    interviewer: 'Access is handled with care.',
  },
  'secrets partial': {
    candidate: 'Ask who may read what, and who decides.',
    interviewer: 'Tell them, and watch what they do.',
  },
  'secrets unmet': {
    candidate: 'Access is handled loosely: tell them, and watch what they do.',
    interviewer: 'Tell them, and watch what they do.',
  },
  'claims met': {
    candidate: 'What they say of numbers can be believed so far.',
    interviewer: 'What they say of numbers can be believed so far.',
  },
  'claims unmet': {
    candidate: 'Ask about this first: how they take it tells most.',
    interviewer: 'Ask about this first: how they take it tells most.',
  },
}

export const meaningOf = (as: string, reader: Reader): string => meanings[as]?.[reader] ?? ''
