/** Who wrote an entry, in which shop, in which command, and when by the service's clock. */
export interface Origin {
  readonly shopId: string
  readonly actorKind: 'AGENT' | 'PARTNER' | 'WORKER'
  /** `null` for the worker. */
  readonly actorId: string | null
  readonly commandId: string
  readonly at: Date
}

/** What an entry is about. */
export interface Subject {
  readonly type: string
  readonly id: string
}
