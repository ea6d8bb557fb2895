/** What is true of a request for approval when somebody decides it. */
export interface ApprovalFacts {
  readonly id: string
  readonly number: string
  /** The command that waits for it. */
  readonly action: string
  readonly subjectId: string
  readonly expiresAt: string
  /** Whoever decides is the one who asked. */
  readonly ownRequest: boolean
}
