// Who may import whom, each rule with its reason. `npm run check` fails on a breach, and when fewer modules were seen than there are files.
const room = (name) => `^src/${name}/`

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', comment: 'Data flows one way.', from: {}, to: { circular: true } },
    {
      name: 'model-imports-nothing',
      severity: 'error',
      comment: 'The nouns stand on their own; everybody may import them.',
      from: { path: room('model') },
      to: { path: '^src/', pathNot: room('model') },
    },
    {
      name: 'stats-imports-nothing',
      severity: 'error',
      comment: 'Pure numbers.',
      from: { path: room('stats'), pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: room('stats') },
    },
    {
      name: 'probes-know-model-and-stats',
      severity: 'error',
      comment: 'A probe measures; it knows nothing of judging, scoring, reporting, or sources.',
      from: { path: room('probes'), pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: ['^src/probes/', '^src/model/', '^src/stats/'] },
    },
    {
      name: 'rooms-of-probes-are-apart',
      severity: 'error',
      comment:
        'Kinds of probes do not know each other. How a log, a history or a workflow is read, which several need, stands on shelves of its own: log/, history/ and repo/ci/.',
      from: { path: '^src/probes/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/probes/([^/]+)/', pathNot: ['^src/probes/$1/', '^src/probes/(log|history|repo/ci)/'] },
    },
    {
      name: 'outside-only-through-sources',
      severity: 'error',
      comment: 'Only these places touch the disk, processes or the network.',
      from: { path: '^src/', pathNot: ['^src/collect/sources/', '^src/declare/', '^src/cli/', '\\.test\\.ts$', '-fixture\\.ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'judge-is-pure',
      severity: 'error',
      comment: 'Verdicts can be worked out again from evidence alone.',
      from: { path: room('judge') },
      to: { path: '^src/', pathNot: [room('judge'), room('model')] },
    },
    {
      name: 'score-after-judge',
      severity: 'error',
      comment: 'Scores add verdicts up and know nothing of sources or reports.',
      from: { path: room('score') },
      to: { path: '^src/', pathNot: [room('score'), room('model'), '^src/judge/index'] },
    },
    {
      name: 'ask-knows-model-and-judge',
      severity: 'error',
      comment: 'Which questions to put follows from frameworks and what was judged; whether one applies is answered by the judge.',
      from: { path: room('ask'), pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: [room('ask'), room('model'), '^src/judge/index'] },
    },
    {
      name: 'only-the-command-line-asks',
      severity: 'error',
      comment: 'What is assessed and told does not hang on how the questions were put.',
      from: { path: '^src/', pathNot: [room('ask'), room('cli'), '\\.test\\.ts$'] },
      to: { path: room('ask') },
    },
    {
      name: 'report-reads-assessments',
      severity: 'error',
      comment: 'A report is a function of an assessment and its frameworks.',
      from: { path: room('report') },
      to: { path: '^src/', pathNot: [room('report'), room('model')] },
    },
    {
      name: 'collect-does-not-judge',
      severity: 'error',
      comment: 'Looking comes before judging; the probes are handed in.',
      from: { path: room('collect'), pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: [room('collect'), room('model')] },
    },
    {
      name: 'declare-reads-files',
      severity: 'error',
      comment: 'A file is held against a list of facts that is handed in; what can be measured is known elsewhere.',
      from: { path: room('declare'), pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: [room('declare'), room('model')] },
    },
    {
      name: 'nobody-imports-the-command-line',
      severity: 'error',
      comment: 'The door is not a room.',
      from: { path: '^src/', pathNot: room('cli') },
      to: { path: room('cli') },
    },
    {
      name: 'rooms-have-doors',
      severity: 'error',
      comment: 'Rooms are entered through their index.ts; model and stats are open shelves.',
      from: { path: '^src/([^/]+)', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^src/(declare|collect|judge|score|report|probes|ask)/',
        pathNot: ['^src/$1/', '/index\\.ts$', '^src/(collect/before|probes/parsing)\\.ts$'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
}
