/** What is known of predictors that compete in a file, and of the metrics that are applied to them. */
import type { Predictor } from './predictors.ts'

/** `own`: a class of this repository. */
export type Rival = Predictor & { line: number; own: boolean }
/** One application of a metric: to what; `other` when something is measured of which nothing is known. */
export type Measuring = { metric: string; line: number; rivals: Rival[]; other: boolean; loop: boolean }
export type Origins = {
  rivals: Rival[]
  measurings: Measuring[]
  /** Rivals that stand in one literal list or dictionary. */
  groups: Rival[][]
  /** What functions and classes of the file give to those who call them. */
  gives: Map<string, Rival[]>
}

/** `isOwn`: whether a resolved name is one of this repository. `given`: what such a name gives when it is called. */
export type Elsewhere = { isOwn(name: string): boolean; given(name: string): Rival[] | undefined }
