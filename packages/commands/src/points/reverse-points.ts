import { findPointsJournal, type PointsAccounts, type PointsJournal } from '@cs/data/points'
import { judgePoints, type PointsRequest } from '@cs/domain/points'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { byHand, requireOwnAuthority } from './by-hand.ts'
import { loadPoints } from './member.ts'
import { undo } from './undo.ts'

const schema = z.strictObject({
  /** One of the entries of the journal that is undone. */
  entryId: id,
  expectedVersion: version.optional(),
  /** Required: points move. Optional only inside a request for approval. */
  idempotencyKey: idempotencyKey.optional(),
})
export type ReversePointsInput = z.input<typeof schema>

export interface PointsReversed {
  readonly customerId: string
  readonly journalId: string
  /** What it brought the member: below zero where points were taken back. */
  readonly points: number
}

type Asked = Extract<PointsRequest, { step: 'REVERSE_POINTS' }>
interface Found extends Loaded<Asked> {
  readonly accounts: PointsAccounts
  readonly journal: PointsJournal
}

/**
 * Undoes a journal of points by another one: nothing is edited. What was given by hand, for a review, a check-in or as a
 * prize can be undone once, within authority; points of orders go with their orders.
 */
export function reversePoints(
  deps: CommandDeps,
  actor: Actor,
  input: ReversePointsInput,
): Promise<Outcome<PointsReversed>> {
  return runCommand(deps, actor, reversePointsCommand, input, { keyRequired: true })
}

export const reversePointsCommand: Command<z.output<typeof schema>, Asked, PointsReversed, Found> = {
  name: 'reversePoints',
  permission: 'points.adjust',
  schema,
  subjectType: 'Member',
  async load(run, { entryId }) {
    const { tx, actor } = run
    const found = await findPointsJournal(tx, actor.shop, entryId)
    const accounts = found && (await loadPoints(run, found.customerId))
    // Read again under the lock of the member: somebody may have undone it meanwhile.
    const journal = accounts && (await findPointsJournal(tx, actor.shop, entryId))
    if (!journal) return null
    const { customerId, kind, reversed, points } = journal
    const hand = await byHand(run, customerId, accounts, -points)
    const facts = { step: 'REVERSE_POINTS', kind, reversed, ...hand } as const
    return { subjectId: customerId, version: accounts.version, facts, accounts, journal }
  },
  async attempt(run, _input, { facts, version: current }) {
    requireOwnAuthority(run, current, facts)
    return facts
  },
  judge: judgePoints,
  async execute(run, _input, { accounts, journal }) {
    const journalId = await undo(run, journal, accounts)
    const { customerId, points } = journal
    return {
      ids: { customerId, journalId, points: -points },
      events: [
        {
          type: 'PointsReversed',
          data: { journalId, reverses: journal.id, kind: journal.kind, points: -points },
        },
      ],
      fields: ['points'],
    }
  },
}
