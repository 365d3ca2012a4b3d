/** Tables and prediction logs: one sandboxed engine per run, and handles on what lies in its folders. */
export { type Engine, type EngineOptions, openEngine } from './engine.ts'
export { openPredictions, type PredictionsRequest } from './open-predictions.ts'
export { type Opened, openTable, type TableRequest } from './open-table.ts'
export { refuseRolesOfNone } from './roles.ts'
