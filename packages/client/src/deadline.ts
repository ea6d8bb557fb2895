import { CsError } from './errors.ts'

/** A signal that says why it was aborted, with the error that the call throws. */
export function deadline(timeoutMs: number, outer: AbortSignal | undefined) {
  const controller = new AbortController()
  const { signal } = controller
  const abort = () =>
    controller.abort(new CsError('ABORTED', 'The caller ended the call.', { cause: outer?.reason }))
  const timer = setTimeout(() => {
    controller.abort(new CsError('TIMEOUT', `No answer within ${timeoutMs} ms.`))
  }, timeoutMs)
  if (outer?.aborted) abort()
  outer?.addEventListener('abort', abort, { once: true })
  return {
    signal,
    /** What is waited for, or the error of the signal where that comes first. */
    race: <Value>(waited: Promise<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        if (signal.aborted) reject(signal.reason)
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        waited.then(resolve, reject)
      }),
    clear: () => {
      clearTimeout(timer)
      outer?.removeEventListener('abort', abort)
    },
  }
}
