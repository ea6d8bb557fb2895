/** Where an entry comes from: who acted, in which shop, by which command, when. */
export interface Origin {
  readonly shopId: string
  readonly actorKind: 'AGENT' | 'PARTNER' | 'WORKER'
  /** `null` for the worker. */
  readonly actorId: string | null
  readonly commandId: string
  readonly at: Date
}

/** What an entry is about, for example `{ type: 'Order', id }`. */
export interface Subject {
  readonly type: string
  readonly id: string
}

/** The columns that decisions, events and audit entries share. */
export function originColumns(origin: Origin, subject: Subject) {
  return {
    shop_id: origin.shopId,
    actor_kind: origin.actorKind,
    actor_id: origin.actorId,
    command_id: origin.commandId,
    subject_type: subject.type,
    subject_id: subject.id,
  }
}
