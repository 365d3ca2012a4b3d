/** Makes up Python as teams write it: modules that import each other, training scripts, tests. */

/** Whole numbers from 0 below `most`, the same ones for the same seed. */
export type Draw = (most: number) => number

/** xorshift32: enough to vary text. */
export function drawFrom(seed: number): Draw {
  let state = seed | 1
  return (most) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % most
  }
}

const verbs = ['load', 'clean', 'split', 'scale', 'join', 'score', 'rank', 'encode', 'sample', 'merge', 'parse', 'export']
const nouns = ['orders', 'clicks', 'prices', 'users', 'events', 'labels', 'features', 'batches', 'sessions', 'weights', 'stores', 'routes']

export const functionName = (at: number): string =>
  `${verbs[at % verbs.length]}_${nouns[Math.floor(at / verbs.length) % nouns.length]}_${at}`

const functionText = (name: string, draw: Draw, used: string[]): string[] => [
  `def ${name}(frame: pd.DataFrame, limit: int = ${draw(500)}, *, strict: bool = False) -> pd.DataFrame:`,
  `    """Gives back the rows of \`frame\` that ${name.replaceAll('_', ' ')} keeps.`,
  '',
  '    Raises ValueError when nothing is left.',
  '    """',
  `    kept = frame[frame["${nouns[draw(12)]}"] > limit].copy()`,
  '    if strict and kept.empty:',
  `        raise ValueError(f"no rows above {limit} in ${name}")`,
  `    kept["ratio"] = kept["${nouns[draw(12)]}"] / (kept["${nouns[draw(12)]}"] + 1e-9)`,
  ...used.map((one) => `    kept = ${one}(kept, limit=${draw(90)})`),
  `    for column, weight in {"a": 0.${draw(9)}, "b": 0.${draw(9)}, "c": ${draw(4)}.5}.items():`,
  '        if column in kept.columns:',
  '            kept[column] = kept[column].fillna(kept[column].median()) * weight',
  '        else:',
  `            logger.info("column %s is not in %s", column, "${nouns[draw(12)]}")`,
  '    return kept.reset_index(drop=True)',
  '',
  '',
]

const classText = (name: string, draw: Draw): string[] => [
  `class ${name}:`,
  `    """Holds the settings of one ${nouns[draw(12)]} step."""`,
  '',
  `    def __init__(self, path: str, size: int = ${draw(900)}) -> None:`,
  '        self.path = path',
  '        self.size = size',
  '        self.cache: dict[str, float] = {}',
  '',
  '    def lookup(self, key: str) -> float:',
  '        if key not in self.cache:',
  `            self.cache[key] = float(len(key) * self.size) / ${draw(40) + 1}`,
  '        return self.cache[key]',
  '',
  '    @property',
  '    def label(self) -> str:',
  `        return f"{self.path}:{self.size:>8}"`,
  '',
  '',
]

/** `imported`: module → names. */
export type Plan = { imported: Map<string, string[]>; functions: string[]; trains: boolean; lines: number }

export function moduleText({ imported, functions, trains, lines }: Plan, draw: Draw): string {
  const out = ['import logging', '', 'import numpy as np', 'import pandas as pd']
  for (const [module, names] of imported) out.push(`from ${module} import ${names.join(', ')}`)
  out.push('', 'logger = logging.getLogger(__name__)', '', '')
  const used = [...imported.values()].flat()
  for (const [at, name] of functions.entries()) out.push(...functionText(name, draw, used.slice(at, at + 1)))
  if (trains) out.push(...trainingText(draw, functions[0] ?? 'print'))
  for (let at = 0; out.length < lines; at++)
    out.push(...(at % 2 === 0 ? classText(`Step${at}`, draw) : functionText(`helper_${at}`, draw, [])))
  return `${out.join('\n')}\n`
}

const trainingText = (draw: Draw, prepare: string): string[] => [
  'def train(path: str, seed: int = 7) -> float:',
  '    import mlflow',
  '    from sklearn.ensemble import RandomForestClassifier',
  '    from sklearn.metrics import accuracy_score',
  '    from sklearn.model_selection import train_test_split',
  '',
  `    frame = ${prepare}(pd.read_csv(path))`,
  '    rows, held = train_test_split(frame, random_state=seed)',
  `    model = RandomForestClassifier(n_estimators=${draw(300) + 10}, random_state=seed)`,
  '    model.fit(rows.drop(columns=["label"]), rows["label"])',
  '    accuracy = accuracy_score(held["label"], model.predict(held.drop(columns=["label"])))',
  '    with mlflow.start_run():',
  '        mlflow.log_metric("accuracy", accuracy)',
  '    return accuracy',
  '',
  '',
  'if __name__ == "__main__":',
  `    print(train("data/${nouns[draw(12)]}.csv"))`,
  '',
  '',
]

export function testText(module: string, functions: string[], draw: Draw): string {
  const out = ['import pandas as pd', 'import pytest', '', `from ${module} import ${functions.join(', ')}`, '', '']
  out.push('@pytest.fixture', 'def frame():')
  out.push(`    return pd.DataFrame({${nouns.map((noun) => `"${noun}": [${draw(900)}, ${draw(900)}, ${draw(900)}]`).join(', ')}})`, '', '')
  for (const name of functions)
    out.push(
      `def test_${name}_keeps_large_rows(frame):`,
      `    kept = ${name}(frame, limit=${draw(300)})`,
      '    assert len(kept) <= len(frame)',
      '    assert "ratio" in kept.columns',
      '',
      '',
      `def test_${name}_says_when_nothing_is_left(frame):`,
      '    with pytest.raises(ValueError):',
      `        ${name}(frame, limit=10_000, strict=True)`,
      '',
      '',
    )
  return `${out.join('\n')}\n`
}
