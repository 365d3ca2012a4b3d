/** Reads the packages that an install command names itself. */
import { type Pin, requirement } from './pins.ts'

const installing = /\b(?:pip3?(?:\.\d+)?|uv\s+pip)\s+install\s+(.+)$/
const valued =
  /^(-[icftr]|--(index-url|extra-index-url|find-links|target|prefix|root|timeout|trusted-host|python|platform|cache-dir|constraint|requirement|index|retries|progress-bar|proxy|src))$/
/** Installers and what builds packages: the model does not run on them. */
const tools =
  /^(pip|setuptools|wheel|uv|poetry|poetry-core|pipenv|pdm|hatch|hatchling|build|pip-tools|virtualenv|conda-lock|cython|ninja|cmake|twine|tox|nox|pre-commit|pytest.*|awscli|jupyter|jupyterlab|notebook|ipykernel|flake8.*|black|ruff|mypy|isort|coverage|codecov|pylint|bandit|pipx|invoke|pip-audit|hypothesis|mock|types-.*)$/i

/** The packages of a command; options, their values, files and what only the build knows are left out. */
export function namedPackages(command: string): Pin[] {
  const words = (installing.exec(command)?.[1] ?? '').match(/"[^"]*"|'[^']*'|\S+/g) ?? []
  return words.flatMap((word, at) => {
    const plain = word.replaceAll(/^["']|["']$/g, '')
    if (plain.startsWith('-') || valued.test(words[at - 1] ?? '') || /^[./~]|^\$|[|<>]$|^\d*>|\.(whl|txt|gz)$/.test(plain)) return []
    const pin = /^[A-Za-z0-9]|^git\+/.test(plain) ? requirement(plain) : undefined
    return pin === undefined || tools.test(pin.name) ? [] : [pin]
  })
}
