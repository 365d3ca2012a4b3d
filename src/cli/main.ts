/** The command line's door: reads the arguments, runs one command, and turns what went wrong into a line and an exit code. */
import { Problem } from '../model/problem.ts'
import { type Asked, readArguments } from './arguments.ts'
import { version } from './version.ts'

/** Each command is loaded at the point of use, so that `--help` answers at once. Resolves to the exit code. */
const run = async (asked: Asked): Promise<number> => {
  if (asked.version) {
    process.stdout.write(`${version}\n`)
    return 0
  }
  if (asked.help) {
    const { help } = await import('./help.ts')
    process.stdout.write(help(asked.command))
    return 0
  }
  switch (asked.command) {
    case 'assess':
    case 'collect': {
      const again = await (await import('./kept-run.ts')).toldAgain(asked)
      return again.exit ?? (await import('./commands/assess.ts')).assessCommand(asked, again.keep)
    }
    case 'judge':
      return (await import('./commands/judge.ts')).judgeCommand(asked)
    case 'report':
      return (await import('./commands/report.ts')).reportCommand(asked)
    case 'ask':
      return (await import('./commands/ask.ts')).askCommand(asked)
    case 'probe':
      return (await import('./commands/probe.ts')).probeCommand(asked)
    case 'probes':
      return (await import('./commands/probes.ts')).probesCommand(asked)
    case 'frameworks':
      return (await import('./commands/frameworks.ts')).frameworksCommand(asked)
    case 'init':
      return (await import('./commands/init.ts')).initCommand(asked)
    case 'compare':
      return (await import('./commands/compare.ts')).compareCommand(asked)
  }
}

/** The third of the program's three catches. */
const tell = (error: unknown): number => {
  if (error instanceof Problem) {
    process.stderr.write(`assay: ${error.line()}\n`)
    return 2
  }
  process.stderr.write(
    `assay: this is a bug of Assay. Please report what stands below, with the command.\n${error instanceof Error ? error.stack : String(error)}\n`,
  )
  return 70
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe went away: nothing is left to say.
  if (error.code === 'EPIPE') process.exit(0)
  process.stderr.write(`assay: the answer could not be printed: the system says ${error.code}. Free some room, or print elsewhere.\n`)
  process.exit(2)
})
// Nobody reads the progress any more; the work goes on.
process.stderr.on('error', () => {})

process.exitCode = await readArguments(process.argv.slice(2)).then(run).catch(tell)
