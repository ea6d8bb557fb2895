import type { Permission } from '@cs/domain/access'
import type { Context, Decision } from '@cs/domain/decisions'
import type { z } from 'zod'
import type { Run } from './context.ts'

/** The subject as it was found and locked. */
export interface Loaded<Facts> {
  readonly subjectId: string
  readonly version: number
  /** What the rules judge: plain JSON without personal data, stored with the decision to replay it. */
  readonly facts: Facts
}

/** An event about the command's subject, unless it names another. */
export interface EventDraft {
  readonly type: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly subject?: { readonly type: string; readonly id: string }
}

/** What a command wrote: the ids to answer with, its events, and the names of the fields it changed. */
export interface Done<Ids> {
  readonly ids: Ids
  readonly events: readonly EventDraft[]
  readonly fields: readonly string[]
  /** Why, for the audit entry: a purpose code. */
  readonly purpose?: string
}

/** What follows from a decision: do it, say no, or say that it takes an approval. */
export type Consequence = 'EXECUTE' | 'DENY' | 'ASK'

/** One command. The mechanism in run.ts calls its parts in the order in which they stand here. */
export interface Command<
  Input extends object,
  Facts extends object,
  Ids extends object,
  Found extends Loaded<Facts> = Loaded<Facts>,
> {
  readonly name: string
  readonly permission: Permission
  readonly schema: z.ZodType<Input>
  readonly subjectType: string
  /** Finds and locks the subject; `null`: not in this shop. */
  readonly load: (run: Run, input: Input) => Promise<Found | null>
  /** A further permission that this subject asks for. */
  readonly alsoNeeds?: (run: Run, facts: Facts) => Permission | null
  /** Records what is kept even if the rules say no, and completes the facts with it. Not called by previews. */
  readonly attempt?: (run: Run, input: Input, found: Found) => Promise<Facts>
  /** Pure: the domain's verdict. */
  readonly judge: (facts: Facts, context: Context) => Decision
  /** Where the consequence is not the decision's own. Throws `Withdrawn` to refuse. */
  readonly consequence?: (run: Run, decision: Decision) => Consequence
  readonly execute: (run: Run, input: Input, found: Found, decision: StoredDecision) => Promise<Done<Ids>>
}

/** A decision with the id under which it was stored. */
export interface StoredDecision {
  readonly id: string
  readonly decision: Decision
}
