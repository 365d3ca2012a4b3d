/** Reads the repository's documents for what they say of the model, not for the name of the file. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import type { RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { presentsSoftware, type Said, saidIn } from './cards/said.ts'
import { cardName } from './cards/words.ts'
import { folderOf, isRegular, nameOf, pathKind } from './paths.ts'
import { readEach } from './python/sources.ts'

const document = /\.(md|markdown|mdx|rst|adoc)$|(^|\/)(readme|model[-_ ]?card)[^/]*\.txt$|(^|\/)readme$/i
const aboutElse =
  /(^|\/)(changelog|changes|history|licen[cs]e|contributing|code_of_conduct|security|support|authors|maintainers|governance|roadmap|todo|release[^/]*|news|upgrading|migration|claude|agents|gemini|copilot-instructions|pull_request_template|issue_template)[^/]*$|(^|\/)\.[^/]+\/|(^|\/)(blog|posts|issue_template|adr|adrs|rfcs?|prompts?|planning|plans|archive|_archive|licenses)\//i
/** A README there speaks of data, tools or lessons. */
const within =
  /(^|\/)(data|datasets?|infra\w*|deploy\w*|terraform|k8s|kubernetes|docker|tests?|examples?|notebooks?|cohorts|homework|lessons?|scripts?|ci|tools)\//i
const largest = 300_000
const mostDocuments = 600

/** Pages that are named for a model, a result or a method; how to serve or register one is another matter. */
const onModel =
  /^(?!.*(registry|serving|server|inference|management|version|zoo|deploy|monitor|threat|data[-_]?model|database|api|adapter|custom|add|load|save|track|pretrained|optimi[sz]ation|graph|plan))[^/]*(model|result|evaluation|method|experiment|report)[^/]*$/i
/** Pages that stand for the whole of a folder. */
const whole = /^(readme|index|about|overview|introduction|intro|summary|project|description|solution|writeup)\b[^/]*$/i

type Row = { path: string; said: Said }

export default probe({
  id: 'repo.model-card',
  version: 4,
  title: 'Documents that describe the model',
  measures: 'Which documents say what the model is for, what it was trained on, how good it is, and where it must not be used.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    documents: z.array(
      z.object({
        path: z.string(),
        describes_model: z.boolean(),
        training_data: z.boolean(),
        quality: z.boolean(),
        limits: z.boolean(),
      }),
    ),
  }),
  async collect({ repo }, { signal }) {
    const paths = documentsOf(repo)
    const texts = await readEach(repo, paths.slice(0, mostDocuments), signal)
    const unread = texts.filter(({ text }) => text === undefined).map(({ path }) => path)
    const readme = texts.find(({ path }) => /^readme\b/i.test(path))?.text
    const software = readme !== undefined && presentsSoftware(readme, packagesOf(repo))
    const rows: Row[] = texts
      .flatMap(({ path, text }) =>
        text === undefined ? [] : [{ path, said: saidIn(path, text, software && !onModel.test(nameOf(path)), isPassing(path)) }],
      )
      .filter(({ path, said }) => said.model !== undefined || cardName.test(path))
      .sort((a, b) => worth(b.said) - worth(a.said))
    const limits = [
      ...repo.limits,
      ...(unread.length === 0 ? [] : [`${unread.length} documents could not be read, such as ${unread[0]}`]),
      ...(paths.length > mostDocuments ? [`${paths.length - mostDocuments} documents were not read`] : []),
      ...unreadable(repo),
      howJudged,
    ]
    if (rows.length === 0) return absent(`searched ${texts.length} documents for what they say of a model`, { limits })
    const shown = rows.slice(0, 50)
    return found(
      {
        documents: shown.map(({ path, said }) => ({
          path,
          describes_model: said.model !== undefined,
          training_data: said.data !== undefined,
          quality: said.quality !== undefined,
          limits: said.limits !== undefined,
        })),
      },
      { items: shown.flatMap(itemsOf), limits },
    )
  },
})

const howJudged =
  'Read by its words in English: code blocks, forms that nobody filled in, thresholds and figures without a metric do not count. Whether what it says is true was not looked at.'

const packagesOf = (repo: RepoHandle): Set<string> =>
  new Set(repo.files.flatMap(({ path }) => /^(?:(?:src|lib|python)\/)?(\w+)\/__init__\.py$/.exec(path)?.[1]?.toLowerCase() ?? []))

/** A page whose name and place say nothing of a model; a README that stands for tools or lessons is none either. */
const isPassing = (path: string): boolean => !cardName.test(path) && !onModel.test(nameOf(path)) && !whole.test(nameOf(path))

/** Documents at the top come first, cards before all, pages that only their words can tell at the end. */
function documentsOf(repo: RepoHandle): string[] {
  const rank = (path: string): number => (cardName.test(path) ? 0 : 1) + path.split('/').length + (isPassing(path) ? 50 : 0)
  return repo.files
    .filter(({ path, mode, bytes }) => isRegular(mode) && bytes <= largest && (document.test(path) || cardName.test(path)))
    .map(({ path }) => path)
    .filter((path) => !aboutElse.test(path) && !['vendored', 'generated', 'template', 'test'].includes(pathKind(path)))
    .filter((path) => cardName.test(path) || onModel.test(nameOf(path)) || !within.test(`${folderOf(path)}/`))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

/** Cards in formats that hold no plain text. */
function unreadable(repo: RepoHandle): string[] {
  const papers = repo.files.filter(({ path }) => /(model|data)[-_ ]?card[^/]*\.(pdf|docx?|pptx?)$/i.test(path)).map(({ path }) => path)
  return papers.length === 0 ? [] : [`${papers.length} cards are in a format that was not read, such as ${papers[0]}`]
}

const worth = ({ model, data, quality, limits }: Said): number =>
  (model === undefined ? 0 : 8) + (data === undefined ? 0 : 3) + (quality === undefined ? 0 : 3) + (limits === undefined ? 0 : 1)

function itemsOf({ path, said }: Row): Item[] {
  const parts: [keyof Said, string][] = [
    ['model', 'says what the model is for'],
    ['data', 'says what it was trained on'],
    ['quality', 'says how good it is'],
    ['limits', 'says where it must not be used or what it cannot do'],
  ]
  const there = parts.flatMap(([part, note]) => (said[part] === undefined ? [] : [{ path, line: said[part], note }]))
  return there.length > 0 ? there : [{ path, line: 1, note: 'called a model card, and says nothing of a model' }]
}
