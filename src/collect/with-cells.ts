/** Places in notebooks, whichever probe found them, are told by cell and line of the cell: the line of the file is not what a reader sees. */
import { CannotLook, type CellPlace, cellPlaces, type Handle, type Item, lineText, notebookCells, type RepoHandle } from '../model/index.ts'

type PlacesOf = (line: number) => CellPlace | undefined
type Places = ReadonlyMap<string, PlacesOf>

const isNotebook = (path: string | undefined): path is string => path?.endsWith('.ipynb') === true

/** `a.ipynb:30` in a note becomes `a.ipynb:cell 4:12`, as the place itself is written. */
const retold = (note: string, places: Places): string => {
  const names = [...places.keys()].map((path) => path.replaceAll(/\W/g, '\\$&'))
  const cited = new RegExp(`(?<![\\w/.-])(${names.join('|')}):(\\d+)`, 'g')
  return note.replaceAll(cited, (whole, path: string, line: string) => {
    const at = places.get(path)?.(Number(line))
    return at === undefined ? whole : `${path}:${lineText(at)}`
  })
}

const placesIn = async (repo: RepoHandle, path: string, commit?: string): Promise<PlacesOf> => {
  const text = await repo.read(path, commit).catch((error: unknown) => {
    if (error instanceof CannotLook) return undefined
    throw error
  })
  const cells = text === undefined ? undefined : notebookCells(text)
  return cells === undefined ? () => undefined : cellPlaces(cells)
}

/** Only the notebooks that are cited are read again. */
export const withCells = async (items: Item[], given: readonly Handle[]): Promise<Item[]> => {
  const repo = given.find((it): it is RepoHandle => it.kind === 'repo')
  if (repo === undefined || !items.some(({ path, line }) => isNotebook(path) && line !== undefined)) return items
  const [now, then] = [new Map<string, PlacesOf>(), new Map<string, PlacesOf>()]
  for (const { path, line, commit } of items) {
    if (!isNotebook(path) || line === undefined) continue
    if (!now.has(path)) now.set(path, await placesIn(repo, path))
    const version = `${commit}:${path}`
    if (commit !== undefined && !then.has(version)) then.set(version, await placesIn(repo, path, commit))
  }
  return items.map((item) => {
    const at = cellOf(item, now, then)
    const note = retold(item.note, now)
    return at === undefined && note === item.note ? item : { ...item, ...at, note }
  })
}

/** A place that names a commit may be a line of it or of the newest: it is told where both say the same. */
const cellOf = ({ path = '', line, commit }: Item, now: Places, then: Places): CellPlace | undefined => {
  const at = line === undefined ? undefined : now.get(path)?.(line)
  if (line === undefined || commit === undefined) return at
  const before = then.get(`${commit}:${path}`)?.(line)
  return at?.cell === before?.cell && at?.cell_line === before?.cell_line ? at : undefined
}
