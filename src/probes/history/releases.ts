/** Which tags name a release, and days between two times. */

/** v1.2, 1.2.3, release-2026-01, model/3.1. */
const version = /(^|[/_-])(v|ver|release[-_]?)?\d+([._-]\d+)+/i

export const isRelease = (tag: string): boolean => version.test(tag)

const dayMs = 86_400_000

/** Whole and part days from one ISO time to another; negative when the second comes first. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs
