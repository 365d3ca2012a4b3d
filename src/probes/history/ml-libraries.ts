/** The machine-learning libraries that are looked for, by import name. */

/** Import name → what people call it. Data frames and plots are left out: using them is no machine learning. */
export const mlLibraries: { [importName: string]: string } = {
  sklearn: 'scikit-learn',
  torch: 'PyTorch',
  torchvision: 'torchvision',
  lightning: 'Lightning',
  pytorch_lightning: 'Lightning',
  tensorflow: 'TensorFlow',
  keras: 'Keras',
  tensorflow_hub: 'TensorFlow Hub',
  jax: 'JAX',
  flax: 'Flax',
  xgboost: 'XGBoost',
  lightgbm: 'LightGBM',
  catboost: 'CatBoost',
  transformers: 'Transformers',
  sentence_transformers: 'Sentence Transformers',
  diffusers: 'Diffusers',
  peft: 'PEFT',
  trl: 'TRL',
  timm: 'timm',
  fastai: 'fastai',
  statsmodels: 'statsmodels',
  prophet: 'Prophet',
  spacy: 'spaCy',
  gensim: 'gensim',
  nltk: 'NLTK',
  onnxruntime: 'ONNX Runtime',
  optuna: 'Optuna',
  hyperopt: 'Hyperopt',
  implicit: 'implicit',
  surprise: 'Surprise',
  lightfm: 'LightFM',
  pycaret: 'PyCaret',
  autogluon: 'AutoGluon',
  h2o: 'H2O',
  paddle: 'PaddlePaddle',
  mxnet: 'MXNet',
  chainer: 'Chainer',
  theano: 'Theano',
  revscoring: 'revscoring',
  stable_baselines3: 'Stable-Baselines3',
  tensorflow_decision_forests: 'TF Decision Forests',
  darts: 'Darts',
  skorch: 'skorch',
  imblearn: 'imbalanced-learn',
  ultralytics: 'Ultralytics',
  detectron2: 'Detectron2',
  torch_geometric: 'PyTorch Geometric',
}

/** Parts of larger libraries that are machine learning: `pyspark.ml`. */
export const mlModules: { [prefix: string]: string } = {
  'pyspark.ml': 'Spark ML',
  'pyspark.mllib': 'Spark MLlib',
  'ray.train': 'Ray Train',
  'google.cloud.aiplatform': 'Vertex AI',
  'google.cloud.automl': 'AutoML',
  'sagemaker.estimator': 'SageMaker',
}

const imported = /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import|import[ \t]+([\w. \t,]+))/gm

/** Library → first line that imports it, from the text alone; a docstring that shows an import at the start of a line counts too. */
export function librariesIn(text: string): Map<string, number> {
  const out = new Map<string, number>()
  for (const match of text.matchAll(imported))
    for (const part of (match[1] ?? match[2] ?? '').split(',')) {
      const name = part.trim().split(/\s/)[0] ?? ''
      const library = Object.hasOwn(mlLibraries, name.split('.')[0] ?? '') ? mlLibraries[name.split('.')[0] as string] : partOf(name)
      if (library !== undefined && !out.has(library)) out.set(library, text.slice(0, match.index).split('\n').length)
    }
  return out
}

const partOf = (name: string): string | undefined =>
  Object.entries(mlModules).find(([prefix]) => name === prefix || name.startsWith(`${prefix}.`))?.[1]
