/** Criteria that ask a repository, as the rules of SARIF: what is asked, why, and what to do. */
import { atomsOf, type Criterion, type Framework, type Severity } from '../../model/index.ts'
import { shortened } from './sarif-text.ts'

/** An error holds a pull request up on GitHub, so only what is grave is one. */
export const levels: { [severity in Severity]: 'error' | 'warning' } = { critical: 'error', major: 'error', minor: 'warning' }

const problems: { [severity in Severity]: string } = { critical: 'error', major: 'error', minor: 'warning' }

/** Only of what leaks: code scanning shows a rule with such a number among vulnerabilities. */
const scores: { [severity in Severity]: string } = { critical: '9.5', major: '8.0', minor: '5.0' }

const asksRepository = (criterion: Criterion): boolean =>
  [criterion.met, criterion.partial, criterion.condition].some(
    (rule) => rule !== undefined && atomsOf(rule).some((it) => it.fact.startsWith('repo.')),
  )

const ruleOf = (framework: Framework, criterion: Criterion) => {
  const { title, question, should, why, fix, remedy, severity, topic } = criterion
  const secret = topic === 'privacy.secrets'
  const todo = `${fix} Effort: ${remedy.effort}.`
  return {
    id: `${framework.id}/${criterion.id}`,
    name: shortened(title, 255),
    shortDescription: { text: shortened(title) },
    fullDescription: { text: shortened(`${question} ${should}`) },
    help: {
      text: `${question}\n\nWhat should be: ${should}\n\nWhy: ${why}\n\nWhat to do: ${todo}\n`,
      markdown: `**${question}**\n\n**What should be.** ${should}\n\n**Why.** ${why}\n\n**What to do.** ${todo}\n`,
    },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: [framework.id, topic, ...(secret ? ['security'] : [])],
      precision: 'high',
      'problem.severity': problems[severity],
      ...(secret ? { 'security-severity': scores[severity] } : {}),
    },
  }
}

/** The same for every repository that these frameworks are asked of. */
export const rulesOf = (frameworks: readonly Framework[]) =>
  frameworks.flatMap((framework) =>
    framework.sections.flatMap(({ criteria }) => criteria.filter(asksRepository).map((it) => ruleOf(framework, it))),
  )
