/** What each orchestrator of Python calls the things that hold tasks, run commands and keep time. */

/**
 * A call that runs a command. `texts`: arguments that are shell texts; `words`: arguments that are the words of one command, in order;
 * `lines`: a text may be a list of lines; `drops`: its exit code is dropped unless `check=True`; `action`: without a command it runs its image's.
 */
export type Command = { callee: RegExp; texts: string[]; words: string[]; lines?: true; drops?: true; action?: true }

export type Orchestrator = {
  provider: string
  title: string
  /** The file imports it, and holds something that can be started. */
  imports: RegExp
  holds: RegExp
  /** Calls and decorators that make what holds tasks; `named`: the argument with its name. */
  makes: RegExp
  decorators: RegExp
  named: string
  /** Arguments that hold a time, and calls that tie a time to something of another file, which `starts` names. */
  when: string[]
  schedules: RegExp
  starts: string[]
  /** Decorators and calls that make a stage without a command of its own. */
  stages: RegExp
  tasks: RegExp
  commands: Command[]
}

/** Programs that Python starts itself. */
const started: Command[] = [
  { callee: /^subprocess\.(check_call|check_output)$/, texts: ['0', 'args'], words: ['0', 'args'] },
  { callee: /^subprocess\.(run|call|Popen|getoutput|getstatusoutput)$/, texts: ['0', 'args'], words: ['0', 'args'], drops: true },
  { callee: /^os\.system$/, texts: ['0', 'command'], words: [], drops: true },
]

const nothing = /$^/

export const orchestrators: Orchestrator[] = [
  {
    provider: 'airflow',
    title: 'Airflow',
    imports: /^\s*(from|import)\s+airflow\b/m,
    holds: /\bDAG\s*\(|@dag\b/,
    makes: /(^|\.)DAG$/,
    decorators: /(^|\.)dag$/,
    named: 'dag_id',
    when: ['schedule', 'schedule_interval', 'timetable'],
    schedules: nothing,
    starts: [],
    stages: /(^|\.)task(\.(python|virtualenv|docker|kubernetes|short_circuit|branch|sensor|external_python))?$/,
    tasks: /(Operator|Sensor)(Async)?$/,
    commands: [
      { callee: /BashOperator$/, texts: ['bash_command'], words: [] },
      { callee: /SSHOperator$/, texts: ['command'], words: [] },
      { callee: /KubernetesPodOperator$/, texts: [], words: ['cmds', 'arguments'], action: true },
      { callee: /Docker(Swarm)?Operator$/, texts: ['command'], words: ['command'], action: true },
      { callee: /(GKEStartPod|EksPod)Operator$/, texts: [], words: ['cmds', 'arguments'], action: true },
      ...started,
    ],
  },
  {
    provider: 'prefect',
    title: 'Prefect',
    imports: /^\s*(from|import)\s+prefect\b/m,
    holds: /@(\w+\.)?flow\b|\bFlow\s*\(/,
    makes: /^prefect\.(\w+\.)*Flow$/,
    decorators: /(^|\.)flow$/,
    named: 'name',
    when: ['cron', 'interval', 'rrule', 'schedule', 'schedules'],
    schedules: /(^|[.)])(serve|deploy|build_from_flow|to_deployment|from_source)$|(^|\.)(Deployment|RunnerDeployment)$/,
    starts: ['flow'],
    stages: /(^|\.)task$/,
    tasks: nothing,
    commands: [
      { callee: /(^|\.)ShellOperation$/, texts: ['commands'], words: [], lines: true },
      { callee: /(^|\.)(shell_run_command|ShellTask)$/, texts: ['command'], words: [] },
      ...started,
    ],
  },
  {
    provider: 'dagster',
    title: 'Dagster',
    imports: /^\s*(from|import)\s+dagster\b/m,
    holds: /@(\w+\.)?(job|asset|multi_asset|graph|graph_asset|op)\b|\bdefine_asset_job\s*\(|\bcreate_shell_/,
    makes: /(^|\.)define_asset_job$/,
    decorators: /(^|\.)(job|graph)$/,
    named: 'name',
    when: ['cron_schedule'],
    schedules: /(^|\.)(ScheduleDefinition|schedule|build_schedule_from_partitioned_job)$/,
    starts: ['job', 'job_name', 'target'],
    stages: /(^|\.)(op|asset|multi_asset|graph_asset|solid|asset_check)$/,
    // A job over assets of other files is a stage by itself.
    tasks: /(^|\.)define_asset_job$/,
    commands: [
      { callee: /(^|\.)create_shell_command_(op|solid)$/, texts: ['0', 'shell_command'], words: [] },
      { callee: /(^|\.)create_shell_script_(op|solid)$/, texts: ['0', 'shell_script_path'], words: [] },
      { callee: /(^|\.)execute_shell_command$/, texts: ['0', 'shell_command'], words: [] },
      { callee: /pipes\w*(\(\))?\.run$/i, texts: [], words: ['command'] },
      ...started,
    ],
  },
  {
    provider: 'kubeflow',
    title: 'Kubeflow Pipelines',
    imports: /^\s*(from|import)\s+kfp\b/m,
    holds: /@(\w+\.)*(pipeline|container_component|component)\b|ContainerOp\s*\(|ContainerSpec\s*\(/,
    makes: nothing,
    decorators: /(^|\.)pipeline$/,
    named: 'name',
    when: ['cron', 'cron_expression', 'interval_second'],
    schedules: /create_recurring_run$|PipelineJobSchedule|create_schedule(_from_job_spec)?$/,
    starts: ['pipeline_func'],
    stages: /(^|\.)(component|container_component|create_component_from_func|func_to_container_op)$/,
    tasks: nothing,
    commands: [
      { callee: /(^|\.)(ContainerOp|ContainerSpec)$/, texts: [], words: ['command', 'arguments', 'args'], action: true },
      ...started,
    ],
  },
]

export const commandIn = ({ commands }: Orchestrator, callee: string): Command | undefined =>
  commands.find((one) => one.callee.test(callee))
