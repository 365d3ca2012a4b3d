/** Names what a command, or failing that a step's words, is for: tests, training, deployment and so on. */
import { programOf } from './runners/unwrap.ts'
import { testCommandOf } from './test-command.ts'

export const activities = [
  'unit_tests',
  'pipeline_test',
  'schema_check',
  'model_evaluation',
  'training',
  'deploy',
  'rollback',
  'fairness',
  'reproducibility',
  'lint',
  'build',
  'other',
] as const
export type Activity = (typeof activities)[number]

const wholePipeline = /integration|end[_-]?to[_-]?end|\be2e\b|pipeline|smoke|system[_-]?test|acceptance/i

/** Commands whose first words say it. Rollback stands before deploy, since both begin with the same program. */
const commands: [pattern: RegExp, activity: Activity][] = [
  [/^kubectl .*rollout undo|^helm rollback|^argocd app rollback|^kubectl argo rollouts (undo|abort)/, 'rollback'],
  [
    /^(kubectl .*(apply|set image|rollout restart|replace)|kubectl argo rollouts (promote|set image)|helm (.* )?(upgrade|install)|terraform (.* )?apply|tofu apply|pulumi up|cdk deploy|sam deploy|serverless deploy|sls deploy|gcloud (run|app|functions|beta run) .*deploy|gcloud run deploy|gcloud app deploy|gcloud ai endpoints deploy-model|aws (ecs update-service|lambda update-function-code|sagemaker (create|update)-endpoint|cloudformation deploy|deploy create-deployment)|az (ml (online|batch)-(deployment|endpoint) (create|update)|containerapp update|webapp deploy|functionapp deployment)|argocd app sync|bentoml deploy|databricks (bundles?|bundle) deploy|flyctl deploy|fly deploy|heroku container:release|vercel\b.*--prod|oc apply|skaffold (run|deploy)|kustomize .*apply|mlflow deployments (create|update))/,
    'deploy',
  ],
  [
    /^(great_expectations|gx) .*(checkpoint|run)|^soda scan|^dbt test|^tfdv\b|^pandera\b|^frictionless validate|^check-jsonschema\b/,
    'schema_check',
  ],
  [
    /^(dvc (repro|exp run)|mlflow run|kedro run|accelerate launch|torchrun|deepspeed|gcloud ai custom-jobs create|aws sagemaker (create-training-job|start-pipeline-execution)|az ml job create|zenml pipeline run)/,
    'training',
  ],
  [
    /^(ruff|flake8|black|isort|mypy|pylint|pyright|basedpyright|pycodestyle|pydocstyle|bandit|pre-commit|prek|eslint|prettier|biome|tsc|hadolint|shellcheck|yamllint|markdownlint|codespell|vulture|deptry|interrogate|golangci-lint|gofmt|clippy|cargo (clippy|fmt)|nbqa|sqlfluff|semgrep|typos|reuse|ty|autopep8|yapf)\b/,
    'lint',
  ],
  [
    /^(docker (buildx )?(build|push)|docker compose build|docker-compose build|podman build|python -m build|poetry build|uv build|pdm build|hatch build|build\b|npm run build|yarn build|pnpm build|vite build|cargo build|go build|make build|kaniko|gcloud builds submit|twine upload)/,
    'build',
  ],
]

/** Names of scripts, recipes, tasks and steps. */
const words: [pattern: RegExp, activity: Activity][] = [
  [/roll[_\s-]?back/, 'rollback'],
  [/fairness|\bbias([_\s-]|\b)|disparate/, 'fairness'],
  [/reproduc/, 'reproducibility'],
  [
    /(validat|check|verify|test)\w*[_\s-](the[_\s-])?(input[_\s-]|raw[_\s-])?(data|schema|dataset)|(data|schema)[_\s-](validat|check|quality|test)|expectation|pandera/,
    'schema_check',
  ],
  [
    /evaluat|\beval\b|(^|[_\s-])eval([_\s-]|\.|$)|validat\w*[_\s-](the[_\s-])?model|model[_\s-](validat|quality|test|check|gate)/,
    'model_evaluation',
  ],
  [/(^|[^a-z])(re)?train(ing)?([^a-z]|$)|(^|[_\s-])fit([_\s-]model|\.|$)/, 'training'],
  [/deploy|(^|[^a-z])(release to|promote|roll[_\s-]?out)([^a-z]|$)/, 'deploy'],
]
const testWords: [pattern: RegExp, activity: Activity][] = [
  [/(integration|end[_\s-]?to[_\s-]?end|e2e|pipeline|smoke)[_\s-]*tests?|tests?[_\s-](integration|e2e|pipeline)/, 'pipeline_test'],
  [/(^|[^a-z])(unit[_\s-]?)?(tests?|pytest|tox|nox)([^a-z]|$)/, 'unit_tests'],
  [/(^|[^a-z])(lint\w*|format\w*|style|mypy|ruff|flake8|pre-commit|type[_\s-]?check\w*)([^a-z]|$)/, 'lint'],
  [/(^|[^a-z])(build|package|docker|image)([^a-z]|$)/, 'build'],
]

/** What one command does; its wrappers are off. Printing something does nothing, whatever is printed. */
export const activityOf = (command: readonly string[], variables: { [name: string]: string } = {}): Activity => {
  const test = testCommandOf(command, variables)
  const text = [programOf(command[0]), ...command.slice(1)].join(' ')
  if (test) return wholePipeline.test(text) ? 'pipeline_test' : 'unit_tests'
  const named = commands.find(([pattern]) => pattern.test(text))
  if (named) return named[1]
  const script = scriptNameOf(command)
  return script === undefined ? 'other' : (words.find(([pattern]) => pattern.test(script.toLowerCase()))?.[1] ?? 'other')
}

/** The script or module that a command starts: `python src/train.py` → `train.py`. */
const scriptNameOf = (command: readonly string[]): string | undefined => {
  const program = programOf(command[0])
  const rest = command.slice(1)
  const module = rest.indexOf('-m')
  if (/^(python|pypy)[\d.]*$/.test(program))
    return module >= 0
      ? rest[module + 1]?.split('.').slice(-2).join('_')
      : rest
          .find((word) => !word.startsWith('-'))
          ?.split('/')
          .at(-1)
  if (/^(papermill|jupyter)$/.test(program))
    return rest
      .find((word) => word.endsWith('.ipynb'))
      ?.split('/')
      .at(-1)
  return /\.(py|sh|R|jl)$/.test(command[0] ?? '') ? program : undefined
}

/** From the names of a step and its job alone: a guess, used when the command is not known. */
export const activityInWords = (text: string): Activity => {
  const lower = text.toLowerCase()
  return [...words, ...testWords].find(([pattern]) => pattern.test(lower))?.[1] ?? 'other'
}
