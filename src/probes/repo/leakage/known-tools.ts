/** Names of libraries' tools: what learns from rows, what only lists values, what splits and what measures. */
import type { FitKind, Tool } from './values.ts'

const byKind: { [kind in Exclude<FitKind, 'statistic' | 'resampled' | 'lag'>]: string } = {
  scaler:
    'StandardScaler MinMaxScaler RobustScaler MaxAbsScaler QuantileTransformer PowerTransformer StandardScalerWrapper YeoJohnsonTransformer Normalization TimeSeriesScalerMeanVariance TimeSeriesScalerMinMax',
  imputer: 'SimpleImputer Imputer KNNImputer IterativeImputer MeanMedianImputer CategoricalImputer MICEImputer MissForest',
  vectoriser: 'CountVectorizer TfidfVectorizer TfidfTransformer IDF Tokenizer TextVectorization',
  encoder:
    'TargetEncoder LeaveOneOutEncoder CatBoostEncoder JamesSteinEncoder WOEEncoder MEstimateEncoder CountEncoder GLMMEncoder MeanEncoder CountFrequencyEncoder WoEEncoder',
  projection:
    'PCA IncrementalPCA KernelPCA TruncatedSVD SparsePCA NMF FastICA FactorAnalysis LatentDirichletAllocation LinearDiscriminantAnalysisTransformer UMAP Isomap LocallyLinearEmbedding MiniBatchSparsePCA DictionaryLearning',
  selection:
    'SelectKBest SelectPercentile SelectFromModel RFE RFECV SelectFpr SelectFdr SelectFwe GenericUnivariateSelect VarianceThreshold BorutaPy SequentialFeatureSelector',
  binning: 'KBinsDiscretizer Discretizer EqualFrequencyDiscretiser DecisionTreeDiscretiser',
  clustering: 'KMeans MiniBatchKMeans GaussianMixture Birch',
  transformer: 'SplineTransformer',
}
const learners = new Map<string, FitKind>(
  Object.entries(byKind).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as FitKind] as const)),
)

const words = (text: string): Set<string> => new Set(text.split(' '))

/** They list the values that occur, or work on each row alone: nothing of other rows' values is carried over. */
const stateless = words(
  'LabelEncoder OneHotEncoder OrdinalEncoder LabelBinarizer MultiLabelBinarizer DictVectorizer BinaryEncoder HashingVectorizer FeatureHasher HashingTF Normalizer Binarizer FunctionTransformer PolynomialFeatures StringIndexer VectorAssembler MissingIndicator',
)
const wrappers = words(
  'Pipeline make_pipeline FeatureUnion make_union ColumnTransformer make_column_transformer DataFrameMapper PandasPipeline TransformedTargetRegressor',
)
const oversamplers = words('SMOTE ADASYN RandomOverSampler BorderlineSMOTE SVMSMOTE SMOTENC SMOTEN KMeansSMOTE SMOTEENN SMOTETomek')
const undersamplers = words(
  'RandomUnderSampler NearMiss TomekLinks ClusterCentroids EditedNearestNeighbours NeighbourhoodCleaningRule OneSidedSelection AllKNN',
)
const searches = words(
  'GridSearchCV RandomizedSearchCV HalvingGridSearchCV HalvingRandomSearchCV BayesSearchCV TPOTClassifier TPOTRegressor EvolutionaryAlgorithmSearchCV OptunaSearchCV',
)
const splitters = words(
  'KFold StratifiedKFold GroupKFold RepeatedKFold RepeatedStratifiedKFold ShuffleSplit StratifiedShuffleSplit GroupShuffleSplit LeaveOneOut LeaveOneGroupOut TimeSeriesSplit StratifiedGroupKFold MultilabelStratifiedKFold IterativeStratification MultilabelStratifiedShuffleSplit',
)
const modelWord =
  /(Classifier|Regressor|Regression|SVC|SVR|NB|Ridge|Lasso|ElasticNet|CV|Sequential|Model|Perceptron|Forest|Booster|Net|SVM)$/

/** The tool that calling this name makes; undefined when it makes none that is known. `parts`: tools among its arguments. */
export function toolNamed(name: string, parts: Tool[]): Tool | undefined {
  const base = { what: name, parts, fitted: [] }
  const learns = learners.get(name)
  if (learns !== undefined) return { ...base, kind: 'transformer', learns, parts: [] }
  if (stateless.has(name)) return { ...base, kind: 'transformer', parts: [] }
  if (wrappers.has(name)) {
    const [learning] = parts.flatMap(learningOf)
    const models = parts.some(({ kind }) => kind === 'model' || kind === 'search')
    return {
      ...base,
      what: learning?.what ?? name,
      kind: models ? 'model' : 'transformer',
      ...(learning === undefined ? {} : { learns: learning.learns as FitKind }),
    }
  }
  if (oversamplers.has(name)) return { ...base, kind: 'resampler', learns: 'resampled' }
  if (undersamplers.has(name)) return { ...base, kind: 'resampler' }
  if (searches.has(name)) return { ...base, kind: 'search' }
  if (splitters.has(name)) return { ...base, kind: 'splitter', by_chance: /Shuffle/.test(name) }
  if (name === 'EarlyStopping' || name === 'early_stopping') return { ...base, kind: 'stopping' }
  if (modelWord.test(name)) return { ...base, kind: 'model' }
  return undefined
}

const learningOf = (tool: Tool): Tool[] => (tool.learns !== undefined ? [tool] : tool.parts.flatMap(learningOf))

/** Functions of sklearn.preprocessing and pandas that learn and transform in one go. */
export const fitFunctions = new Map<string, FitKind>([
  ['scale', 'scaler'],
  ['minmax_scale', 'scaler'],
  ['robust_scale', 'scaler'],
  ['maxabs_scale', 'scaler'],
  ['quantile_transform', 'scaler'],
  ['power_transform', 'scaler'],
  ['zscore', 'scaler'],
  ['qcut', 'binning'],
])

export const statistics = new Map<string, string>([
  ...['mean', 'median', 'std', 'var', 'mode', 'quantile', 'percentile', 'average'].map((name) => [name, name] as const),
  ...['nanmean', 'nanmedian', 'nanstd', 'nanvar', 'nanpercentile', 'nanquantile'].map((name) => [name, name.slice(3)] as const),
  ...['min', 'max', 'amin', 'amax', 'nanmin', 'nanmax'].map((name) => [name, name.endsWith('min') ? 'min' : 'max'] as const),
])

export const isMetric = (name: string): boolean =>
  /(_score|_error|_loss|_report|confusion_matrix|_auc|accuracy|rmsle|rmse|mape|smape|^mae|^mse|^auc|logloss|kappa)$/i.test(name) &&
  !/^(cross_val|plot)/.test(name)
export const isCurve = (name: string): boolean => name === 'roc_curve' || name === 'precision_recall_curve'
export const isCrossValidation = (name: string): boolean => /^cross_(val_score|validate|val_predict)$/.test(name)
/** Things of gradient boosting libraries that only wrap data. */
export const wrapsData = (name: string): boolean =>
  ['DMatrix', 'Dataset', 'Pool', 'QuantileDMatrix', 'DataLoader', 'TensorDataset', 'DataFrame', 'Series'].includes(name)
export const isDataLibrary = (full: string): boolean => /^(numpy|pandas|scipy|torch|tensorflow|np|pd|tf|cupy|cudf|dask|polars)\./.test(full)
