/** The experiment trackers that are known: how they are imported, and which of their calls log metrics and parameters. */

/**
 * `modules`: import names. `metrics` and `params` match what follows the module in a resolved call
 * (`log_metric`, `start_run().log`). `made`: things of theirs that code holds on to and passes around,
 * with the methods that log through them, for receivers whose origin cannot be followed.
 */
export type Tracker = { tool: string; modules: RegExp; metrics: RegExp; params: RegExp; methods?: RegExp; paramMethods?: RegExp }

export const trackers: Tracker[] = [
  {
    tool: 'MLflow',
    modules: /^(mlflow|mlflow_skinny)\b/,
    metrics: /(^|\.)(log_metrics?|log_batch|autolog|evaluate|log_metric_async|log_metrics_async|MlflowCallback|MLflowCallback)$/,
    params: /(^|\.)(log_params?|log_batch|autolog|log_input)$/,
    methods: /\.(log_metrics?|log_batch)$/,
    paramMethods: /\.log_params?$/,
  },
  {
    tool: 'Weights & Biases',
    modules: /^(wandb|trackio|swanlab)\b/,
    metrics:
      /(^|\.)log$|(^|\.)(WandbCallback|WandbMetricsLogger|WandbEvalCallback|wandb_callback|log_summary|log_evaluation)$|summary\.update$|summary(\[\])+=$/,
    params: /(^|\.)config\.update$|(^|\.)config(\[\])+=$/,
    methods: /(^|\.)(run|_run|wandb_run|wandb|wandb_logger|experiment)\.log$/,
  },
  {
    tool: 'TensorBoard',
    modules: /^(torch\.utils\.tensorboard|tensorboardX|tensorboard|torch\.utils\.tensorboard\.writer)\b/,
    metrics: /(^|\.)(add_scalars?|add_hparams|add_histogram)$/,
    params: /(^|\.)(add_hparams|add_text)$/,
    methods: /\.(add_scalars?|add_hparams)$/,
    paramMethods: /\.add_hparams$/,
  },
  { tool: 'TensorBoard', modules: /^tensorflow\.(compat\.v[12]\.)?summary\b|^keras_tensorboard\b/, metrics: /(^|\.)scalar$/, params: /^$/ },
  { tool: 'TensorBoard', modules: /^(tensorflow\.)?(python\.)?keras\.(src\.)?callbacks\.TensorBoard\b/, metrics: /^$/, params: /^\s$/ },
  {
    tool: 'Neptune',
    modules: /^neptune(_\w+)?\b/,
    metrics: /(^|\.)(log_metric|send_metric|append|log|NeptuneCallback|NeptuneLogger)$|\[\]=$/,
    params: /(^|\.)(set_property|create_experiment)$/,
    methods: /(^|\.)(run|neptune_run|npt_run)\[\]\.(append|log)$/,
  },
  {
    tool: 'Comet',
    modules: /^comet_ml\b/,
    metrics: /(^|\.)(log_metrics?|log_epoch_end|Experiment|start|OfflineExperiment|log_confusion_matrix)$/,
    params: /(^|\.)(log_parameters?)$/,
    methods: /(^|\.)(experiment|exp|comet\w*)\.log_metrics?$/,
    paramMethods: /\.log_parameters?$/,
  },
  {
    tool: 'ClearML',
    modules: /^(clearml|trains)\b/,
    metrics: /(^|\.)(report_scalar|report_single_value|init|report_table)$/,
    params: /(^|\.)(connect|connect_configuration|set_parameters?|init)$/,
    methods: /\.(report_scalar|report_single_value)$/,
  },
  {
    tool: 'Aim',
    modules: /^aim\b/,
    metrics: /(^|\.)(track|AimCallback|AimLogger)$/,
    params: /\[\]=$/,
    methods: /(^|\.)(aim_run|run)\.track$/,
  },
  {
    tool: 'DVCLive',
    modules: /^dvclive\b/,
    metrics: /(^|\.)(log_metric|log|DVCLiveCallback|DVCLiveLogger|log_sklearn_plot)$|summary(\[\])+=$/,
    params: /(^|\.)log_params?$/,
    methods: /(^|\.)live\.(log_metric|log_sklearn_plot|summary(\[\])+=)$/,
  },
  {
    tool: 'Sacred',
    modules: /^sacred\b/,
    metrics: /(^|\.)log_scalar$/,
    params: /(^|\.)(config|add_config|named_config)$/,
    methods: /(^|\.)_run\.log_scalar$/,
  },
  { tool: 'Guild AI', modules: /^guild\b/, metrics: /(^|\.)(scalar|run)$/, params: /(^|\.)run$/ },
  { tool: 'Keepsake', modules: /^(keepsake|replicate)\b(?!\.(run|Client))/, metrics: /(^|\.)checkpoint$/, params: /(^|\.)init$/ },
  {
    tool: 'SageMaker Experiments',
    modules: /^(sagemaker\.experiments|smexperiments)\b/,
    metrics: /(^|\.)(log_metric|log_roc_curve|log_confusion_matrix|log_precision_recall)$/,
    params: /(^|\.)(log_parameters?)$/,
  },
  {
    tool: 'Vertex AI Experiments',
    modules: /^(google\.cloud\.aiplatform|vertexai)\b/,
    metrics: /(^|\.)(log_metrics|log_time_series_metrics|log_classification_metrics|autolog)$/,
    params: /(^|\.)(log_params|autolog)$/,
  },
  {
    tool: 'Azure ML',
    modules: /^azureml\b/,
    metrics: /(^|\.)(log|log_list|log_row|log_table|log_confusion_matrix)$/,
    params: /(^|\.)(tag|add_properties)$/,
    methods: /(^|\.)(run|parent_run|child_run)\.(log|log_list|log_row)$/,
  },
  {
    tool: 'Cloudera ML',
    modules: /^(cdsw|cml\.metrics_v1)\b/,
    metrics: /(^|\.)(track_metric|track_delayed_metrics|track_aggregate_metrics)$/,
    params: /^$/,
  },
  { tool: 'Polyaxon', modules: /^(polyaxon|traceml)\b/, metrics: /(^|\.)log_(metrics?|outputs)$/, params: /(^|\.)log_inputs$/ },
]

/** Calls that open a run or hand something to one; others (loading a model, reading a registry) are no tracking. */
export const opens =
  /(^|\.)(start_run|init|init_run|set_experiment|create_experiment|create_run|SummaryWriter|Experiment|Run|Live|get_context|start_logging|log_\w+|log|start|track|autolog|evaluate|FileWriter|create_file_writer|observers\.\w+)(\(\))?$/

/** Loggers that Lightning drives: name of the class → tool. Metrics come from `self.log` in the module. */
export const lightningLoggers: { [name: string]: string } = {
  MLFlowLogger: 'MLflow',
  WandbLogger: 'Weights & Biases',
  TensorBoardLogger: 'TensorBoard',
  NeptuneLogger: 'Neptune',
  CometLogger: 'Comet',
  AimLogger: 'Aim',
  DVCLiveLogger: 'DVCLive',
}

/** Values of `report_to` in Hugging Face's TrainingArguments. */
export const reportTo: { [value: string]: string } = {
  mlflow: 'MLflow',
  wandb: 'Weights & Biases',
  tensorboard: 'TensorBoard',
  comet_ml: 'Comet',
  neptune: 'Neptune',
  clearml: 'ClearML',
  azure_ml: 'Azure ML',
  dvclive: 'DVCLive',
  aim: 'Aim',
  trackio: 'Trackio',
  swanlab: 'SwanLab',
}

/** Text that may hold a tracking call; saves parsing the rest. */
export const mayTrack =
  /\b(mlflow|wandb|trackio|swanlab|tensorboard|tensorboardX|SummaryWriter|TensorBoard|summary\.scalar|neptune\w*|comet_ml|clearml|trains|aim|dvclive|sacred|guild|keepsake|smexperiments|sagemaker|aiplatform|vertexai|azureml|polyaxon|traceml|cdsw|cml\.metrics_v1|pytorch_lightning|lightning|MLFlowLogger|WandbLogger|NeptuneLogger|CometLogger|report_to|add_scalars?|log_metrics?|log_params?|report_scalar|log_scalar)\b/
