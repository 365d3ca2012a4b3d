/** Tells which actions, tasks, orbs and pipes put something into service, publish it, or push it. */
import type { Action } from '../ci/model.ts'
import type { Deploys, Ends } from './kinds.ts'

/** Matched against the action's name in lower case. The first that fits counts. */
const known: [pattern: RegExp, target: string, ends?: Ends][] = [
  [
    /^pypa\/gh-action-pypi-publish|pypi.*(publish|upload)|(publish|upload).*pypi|^jrubics\/poetry-publish|^code-specialist\/pypi|^travis:pypi$|^twineauthenticate/,
    'package index',
    'package',
  ],
  [/nuget.*(publish|push)|(publish|push).*nuget|^(dotnetcorecli|nugetcommand)@/, 'nuget', 'package'],
  [/npm.*publish|publish.*npm|^travis:npm$|^npm@/, 'npm', 'package'],
  [
    /publish.*(crate|maven|gem|conda|rust)|(crate|maven|gem|conda).*(publish|upload|release)|^travis:(rubygems|cargo|anaconda)$/,
    'package index',
    'package',
  ],
  [/helm.*(publish|chart-releaser)|chart-releaser/, 'chart repository', 'package'],
  [
    /^docker\/(build-push|bake)-action$|^(docker|buildah)@|redhat-actions\/push-to-registry|kaniko|build-and-push|docker.*publish|publish.*(docker|image|container)|^atlassian\/aws-ecr-push|aws-ecr\/build|gcp-gcr\/(build|push)|docker\/publish/,
    'image registry',
    'image',
  ],
  [
    /action-gh-release|release-action|create-release|upload-release-asset|semantic-release|goreleaser|^travis:releases$|^githubrelease@|action-automatic-releases|release-please/,
    'release page',
    'page',
  ],
  [
    /deploy-cloudrun|deploy-appengine|deploy-cloud-functions|^travis:(gae|gcs|cloudfunctions)$|gcp-cloud-run\/deploy|google-cloud-run/,
    'google cloud',
  ],
  [
    /amazon-ecs-deploy|amazon-ecs-run-task|aws-ecs\/deploy|aws-lambda-deploy|lambda.*deploy|deploy.*lambda|elasticbeanstalk|elastic-beanstalk|beanstalk-deploy|aws-cloudformation|^aws-ecs|^atlassian\/aws-(ecs|lambda|elasticbeanstalk|cloudformation|code-deploy|eks)|apprunner|^travis:(elasticbeanstalk|lambda|codedeploy|opsworks)$|^(ecs|lambda|cloudformation|beanstalk|codedeploy)\w*@/,
    'aws',
  ],
  [
    /^azure\/(webapps-deploy|functions-action|container-apps-deploy|aci-deploy|static-web-apps-deploy|appservice|aml-deploy|pipelines)|^azure(rm)?(webapp|functionapp|containerapp|appservice|staticwebapp|appconfig)\w*@/,
    'azure',
  ],
  // A template of resources is what services stand on; its workflow brings them, or not.
  [/^azure\/arm-deploy|^azure(rm)?resource(manager|group)\w*@/, 'azure', 'ground'],
  [
    /k8s-deploy|kubernetes.*(deploy|manifest)|kubectl.*(deploy|apply|action)|^kubernetes(manifest)?@|k8s-set|^kustomize|helm-?deploy|deploy.*(helm|k8s|kubernetes)|^helmdeploy@|helm.*upgrade|kubernetes\/(create-or-update|update)/,
    'kubernetes',
  ],
  [/heroku.*(deploy|push|release)|^travis:heroku$/, 'heroku'],
  [
    /appleboy\/(ssh|scp)-action|easingthemes\/ssh-deploy|ssh.*deploy|^ssh@|copyfilesoverssh@|^atlassian\/(ssh|scp|rsync)|rsync-deployments?|deploy.*(ssh|ftp|rsync)|ftp-deploy/,
    'ssh',
  ],
  [
    /railway.*deploy|render.*deploy|deploy.*render|fly(ctl)?-(actions|deploy)\/?.*deploy|koyeb|vercel-action|vercel.*deploy|amondnet\/vercel|digitalocean.*deploy|app_action|cloudflare\/(pages|wrangler)|netlify.*deploy|actions-netlify|firebase.*deploy|streamlit.*deploy|huggingface.*(sync|space|deploy)|sync.*hugging/,
    'platform',
  ],
  [/^codepipeline:(cloudformation|ecs|codedeploy|elasticbeanstalk|servicecatalog|appconfig)/, 'aws'],
  [/^pipelinelib:(publish|promote)$/, 'image registry', 'image'],
  [/^pipelinelib:deploy$/, 'kubernetes'],
  [/^travis:/, 'travis deploy'],
]

/** Names that say deploying and mean documentation, previews, preparation or the record of a deployment. */
const otherwise =
  /deploy-pages|gh-pages|github-pages|pages-deploy|configure-pages|mkdocs|docs|documenter|upload-pages|deployment-status|deployments?$|deploy-key|preview|setup|cleanup|release-drafter|drafter|changelog|release-notes|surge|^travis:(pages|script|surge)|get-release|latest-release|^actions\/(checkout|upload|download|cache)/

const on = (text: string | undefined): boolean => text !== undefined && !/^(false|no|off|)$/i.test(text.trim())

/** Undefined when the action deploys nothing that is known. */
export const deployOfAction = ({ name, given }: Action): Deploys | undefined => {
  const lower = name.toLowerCase()
  if (otherwise.test(lower)) return undefined
  const found = known.find(([pattern]) => pattern.test(lower))
  if (found) return judged(lower, given, { target: found[1], ends: found[2] ?? 'service' })
  // An action whose own name says that it deploys; what it is given tells whether that is an image only.
  if (!/(^|[-_/.])(deploy|rollout|release-to)\w*/.test(lower)) return undefined
  return { target: name, ends: imageOnly(given) ? 'image' : 'service' }
}

const imageOnly = (given: Action['given']): boolean => {
  const names = Object.keys(given).join(' ')
  return (
    /dockerfile|ecr|image|registry/i.test(names) && !/service|cluster|function|app-name|namespace|manifest|task|stack|host/i.test(names)
  )
}

const judged = (name: string, given: Action['given'], deploys: Deploys): Deploys | undefined => {
  const values = Object.values(given).join(' ')
  const command = (given.command ?? given.action ?? '').toLowerCase()
  if (/^docker\/(build-push|bake)-action$/.test(name)) {
    const pushes = on(given.push) || /type=(registry|image).*push=true|type=registry/.test(given.outputs ?? '')
    return pushes && !/localhost:|127\.0\.0\.1/.test(given.tags ?? '') ? deploys : undefined
  }
  // Its own cluster is one for trying.
  if (name === 'pipelinelib:deploy' && /^(ci)?$/.test(given.cluster ?? '')) return { ...deploys, ends: 'trial' }
  if (/^docker@/.test(name)) return /push/.test(command) || command === '' ? deploys : undefined
  if (/^(dotnetcorecli|nugetcommand|npm)@/.test(name))
    return /push|publish/.test(command) && command !== 'publish'
      ? deploys
      : name.startsWith('npm@') && command === 'publish'
        ? deploys
        : undefined
  if (/^helmdeploy@/.test(name)) return /^(upgrade|install|)$/.test(command) ? deploys : undefined
  if (/^kubernetes(manifest)?@/.test(name)) return /^(deploy|apply|promote|patch|create|set|)$/.test(command) ? deploys : undefined
  if (deploys.ends === 'package' && /test\.pypi|testpypi/i.test(values)) return { ...deploys, ends: 'trial' }
  return deploys
}

/** A cluster that a step makes for its own job. */
export const actionMakesCluster = ({ name }: Action): boolean =>
  /kind-action|setup-kind|kind@|minikube|setup-k3d|k3d-action|localstack/i.test(name)
