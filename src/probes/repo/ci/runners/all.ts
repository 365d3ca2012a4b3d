/** Every runner that is followed, those for named tasks before those for files. */
import { runDocker } from './docker.ts'
import type { Runner } from './expansion.ts'
import { runJobFile } from './job-file.ts'
import { runJust, runTaskfile } from './just.ts'
import { runMake } from './make.ts'
import { runInvoke, runNox } from './nox.ts'
import { runPreCommit } from './pre-commit.ts'
import { runPythonFile, runShellFile } from './scripts.ts'
import { runNamedTask } from './task-tables.ts'
import { runTox } from './tox.ts'

export const runners: Runner[] = [
  runNamedTask,
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
]
