/** How documents in English speak of a model: its purpose, its data, its figures, its limits. */

export const cardName =
  /(^|\/)[^/]*(model|system)[-_ ]?cards?[^/]*\.(md|rst|txt|adoc|ya?ml|json|html)$|(^|\/)model[-_]?cards?\/[^/]+\.(md|rst|txt)$/i

/** What a form says before somebody fills it in. */
export const unfilled =
  /more information needed|\bTODO\b|\bTBD\b|\bTBA\b|\{\{|\}\}|\{%|<(insert|your|add|describe|name)\b|\[(insert|your|add|describe|fill|provide|name|e\.g\.)[^\]]*\]|lorem ipsum|_{4,}|fill (this|in)|coming soon|your (model|dataset|data) (here|name)|to be (written|filled|added|completed)|x\.xx|0\.xx|\bXX%/i

const noun =
  '(?:models?|classifiers?|regressors?|networks?|predictors?|detectors?|forecasters?|estimators?|encoders?|recommenders?|checkpoints?|ensembles?)'
const verbs =
  '(?:predict(?:s|ing)?|classif(?:y|ies|ying)|detect(?:s|ing|ion of)?|forecast(?:s|ing)?|estimat(?:e|es|ing)|recogni[sz](?:e|es|ing)|segment(?:s|ing)|recommend(?:s|ing)|translat(?:e|es|ing)|distinguish(?:es|ing)?|diagnos(?:e|es|ing)|(?:\\w+ )?predictions? (?:of|for|%s? for))'
const tasks =
  '(?:classification|regression|segmentation|detection|recognition|forecasting|translation|grading|prediction|generation|estimation)'
/** After the verb comes what is predicted; these are no such thing. */
const vague =
  '(?!\\s*(?:(?:the|a|an|on|new|your|and|or|with|from|using|in|by|via|its|all|any|more|single|batch)\\s+)*(?:predictions?|results?|models?|data|batch|scripts?|endpoints?|functions?|values?|outputs?|inputs?|requests?|api|app|service|problems?|issues?|errors?|bugs?|drift|changes?|services?|pipelines?|code|files?|secrets?|performance|samples?|examples?|probabilit\\w+|latency|time|hard)\\b|\\s*[.,;:)])'
const after = `\\b${vague}\\s+\\w+`

export const purpose: RegExp[] = [
  new RegExp(`\\b${noun}\\b[^.]{0,140}?\\b${verbs}${after}`, 'i'),
  new RegExp(
    `\\b(?:goal|aims?|objective|task|purpose|challenge|competition|problem|scenario|use case)\\b[^.]{0,140}?\\b${verbs}${after}`,
    'i',
  ),
  new RegExp(
    `\\b(?:this|the|our) (?:[\\w-]+ ){0,4}?(?:project|repository|repo|system|solution|pipeline|work|service|app(?:lication)?)\\b[^.]{0,160}?\\b(?:predict(?:s|ing)?|classif(?:y|ies|ying)|forecast(?:s|ing)?|estimat(?:es|ing)|determines? (?:whether|which|how|if))${after}`,
    'i',
  ),
  // What it makes of its inputs; the bracket is its short name.
  new RegExp(
    `\\b${noun}\\b(?: \\([\\w .-]+\\))? (?:produces|generates|outputs|transcribes|converts|summari[sz]es|ranks|answers|tags|removes|restores)${after}`,
    'i',
  ),
  new RegExp(
    `\\bis an? (?:[\\w-]+ ){0,5}?(?<!data )${noun} (?:towards?|for|that|which|to)\\b(?! \\w*(?:train|serv|deploy|manag|organi[sz]|test|demonstrat|illustrat|show|how|use|be)\\w*)[^.]{12,}`,
    'i',
  ),
  new RegExp(
    `\\b(?:is|are|an?|the|our|this|these|train(?:s|ed|ing)?|built?|develop\\w*|using|of) (?:[\\w,-]+ ){0,4}?[\\w-]*(?:${tasks}|autoencoder|language|classifier) (?:${noun}|problem)\\b[^.]{3,}`,
    'i',
  ),
  new RegExp(`\\b${noun} (?:for|to) (?:[\\w-]+ ){0,4}?${tasks}\\b`, 'i'),
  new RegExp(
    `\\b(?:challenge|competition|contest|kaggle problem)\\b[^.]{0,140}\\b\\w+ (?:${tasks}|grade assessment)\\b|\\b\\w+ ${tasks} (?:problem|challenge|competition)\\b`,
    'i',
  ),
  /\b(reproduc\w*|(re-?)?implementation of)\b[^.]{0,60}?(GPT|BERT|ResNet|ViT\b|Transformer|U-?Net|YOLO|Autoencoder|LLaMA|CLIP|T5\b)/i,
]

/** It is about software, not about one model. */
export const product =
  /\b(is|provides|offers|supports?|this)\b[^.]{0,50}\b(library|package|toolkit|toolbox|framework|sdk|boilerplate|platform|starter|starting pack|accelerator|cookiecutter|plugin|feature store|template|repository structure|course)\b|^\W*an? [^.]{0,60}\b(library|package|toolkit|framework|platform|template|course)\b|\b(code|notebooks|materials?|exercises|examples|solutions)\b[^.]{0,40}\b(from|for|of|accompan\w+|in)\b[^.]{0,60}\b(book|course|lectures?|bootcamp|specialization|nanodegree)\b/i
/** Software for making models, whichever they are: it has no purpose of its own. */
export const makesModels =
  /\b(is|provides|offers|contains|this)\b[^.]{0,40}\b(template|library|package|toolkit|framework|platform|boilerplate|cookiecutter|starter)\b[^.]{0,40}\b(for|to|that|which|of)\b[^.]{0,40}\b(build|create|develop|train|write|run)\w*\b[^.]{0,60}\b(models|pipelines|classifiers|regressors)\b/i
/** A section under which a page on a whole system comes to what is predicted. */
export const taskHeading =
  /^(\W|\d)*((the|our|about( the)?|sample|example) )*((ml|machine[- ]learning|business|prediction|data[- ]science|modell?ing|research) )?(problem|task|use[- ]case|project|model|case study|scenario|challenge)( statement| description| overview| definition| summary)?\W*$/i
export const howTo =
  /^(run|use|execute|call|start|see|click|install|open|note|to (run|use|start|install|get)|you can|then|now|if you|first|next|once|after|when you)\b/i

export const modelHeading =
  /^(\W|\d|\.)*(model (details|description|overview|summary|type|architecture|use)|intended uses?|about (the|this) model|overview of the model|purpose|primary intended uses?|what (it|this model|the model) (does|is for|predicts))\b/i
export const dataHeading =
  /^(\W|\d)*(the )?(training |train |source |input )?(data ?sets?|data|corpus|corpora|data sources?)( used| description| overview| details| information| summary)?\W*$|^(\W|\d|\.)*(training data|about the data( ?set)?)\b/i
export const limitHeading =
  /\b(limitations?|out[- ]of[- ]scope|caveats?|bias(es)?|ethical|risks?|known issues|when not to use|not (meant |intended )?for|misuse)\b/i
export const limitSentence =
  /\b(not (be used|intended|suitable|recommended) (for|as)|should not be used|out of scope|is limited to|limitations? (of|is|are)|biased (toward|against)|do not use (it|the model))\b/i

const machines =
  '(?!(?:(?:a|an|one|the|your|multiple|single|multi\\w*|new|own|custom|local|remote|top|\\d+\\s*x?)\\s*)*(?:\\d*x?\\s*(?:gpus?|cpus?|tpus?|titan|v100|a100)|aws|azure|gcp|sagemaker|vertex|kubernetes|machine|docker|colab|server|laptop|cluster|cloud|scratch|default|command|config|pytorch|tensorflow|keras|scikit|mlflow|data\\b))'
export const trainedOn: RegExp[] = [
  new RegExp(`\\b(?:trained|fine-?tuned|pre-?trained|fitted)\\b[^.]{0,40}?\\b(?:on|from|with|using)\\b\\s+${machines}\\w`, 'i'),
  new RegExp(`\\btrain(?:s|ing)? (?:[\\w-]+ ){0,5}?${noun} (?:on|from)\\b\\s+${machines}\\w`, 'i'),
  /\b(reproduces?|evaluated|results?|accuracy)\b[^.]{0,50}\bon (the )?[A-Z]\w{2,}/,
]
export const dataIs: RegExp[] = [
  /\b(data ?sets?|corpus|training data|training set|data)\b( \w+){0,4}? (is|are|was|were|has been|have been|comes?|consists?|contains?|includes?|provided|posted|collected|scraped|taken|obtained)\b[^.]{8,}/i,
  /\b([Ww]e (use|used)|based on|[Uu]ses?|[Uu]sing|on|from)\b[^.]{0,60}?\b([A-Z0-9][\w-]+[ -]){1,5}([Dd]ata ?sets?|[Dd]ata|corpus)\b/,
]
/** A data set has a name, a size or a source. */
export const namedData =
  /\s[A-Z][\w-]{2,}|\d[\d,.]*\s?(k|m|rows|records|images|samples|hours|million|thousand|patients|classes|articles)\b|kaggle|imagenet|\buci\b|scraped/

const metric =
  '(?:accurac(?:y|ies)|acc\\.?|auc(?:-?roc)?|auroc|roc[ -_]?auc|f1(?:[ -_]?score)?|precision|recall|rmse|rmsle|mae|mse|mape|smape|r2|r²|r\\^2|r-squared|log[ -]?loss|(?:val(?:idation)?|train(?:ing)?|test)[ _]loss|loss|bleu|comet|chrf|wer|cer|perplexity|ppl|map(?:@\\d+)?|m?iou|dice|top-?[15]|kappa|qwk|ndcg(?:@\\d+)?|mrr|brier|error rate|(?:cv|lb|public|private|test)[ -]?score|lb|cv|sensitivity|specificity|mcc|gini|psnr|ssim|fid)'
const figure = '[~≈<>]?\\s?[$€]?(?:\\d+\\.\\d+|\\d{1,3}(?:,\\d{3})+|\\d+\\s?%)'
export const quality: RegExp[] = [
  new RegExp(`\\b${metric}(?![\\w-])[^.|\\n]{0,50}?${figure}`, 'i'),
  new RegExp(`${figure}[^.|\\n\\d]{0,30}\\b${metric}(?![\\w-])`, 'i'),
]
/** Aims, switches and figures of other things. */
export const noResult =
  /threshold|below|drops?|at least|minimum|target|must|should (be|reach|have)|coverage|if (the )?\w+ (is|falls)|greater than|less than|exceeds?|≥|>=|<=|≤|slo\b|latency|uptime|availab|e\.g\.|for example|default|python|version|licen[cs]e|ml test score|set to|e-?mail|alert|(^|\s)--?\w+[= ]|learning rate|speed-?up|faster|convergence/i
/** Under a heading on quality a figure is a result, unless it is an aim. */
export const aim = /threshold|target|must|should (be|reach|have)|e\.g\.|for example/i
export const tableMetric = new RegExp(`(?:^|\\||\\s|\\()${metric}(?![\\w-])`, 'i')
export const qualityHeading =
  /\b(results?|performance|evaluation|quality|benchmarks?|metrics|scores?|accuracy|leaderboard|losses|baselines?|fine-?tuning)\b/i
