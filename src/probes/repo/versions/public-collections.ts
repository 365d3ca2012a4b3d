/** Asks whether training lives on a version that was taken from a public collection, or only one program of many does. */
import { mayTrain, trains } from '../learning/training.ts'
import { pathKind } from '../paths.ts'
import type { Place } from '../python/reach.ts'
import type { PythonSource } from '../python/sources.ts'

/** Anybody's example takes from these; what a library shows or tries with them is no data that its makers keep. */
export const publicCollections: ReadonlySet<string> = new Set(['OpenML', 'TensorFlow Datasets', 'torchvision download'])

const reads =
  /\bread_(csv|parquet|table|json|excel|sql\w*|feather|pickle)\(|\b(load_dataset|fetch_\w+|urlretrieve|urlopen|image_dataset_from_directory|ImageFolder)\(|\bdatasets\.\w+\(|\bnp\.load(txt)?\(/

/** Something near on the way from the reading to what starts it fits a model; a long way leads through names that many share. */
export const learnsFrom = (places: Place[]): boolean => places.slice(0, mostNear).some(({ module }) => module.calls.some(trains))
const mostNear = 4

/** Programs that read data and train. */
export const trainingReaders = (files: Map<string, PythonSource>): string[] =>
  [...files.values()]
    .filter(({ path, text }) => pathKind(path) !== 'test' && mayTrain.test(text) && reads.test(text))
    .map(({ path }) => path)

/** Fewer than half of the programs that read data and train lie on the way of this reading. */
export function isFragment(places: Place[], readers: string[]): boolean {
  const on = new Set(places.map(({ module }) => module.path))
  const others = readers.filter((path) => !on.has(path)).length
  return others > on.size
}
