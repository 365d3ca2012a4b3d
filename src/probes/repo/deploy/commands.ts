/** Tells which commands put something into service, publish it, or push it, and where to. */
import { isPythonProgram, programOf } from '../ci/runners/unwrap.ts'
import type { Deploys, Ends } from './kinds.ts'

type Rule = [pattern: RegExp, target: string, ends?: Ends | 'infrastructure']

/** Matched against the program's bare name and its words. */
const rules: Rule[] = [
  [
    /^(kubectl|oc|microk8s kubectl) (.* )?(apply|replace|set image|rollout restart|create|patch|start-build|argo rollouts (promote|set image))\b/,
    'kubernetes',
  ],
  [/^helm(file)? (.* )?(upgrade|install|apply|sync)\b/, 'helm'],
  [/^argocd (.* )?app (sync|set|create)\b/, 'Argo CD'],
  [/^flux (.* )?reconcile\b/, 'Flux'],
  [/^(skaffold|okteto|tilt|waypoint|werf|garden|devspace) (.* )?(run|deploy|up|converge)\b/, 'kubernetes'],
  [/^(terraform|tofu|terragrunt) (.* )?apply\b/, 'terraform', 'infrastructure'],
  [/^ansible-playbook \S/, 'ansible', 'infrastructure'],
  [/^pulumi (.* )?up(date)?\b/, 'pulumi'],
  [/^cdk (.* )?deploy\b/, 'cdk'],
  [/^sam (.* )?(deploy|sync)\b/, 'sam'],
  [/^(serverless|sls|chalice|zappa|copilot|eb|amplify) (.* )?(deploy|update|publish|push)\b/, 'aws'],
  [
    /^aws (.* )?(ecs (update-service|deploy)|lambda (update-function-(code|configuration)|publish-version|create-function)|sagemaker (create|update)-endpoint\b|sagemaker create-model\b|deploy (create-deployment|push)|apprunner (start-deployment|update-service|create-service)|amplify start-deployment|lightsail create-container-service-deployment|elasticbeanstalk (update-environment|create-application-version)|ssm send-command|autoscaling start-instance-refresh)/,
    'aws',
  ],
  [/^aws (.* )?cloudformation (deploy|create-stack|update-stack)\b/, 'cloudformation'],
  [
    /^gcloud (.* )?(run (deploy|services (update|replace)|jobs (deploy|update|replace))|app deploy|functions deploy|ai endpoints (deploy-model|create)|ai-platform versions create|deploy releases create|compute instances update-container|dataflow flex-template run)\b/,
    'google cloud',
  ],
  [
    /^az (.* )?(ml (online|batch)-(deployment|endpoint) (create|update)|ml model deploy|webapp (deploy|up|restart|config container set|deployment)|functionapp (deploy\w*|config container set)|containerapp (up|update|create|compose create)|container create|deployment \w+ create|staticwebapp \w+)\b/,
    'azure',
  ],
  [/^func azure functionapp publish\b/, 'azure'],
  [/^heroku (.* )?(container:release|deploy\w*|builds:create)\b/, 'heroku'],
  [/^git (.* )?push (.* )?\S*(heroku|dokku|huggingface\.co\/spaces|hf\.co\/spaces|piku|caprover)/, 'git push'],
  [/^railway (.* )?(up|redeploy|deploy)\b/, 'railway'],
  [/^(flyctl|fly) (.* )?deploy\b/, 'fly.io'],
  [/^vercel( deploy)?( .*)? --prod\b/, 'vercel'],
  [/^netlify (.* )?deploy (.* )?--prod\b/, 'netlify'],
  [/^render (.* )?(deploys create|services deploy)\b/, 'render'],
  [
    /^(curl|wget|http|https|xh) .*(api\.render\.com\/deploy|deploy[-_]?hook|(^|[^a-z])redeploy|RENDER_\w*(HOOK|DEPLOY)|DEPLOY_(HOOK|URL|WEBHOOK))/i,
    'deploy hook',
  ],
  [/^(cf|ibmcloud cf) push\b/, 'cloud foundry'],
  [
    /^(firebase|wrangler|dokku|nomad|cortex|cog|truss|beam|modal|doctl apps|clever|scalingo|gigalixir|koyeb|porter|kamal|cap|fab|pm2) (.* )?(deploy|publish|push|job run|run|update|create-deployment|redeploy)\b/,
    'platform',
  ],
  [/^anyscale (.* )?services? (rollout|deploy|up)\b/, 'anyscale'],
  [/^bentoml (.* )?(deploy|deployment (create|update|apply))\b/, 'bentoml'],
  [/^databricks (.* )?(bundles? deploy|serving-endpoints (create|update-config)|jobs (create|reset))\b/, 'databricks'],
  [/^dbx (.* )?deploy\b/, 'databricks'],
  [/^mlflow (.* )?(deployments (create|update)|sagemaker deploy)\b/, 'mlflow'],
  [
    /^(prefect (.* )?(deploy|deployment (apply|build))|dagster-cloud (.* )?deploy|astro(nomer)? (.* )?deploy|dagster-plus (.* )?deploy)\b/,
    'orchestrator',
  ],
  [/^python .*\b(step-functions|argo-workflows) create\b/, 'orchestrator'],
  [/^docker (.* )?(stack deploy|service (update|create))\b/, 'docker swarm'],
  [/^(hf|huggingface-cli) (.* )?upload(-large-folder)? .*--(repo-)?type[ =]space\b/, 'hugging face space'],
  [/^(hf|huggingface-cli) (.* )?upload(-large-folder)?\b/, 'hugging face hub', 'package'],
  [/^twine (.* )?upload\b/, 'package index', 'package'],
  [/^taskboot (.* )?deploy-pypi\b/, 'package index', 'package'],
  [/^taskboot (.* )?(deploy-s3|heroku-release|build-hook|push-artifact-heroku)\b/, 'platform'],
  [/^taskboot (.* )?push-artifact\b/, 'image registry', 'image'],
  [/^(poetry|uv|flit|pdm|hatch|maturin|rye) (.* )?(publish|upload)\b/, 'package index', 'package'],
  [/^python \S*setup\.py (.* )?upload\b/, 'package index', 'package'],
  [/^(npm|yarn|pnpm|lerna) (.* )?publish\b|^changeset publish\b/, 'npm', 'package'],
  [/^cargo (.* )?publish\b/, 'crates', 'package'],
  [/^(mvn|mvnw) (.* )?(deploy|release:perform|nexus-staging:release)\b/, 'maven', 'package'],
  [/^(gradle|gradlew) (.* )?\w*publish\w*/i, 'maven', 'package'],
  [/^gem (.* )?push\b/, 'gems', 'package'],
  [/^((dotnet )?nuget (.* )?push)\b/, 'nuget', 'package'],
  [/^anaconda (.* )?upload\b|^conda (.* )?upload\b/, 'conda', 'package'],
  [/^curl .*(upload|push)\.(fury|gemfury)\S*|^curl .*fury\.io/, 'package index', 'package'],
  [/^(helm (.* )?push|helm cm-push|cr upload)\b/, 'chart repository', 'package'],
  [
    /^(goreleaser|semantic-release|python-semantic-release|release-it|jreleaser|standard-version) ?(release|publish|version|full-release)?\b/,
    'release page',
    'page',
  ],
  [/^(gh|hub) (.* )?release (create|upload|edit)\b/, 'release page', 'page'],
  [
    /^(docker|podman|buildah|nerdctl|img) (.* )?push\b|^(docker|podman) compose (.* )?push\b|^docker-compose (.* )?push\b/,
    'image registry',
    'image',
  ],
  [/^docker (buildx )?(build|bake) (.* )?(--push|--output[ =]type=registry|--set \S*push)/, 'image registry', 'image'],
  [
    /^(crane|skopeo) (.* )?(push|copy|tag)\b|^gcloud (.* )?builds submit\b|^az (.* )?acr (build|import)\b|^(executor|kaniko) .*--destination\b|^ko (build|publish)\b/,
    'image registry',
    'image',
  ],
]

/** Local clusters, rehearsals and help are no deployment. */
const rehearsal = /--dry-run(?!=none)|--help\b| -h\b|--check\b|\blocalhost[:/]|\b127\.0\.0\.1\b|--skip-push|--client\b/
/** Other people's parts, put into a cluster before one's own: `kubectl apply -f https://…`. */
const othersParts =
  /^kubectl .*(apply|create) .*-f ?=?'?https?:|^kubectl (.* )?create (namespace|ns|secret|configmap|clusterrolebinding|rolebinding|serviceaccount|job|token)\b|^kubectl (.* )?patch (?!.*\b(deploy|deployments?|statefulset|daemonset|rollout|inferenceservice|isvc|sts|virtualservice|service)\b)/
const trying = /test\.?pypi|TestPyPI|--dev\b|(-r|--repository) test\b/i

/** `yarn cdk deploy` runs the program of that name as `npx cdk deploy` does. */
const throughYarn = /^(yarn( run)?|pnpm( run)?|bunx?) (?=(cdk|sls|serverless|wrangler|vercel|netlify|firebase|amplify|pulumi) )/

/** Undefined when the command deploys nothing. Words are those of a command whose wrappers are off. */
export const deployOf = (words: readonly string[], variables: { [name: string]: string } = {}): Deploys | undefined => {
  const program = isPythonProgram(words[0]) ? 'python' : programOf(words[0])
  const text = (program === 'python' && words[1] === '-m' ? words.slice(2) : [program, ...words.slice(1)])
    .join(' ')
    .replace(throughYarn, '')
  if (rehearsal.test(text) || othersParts.test(text)) return undefined
  const found = rules.find(([pattern]) => pattern.test(text))
  if (!found) return undefined
  const [, target, ends = 'service'] = found
  if (ends === 'infrastructure') return { target, ends: 'service', infrastructure: true }
  const trial = ends === 'package' && trying.test(`${text} ${variables.TWINE_REPOSITORY_URL ?? ''} ${variables.TWINE_REPOSITORY ?? ''}`)
  return { target, ends: trial ? 'trial' : ends }
}

const restarting =
  /\b(systemctl|service|supervisorctl|pm2|docker|docker-compose|podman|kubectl|nohup|git pull|git fetch|uvicorn|gunicorn|restart|deploy|unzip|tar|make|sudo|bash|sh)\b/
export const namedForDeploying = /deploy|release|publish|promot|deliver|\bcd\b|prod(uction)?\b|ship|roll.?out|serv(e|ing)\b/i
const documents = /\bdocs?\b|documentation|mkdocs|sphinx|website|gh-pages|github.pages/i

/** `onOwnMachine`: what it starts goes on serving where it was typed. Commands that only say with the name of their job that they deploy: copies to a host or a bucket, a restart at the other end of ssh. */
export const deployByName = (words: readonly string[], names: string, onOwnMachine: boolean): Deploys | undefined => {
  const program = programOf(words[0])
  const text = words.join(' ')
  const said = names.replace(/\bci\s*(\/|&|and|-|_)\s*cd\b/gi, '')
  const named = namedForDeploying.test(said) && !documents.test(said)
  if (program === 'ssh' || program === 'sshpass')
    return named && restarting.test(words.slice(1).join(' ')) ? { target: 'ssh', ends: 'service' } : undefined
  if (!named) return undefined
  if (program === 'scp' || (program === 'rsync' && /\S@\S+:|\S:\//.test(text))) return { target: 'ssh', ends: 'service' }
  if (/^ansible-playbook\b/.test(`${program} `)) return { target: 'ansible', ends: 'service' }
  const elsewhere = onOwnMachine || /(^| )(-H|--context|-c)[ =]/.test(text)
  if (elsewhere && /^(docker compose|docker-compose|podman-compose) (.* )?up\b/.test([program, ...words.slice(1)].join(' ')))
    return { target: 'compose', ends: 'service' }
  if (elsewhere && /^(docker|podman) (.* )?run (.* )?(-\w*d\w*|--detach)\b/.test([program, ...words.slice(1)].join(' ')))
    return { target: 'docker', ends: 'service' }
  if (
    /^(aws s3 (cp|sync)|gsutil (.* )?(cp|rsync)|gcloud storage (cp|rsync)|az storage blob upload\S*|azcopy (copy|sync))\b/.test(
      [program, ...words.slice(1)].join(' '),
    )
  )
    return intoBucket(words) ? { target: 'bucket', ends: 'page' } : undefined
  return undefined
}

const intoBucket = (words: readonly string[]): boolean => {
  const places = words.filter((word) => /^["']?(s3|gs|https):\/\/|\$/.test(word))
  const last = words.filter((word) => !word.startsWith('-')).at(-1) ?? ''
  return words.includes('upload-batch') || words.includes('upload') || places.includes(last)
}

/** A cluster made for the job alone, or a started emulator: what is applied there is a trial. */
export const makesLocalCluster = (words: readonly string[]): boolean =>
  /^(kind create|minikube start|k3d cluster create|k3s|microk8s (install|start)|ctlptl create|localstack start|awslocal|tflocal)\b/.test(
    [programOf(words[0]), ...words.slice(1)].join(' '),
  )
