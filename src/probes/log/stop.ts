/** Ends a probe's work between two queries when it was told to stop. */
import { CannotLook } from '../../model/handles.ts'

export const stopWhenTold = (signal: AbortSignal): void => {
  if (!signal.aborted) return
  throw signal.reason instanceof CannotLook ? signal.reason : new CannotLook('cancelled', 'stopped before the log was read to its end')
}
