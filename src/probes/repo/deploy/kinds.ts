/** What a deployment reaches: the nouns of the `deploy` shelf. */

/**
 * `service`: something that answers or runs is changed. `package`: an index from which users install it. `image`: a registry of images.
 * `page`: a page of downloads. `trial`: an index or a place for trying only.
 * `ground`: what services stand on.
 */
export type Ends = 'service' | 'package' | 'image' | 'page' | 'trial' | 'ground'

/** `target`: in a few words, e.g. `kubernetes`. `infrastructure`: it counts only where that code defines something that runs. */
export type Deploys = { target: string; ends: Ends; infrastructure?: true }

/** Folders whose files show or keep how a thing may be done: nothing in them deploys. */
export const showsOnly =
  /(^|\/)[^/]*(examples?|samples?|fixtures?|test[-_]?data|archived?|legacy|deprecated|backup|exercises?|workflow-templates)[^/]*\//i

/** One place that deploys. `chain` leads from the start to it. */
export type Deployment = Deploys & {
  path: string
  line: number
  automatic: boolean
  enabled: boolean
  after_tests: boolean
  note: string
}
