/** What may be said of one call. */
export interface CallOptions {
  /** Ends the call early: it throws ABORTED. A command may have been done all the same; ask again with its key. */
  readonly signal?: AbortSignal
  /** Milliseconds until the call throws TIMEOUT; that of the client where nothing is said. */
  readonly timeoutMs?: number
}
