/** Which predictors are simple, which are not, and which calls measure them; told by the last part of a name. */

/** `dull`: made to be beaten (a constant, the last value). `simple`: a linear model, a single tree. `rich`: all that is more than that. */
export type Grade = 'dull' | 'simple' | 'rich'

const byGrade: [Grade, string, RegExp][] = [
  ['dull', 'constant', /^(DummyClassifier|DummyRegressor|ZeroR|MajorityClass\w*|NormalPredictor|BaselineOnly)$/],
  [
    'dull',
    'last value',
    /^(Naive(Forecaster|Seasonal|Drift|Mean|MovingAverage|EnsembleModel|2)?|SeasonalNaive\w*|PersistenceModel|HistoricAverage|RandomWalkWithDrift|WindowAverage)$/,
  ],
  [
    'simple',
    'linear',
    /^(LinearRegression|LogisticRegression(CV)?|Logit|OLS|Ridge(CV|Classifier|ClassifierCV)?|Lasso(CV)?|ElasticNet(CV)?|BayesianRidge|LinearSV[CR]|LinearDiscriminantAnalysis|LogisticRegressionWith\w+)$/,
  ],
  ['simple', 'naive Bayes', /^(Gaussian|Multinomial|Bernoulli|Complement|Categorical)NB$|^NaiveBayes(Classifier)?$/],
  ['simple', 'single tree', /^DecisionTree(Classifier|Regressor)?$/],
  [
    'rich',
    'model',
    /^(RandomForest\w*|ExtraTrees\w*|GradientBoosting\w*|HistGradientBoosting\w*|GradientBoosted\w*|AdaBoost\w*|Bagging(Classifier|Regressor)|XGB\w+|LGBM\w+|CatBoost\w*|MLP(Classifier|Regressor)|SV[CR]|NuSV[CR]|GBT(Classifier|Regressor)|Stacking\w+|Voting\w+|GaussianProcess\w+|MultilayerPerceptron\w*|Sequential|LSTM|TabNet\w+|KNeighbors\w+|AutoML|Prophet|AutoARIMA|NBEATS\w*|TFT\w*|TemporalFusionTransformer)$/,
  ],
]

export type Predictor = { name: string; grade: Grade; kind: string }

export function predictorOf(dottedName: string): Predictor | undefined {
  const name =
    dottedName
      .replaceAll(/\(\)|\[\]/g, '')
      .split('.')
      .at(-1) ?? ''
  const known = byGrade.find(([, , pattern]) => pattern.test(name))
  if (known !== undefined) return { name, grade: known[0], kind: known[1] }
  // `xgb.train` gives a model though no class is named.
  return /^(xgboost|lightgbm)\.train$/.test(dottedName) ? { name: dottedName, grade: 'rich', kind: 'model' } : undefined
}

/** What a name says when it is meant as a predictor to be beaten. */
export const baselineName =
  /(^|_|\b)(base_?line|naive|persist(ence|ent)?|dummy|majority|most_?(frequent|common|popular)|popularity|zero_?rule|random_guess(es)?|random_pred\w*|null_model|constant_pred\w*|mean_pred\w*|median_pred\w*|last_value)(s|_|\b|\d|$)/i
export const baselineClass =
  /^(Baseline|Naive|Dummy|Majority|Persistence|MostFrequent|Constant|Mean|Median|LastValue|Popularity|Random)(\w*(Model|Predictor|Classifier|Regressor|Forecaster|Estimator|Recommender|Baseline))$|^\w+Baseline$|^(Baseline|MostPopular|MajorityBaseline)$/

/** Values that are loaded are some earlier model, no simpler one; and data to hold other data against is no predictor. */
export const loaded =
  /load|resolver|registry|get_model|get_latest|read_|download|champion|blessed|\bopen\(|from_pretrained|json|config|cfg|params|args\b|\.get\(/i

/** How a rule is written that needs no model: the last value, a mean of what went before, a condition on a column. */
export const ruleOfThumb =
  /\.(shift|rolling|expanding|ewm|transform|map|fillna|mode|median|mean|value_counts|nlargest|size)\(|\bnp\.(where|median|mean|roll)\(|\[:?-\d+\]|\[[^\]]*:\s*,\s*-1\b[^\]]*\]/
export const fromModel = /predict|model|forward|evaluat|\bnet\b|\.fit\(|score|self\.(?!\w*(len|length|horizon|steps?|size|num|shape)\b)/i

/** A model of models is no rival of what it is made of, nor are they meant to stand alone. */
export const upperModel = /meta|final_?(est|model|clf)|stack|blend|level_?(1|2)|second_/i

/** One value for every row: `np.full(len(y), y.mean())`, `[majority] * len(y)`. */
export const sameForAll = /(\bfull(_like)?\(|\brepeat\(|\btile\(|\bones(_like)?\(|\]\s*\*\s*len\()/
export const plainValue = /mean|median|mode\b|value_counts|idxmax|majority|most_common|prior/i

/** Feature selectors and imputers use models inside without making them rivals. */
export const wraps = /^(SelectFromModel|RFE|RFECV|SequentialFeatureSelector|IterativeImputer|Boruta\w*|SHAP\w*)$/

const metricCall =
  /^(accuracy|balanced_accuracy|f1|l1|fbeta|precision|recall|roc_auc|auc|average_precision|brier|log_loss|r2|rmse|rmsle|mse|mae|mape|smape|wape|mase|rmae|msle|mean_squared|root_mean_squared|mean_absolute|mean_absolute_percentage|median_absolute|explained_variance|max|matthews|cohen_kappa|jaccard|hamming|hinge|ndcg|dcg|top_k_accuracy|mean_pinball|mean_poisson|classification|confusion|gini|kappa|precision_recall_fscore|quadratic_weighted_kappa)(_?(score|error|loss|corrcoef|deviance|report|matrix|log_error|support|at_k|similarity|variance_score|absolute_error|percentage_error))*$/i
const measuring =
  /^(score|evaluate|cross_val_score|cross_validate|cross_val_predict|backtest|historical_forecasts|test_model|permutation_test_score)$/
const ownMeasuring =
  /(^|_)(evaluate|evaluation|eval|metrics?|scores?|benchmark|compare|assess|backtest|auc|accuracy|f1|rmse|rmsle|mae|mse|mape|smape|wape|kappa|r2|logloss|gini)(_|$)/i

/** Names of one and the same measure. */
export const familyOf = (metric: string): string =>
  /^(accuracy(_score)?|acc)$/i.test(metric)
    ? 'accuracy'
    : /^(mae|mean_absolute_error|l1_loss)$/i.test(metric)
      ? 'mae'
      : /^(r?mse|(root_)?mean_squared_error|mse_loss)$/i.test(metric)
        ? 'mse'
        : metric

export const isStandardMetric = (name: string): boolean => metricCall.test(name)

/** The metric's name when the call measures predictions. */
export function metricOf(callee: string): string | undefined {
  const name =
    callee
      .replaceAll(/\(\)|\[\]/g, '')
      .split('.')
      .at(-1) ?? ''
  if (/^max$/i.test(name)) return undefined
  if (metricCall.test(name) || measuring.test(name)) return name
  return ownMeasuring.test(name) && !/^(log|get|load|save|print|plot|write|read|set|add|update)_|^(metrics?|scores?)$/i.test(name)
    ? name
    : undefined
}

/** Text that may hold a richer model. */
export const mayBeRich = /RandomForest|ExtraTrees|Boost|XGB|LGBM|MLP(Classifier|Regressor)|\bSV[CR]\b|Sequential|LSTM/

const simpleText =
  /\b(LinearRegression|LogisticRegression\w*|Logit|OLS|Ridge\w*|Lasso\w*|ElasticNet\w*|\w+NB|NaiveBayes\w*|LinearSV[CR]|DecisionTree\w*|DummyClassifier|DummyRegressor|Naive[A-Z]\w*|SeasonalNaive\w*|HistoricAverage|LinearDiscriminantAnalysis|NormalPredictor|BaselineOnly|MajorityClass\w*|PersistenceModel)\b/
const calledSimple =
  /base_?line|naive|persist|dummy|majority|most_?(frequent|common)|popular|guess|null_acc|base_?rate|(full|zeros|ones)_like\(|np\.(full|zeros|ones|repeat|tile)\(|\] \* len\(|\.mode\(|\.shift\(|value_counts|\blag|\[:-\w+\]/i
const comparers = /\bcompare_models\b|\bLazy(Classifier|Regressor)\b|\bH2OAutoML\b/
const metricText =
  /\bnp\.(abs|mean)\(|(l1_loss|ndcg|accuracy|f1|auc|precision|recall|r2|brier|log_loss|kappa|rmse|mae|mse|mape|squared_error|absolute_error)\w*\(/i

/** Text that may hold a baseline; saves parsing the rest. */
export const mayCompare = (text: string): boolean =>
  simpleText.test(text) || comparers.test(text) || (calledSimple.test(text) && metricText.test(text))
