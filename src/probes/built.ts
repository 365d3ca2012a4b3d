/** Every probe there is, by file. Written by `npm run probes`; do not edit. */
import type { Probe } from '../model/index.ts'
import dataDrift from './data/drift.ts'
import dataDuplicates from './data/duplicates.ts'
import dataEntityOverlap from './data/entity-overlap.ts'
import dataLabelGiveaway from './data/label-giveaway.ts'
import dataProfile from './data/profile.ts'
import dataRowOverlap from './data/row-overlap.ts'
import dataTimeOrder from './data/time-order.ts'
import dataUnseenCategories from './data/unseen-categories.ts'
import modelBaselineGain from './model/baseline-gain.ts'
import modelByWeek from './model/by-week.ts'
import modelCalibration from './model/calibration.ts'
import modelClassification from './model/classification.ts'
import modelRegression from './model/regression.ts'
import modelWeakSlices from './model/weak-slices.ts'
import monitoringConfidence from './monitoring/confidence.ts'
import practiceDependencyNotices from './practice/dependency-notices.ts'
import practiceFeaturePolicy from './practice/feature-policy.ts'
import practiceModelReview from './practice/model-review.ts'
import practicePrivacy from './practice/privacy.ts'
import practiceRollout from './practice/rollout.ts'
import repoActivity from './repo/activity.ts'
import repoAutoscaling from './repo/autoscaling.ts'
import repoBaseline from './repo/baseline.ts'
import repoCiRuns from './repo/ci-runs.ts'
import repoCiTests from './repo/ci-tests.ts'
import repoCodeLeakage from './repo/code-leakage.ts'
import repoContents from './repo/contents.ts'
import repoContinuousTraining from './repo/continuous-training.ts'
import repoDataValidation from './repo/data-validation.ts'
import repoDataVersioning from './repo/data-versioning.ts'
import repoDependencyLock from './repo/dependency-lock.ts'
import repoDeploy from './repo/deploy.ts'
import repoExperimentTracking from './repo/experiment-tracking.ts'
import repoFeatureTests from './repo/feature-tests.ts'
import repoFlags from './repo/flags.ts'
import repoLicences from './repo/licences.ts'
import repoModelCard from './repo/model-card.ts'
import repoModelFiles from './repo/model-files.ts'
import repoModelGate from './repo/model-gate.ts'
import repoModelRegistry from './repo/model-registry.ts'
import repoModelTests from './repo/model-tests.ts'
import repoMonitoring from './repo/monitoring.ts'
import repoPersonalData from './repo/personal-data.ts'
import repoPipelineTest from './repo/pipeline-test.ts'
import repoPrompts from './repo/prompts.ts'
import repoRollback from './repo/rollback.ts'
import repoRollout from './repo/rollout.ts'
import repoRunRecords from './repo/run-records.ts'
import repoSecrets from './repo/secrets.ts'
import repoSeeds from './repo/seeds.ts'
import repoShadow from './repo/shadow.ts'
import repoUnitTests from './repo/unit-tests.ts'
import repoVendorModels from './repo/vendor-models.ts'
import servingCost from './serving/cost.ts'
import servingLatency from './serving/latency.ts'
import teamPeople from './team/people.ts'
import teamReleases from './team/releases.ts'
import teamReview from './team/review.ts'

export const built: readonly Probe[] = [
  dataDrift,
  dataDuplicates,
  dataEntityOverlap,
  dataLabelGiveaway,
  dataProfile,
  dataRowOverlap,
  dataTimeOrder,
  dataUnseenCategories,
  modelBaselineGain,
  modelByWeek,
  modelCalibration,
  modelClassification,
  modelRegression,
  modelWeakSlices,
  monitoringConfidence,
  practiceDependencyNotices,
  practiceFeaturePolicy,
  practiceModelReview,
  practicePrivacy,
  practiceRollout,
  repoActivity,
  repoAutoscaling,
  repoBaseline,
  repoCiRuns,
  repoCiTests,
  repoCodeLeakage,
  repoContents,
  repoContinuousTraining,
  repoDataValidation,
  repoDataVersioning,
  repoDependencyLock,
  repoDeploy,
  repoExperimentTracking,
  repoFeatureTests,
  repoFlags,
  repoLicences,
  repoModelCard,
  repoModelFiles,
  repoModelGate,
  repoModelRegistry,
  repoModelTests,
  repoMonitoring,
  repoPersonalData,
  repoPipelineTest,
  repoPrompts,
  repoRollback,
  repoRollout,
  repoRunRecords,
  repoSecrets,
  repoSeeds,
  repoShadow,
  repoUnitTests,
  repoVendorModels,
  servingCost,
  servingLatency,
  teamPeople,
  teamReleases,
  teamReview,
] as unknown as Probe[]
