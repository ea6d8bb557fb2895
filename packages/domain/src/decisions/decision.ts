/** A sentence in the two languages that are served. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/** Where a rule or a value comes from: a document and its section, or our own default. */
export type Basis =
  | { readonly kind: 'cited'; readonly document: SourceDocument; readonly section: string }
  | { readonly kind: 'default'; readonly note: string }

/** The five handbooks, by the code of the rule catalogue. */
export type SourceDocument = '000' | '001' | '002' | '003' | '004'

/** What one rule says of one case. PASS and WARN let it happen; WARN asks for attention. */
export type Verdict = 'PASS' | 'WARN' | 'NEEDS_APPROVAL' | 'DENY'

/** What would change the answer. */
export type RemedyKind = 'EVIDENCE' | 'APPROVAL' | 'ALTERNATIVE' | 'WAIT' | 'CORRECTION'

/** One way to change an answer: evidence to bring, who can approve, or what to do instead. */
export interface Remedy {
  readonly kind: RemedyKind
  readonly text: Bilingual
  /** What to bring, for EVIDENCE: a code such as `IDENTITY_CHECK`. */
  readonly evidence?: string
  /** The permission whose holder can approve, for APPROVAL. */
  readonly approver?: string
  /** The action to take instead, for ALTERNATIVE. */
  readonly alternative?: string
  /** RFC 3339 UTC; the remedy is open until then. Absent: no limit. */
  readonly openUntil?: string
}

/** A value of the pack that took part in a finding. */
export interface ValueInForce {
  readonly key: string
  readonly value: string
  readonly basis: Basis
}

/** One rule's verdict, with the sentence for the customer or the agent. */
export interface Finding {
  readonly rule: string
  readonly verdict: Verdict
  readonly message: Bilingual
  readonly values: readonly ValueInForce[]
  readonly remedies: readonly Remedy[]
}

export type Outcome = 'ALLOWED' | 'NEEDS_APPROVAL' | 'DENIED'

/** The pack a decision was judged by. */
export interface PackRef {
  readonly id: string
  readonly version: number
  readonly hash: string
}

/** All findings on one question and what follows from them. DENY outweighs NEEDS_APPROVAL outweighs the rest. */
export interface Decision {
  readonly action: string
  readonly outcome: Outcome
  readonly findings: readonly Finding[]
  readonly pack: PackRef
}
