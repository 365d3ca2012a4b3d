/** Every runner that is followed, those for named tasks before those for files. */
import { runDocker } from './docker.ts'
import type { Runner } from './expansion.ts'
import { runJobFile } from './job-file.ts'
import { runJust } from './just.ts'
import { runMake } from './make.ts'
import { runMiseFile } from './mise-files.ts'
import { runInvoke, runNox } from './nox.ts'
import { runPreCommit } from './pre-commit.ts'
import { runEntryPoint, runPythonFile, runShellFile } from './scripts.ts'
import { runNamedTask } from './task-tables.ts'
import { runTaskfile } from './taskfile.ts'
import { runTox } from './tox.ts'

export const runners: Runner[] = [
  runNamedTask,
  runMiseFile,
  runMake,
  runTox,
  runNox,
  runJust,
  runTaskfile,
  runInvoke,
  runDocker,
  runPreCommit,
  runJobFile,
  runShellFile,
  runPythonFile,
  runEntryPoint,
]
