/** What draws by chance in Python libraries, and what seeds it. */

/** `own`: the call has a generator of its own, which no global seed reaches. */
export type Library = 'python' | 'numpy' | 'torch' | 'tensorflow' | 'jax' | 'mxnet' | 'spark' | 'own'

/** `arg`: names of the seed argument, the position too where one is usual. `library`: whose global seed stands in for a missing argument. */
export type Drawing = {
  callee: RegExp
  what: string
  library: Library
  arg: RegExp
  position?: number
  only?: 'shuffle' | 'unless_shuffle_false'
}

const state = /^(random_state|seed|random_seed)$/

/** Calls that take their seed as an argument. */
export const drawing: Drawing[] = [
  {
    callee: /^(sklearn|imblearn|cuml|dask_ml|surprise)\.(.*\.)?train_test_split$/,
    what: 'split',
    library: 'numpy',
    arg: state,
    only: 'unless_shuffle_false',
  },
  {
    callee: /^sklearn\.(.*\.)?(ShuffleSplit|StratifiedShuffleSplit|GroupShuffleSplit|RepeatedKFold|RepeatedStratifiedKFold)$/,
    what: 'split',
    library: 'numpy',
    arg: state,
  },
  {
    callee: /^sklearn\.(.*\.)?(KFold|StratifiedKFold|StratifiedGroupKFold|GroupKFold)$/,
    what: 'split',
    library: 'numpy',
    arg: state,
    only: 'shuffle',
  },
  {
    callee:
      /^(sklearn|cuml)\.(.*\.)?(RandomForest\w+|ExtraTrees?\w+|DecisionTree\w+|GradientBoosting(Classifier|Regressor)|HistGradientBoosting\w+|AdaBoost\w+|Bagging\w+|MLP\w+|SGD(Classifier|Regressor)|PassiveAggressive\w+|KMeans|MiniBatchKMeans|GaussianMixture|BayesianGaussianMixture|IsolationForest|LatentDirichletAllocation|BernoulliRBM)$/,
    what: 'model',
    library: 'numpy',
    arg: state,
  },
  {
    callee: /^(sklearn|dask_ml|tune_sklearn)\.(.*\.)?(\w*Random(ized)?SearchCV|HalvingRandomSearchCV)$/,
    what: 'search',
    library: 'numpy',
    arg: state,
  },
  { callee: /^imblearn\.(.*\.)?(\w*SMOTE\w*|ADASYN|Random(Under|Over)Sampler)$/, what: 'sampling', library: 'numpy', arg: state },
  { callee: /^sklearn\.utils\.(\w+\.)?(resample|shuffle)$/, what: 'sampling', library: 'numpy', arg: state },
  { callee: /\.randomSplit$/, what: 'split', library: 'own', arg: /^seed$/, position: 1 },
  {
    callee:
      /^pyspark\.ml\.(.*\.)?(RandomForest(Classifier|Regressor)|GBT(Classifier|Regressor)|MultilayerPerceptronClassifier|KMeans|BisectingKMeans|GaussianMixture|ALS|LDA|FM(Classifier|Regressor))$/,
    what: 'model',
    library: 'own',
    arg: /^seed$/,
  },
  { callee: /^pyspark\.ml\.(.*\.)?(CrossValidator|TrainValidationSplit)$/, what: 'split', library: 'own', arg: /^seed$/ },
  {
    callee: /^optuna\.(samplers\.)?(\w+\.)?(TPESampler|RandomSampler|CmaEsSampler|NSGAII+Sampler|QMCSampler)$/,
    what: 'search',
    library: 'own',
    arg: /^seed$/,
    position: 9,
  },
]

/** Methods whose receiver is often unknown: they count as sampling when they are given what only such methods take. */
export const pandasSample = { callee: /\.sample$/, given: /^(n|frac|replace|random_state)$/ }
export const dataSetSplit = /[.)\]]train_test_split$/

/** Makers of a generator: seeded by their first argument, by chance without one. */
export const generators: [RegExp, Library][] = [
  [/^numpy\.random\.(default_rng|RandomState|PCG64|MT19937|Philox|SFC64|SeedSequence|RandomState\(\)\.seed)$/, 'numpy'],
  [/^random\.Random(\(\)\.seed)?$/, 'python'],
  [/^jax\.random\.(PRNGKey|key)$/, 'jax'],
  [/^(torch\.Generator|tensorflow\.random\.Generator)(\(\))?\.(manual_seed|from_seed)$/, 'torch'],
]

/** Functions that seed for everything that follows, and which libraries they reach. */
export const globalSeeds: [RegExp, Library[]][] = [
  [/^random\.seed$/, ['python']],
  [/^numpy\.random\.seed$/, ['numpy']],
  [/^torch\.(random\.)?manual_seed$/, ['torch']],
  [/^tensorflow\.(compat\.v[12]\.)?(random\.)?(set_seed|set_random_seed)$/, ['tensorflow']],
  [/^(mxnet|gluon)\.(nd\.)?random\.seed$/, ['mxnet']],
  [/^((tensorflow\.)?keras\.(src\.)?utils)\.(\w+\.)?set_random_seed$/, ['python', 'numpy', 'tensorflow', 'torch']],
  [
    /(^|\.)(seed_everything|set_seeds?|set_random_seeds?|set_all_seeds|seed_all|fix_seeds?|set_determinism|set_global_seeds?|set_rng_seed|enable_full_determinism|fix_all_seeds|set_random_state)$/,
    ['python', 'numpy', 'torch', 'tensorflow'],
  ],
  [/^ignite\.utils\.manual_seed$/, ['python', 'numpy', 'torch']],
]

/** Draws from the global generator of a library. */
export const globalDraws: [RegExp, Library][] = [
  [
    /^numpy\.random\.(rand|randn|randint|random|random_sample|ranf|sample|choice|shuffle|permutation|permuted|normal|uniform|binomial|poisson|beta|gamma|exponential|standard_normal|multivariate_normal|dirichlet|lognormal|laplace|random_integers|multinomial)$/,
    'numpy',
  ],
  [
    /^random\.(random|randint|choice|choices|shuffle|sample|uniform|gauss|randrange|normalvariate|betavariate|triangular|expovariate)$/,
    'python',
  ],
  [/^torch\.(rand|randn|randint|randperm|rand_like|randn_like|bernoulli|multinomial|normal)$/, 'torch'],
  [/^torch\.utils\.data\.(\w+\.)?random_split$/, 'torch'],
]

/** A neural network's first weights and batches are drawn where its training is started. */
export const networkTraining: [RegExp, Library, RegExp][] = [
  [/(^|[.)\]])backward$|Trainer\(\)\.fit$|(^|\.)fit_one_cycle$/, 'torch', /^(torch|pytorch_lightning|lightning|fastai|accelerate|timm)\b/],
  [/(^|[.)\]])(fit|fit_generator|train_on_batch|apply_gradients)$/, 'tensorflow', /^(tensorflow|keras|tf_keras)\b/],
]

/** Boosting libraries seed themselves with a constant; a seed may stand in the settings that they are handed. */
export const selfSeeded = /^(xgboost|lightgbm|catboost)\.(.*\.)?(train|cv|XGB\w+|LGBM\w+|CatBoost\w*)$/

/** Text that may hold any of this; saves parsing the rest. */
export const mayDraw =
  /seed|random|rng|shuffle|_split|KFold|\b(RandomForest|ExtraTree|DecisionTree|Boosting|AdaBoost|Bagging|MLP|SGD|KMeans|GaussianMixture|IsolationForest|SMOTE|GBT|CrossValidator|ALS|backward|fit|apply_gradients|PRNGKey|create_study|sample)/i
