import {
  breachClocks,
  type CommandDeps,
  expireApproval,
  lapseAfterSale,
  type Outcome,
  passEscalation,
  remindSendBack,
  warnClocks,
} from '@cs/commands'
import { lapsedApprovals } from '@cs/data/approvals'
import { type DueClock, type DuePlace, dueClocks } from '@cs/data/clocks'
import { dueEscalations } from '@cs/data/complaints'
import type { Principal, ShopId } from '@cs/domain/access'

/** One thing that has come due, in its shop. */
export interface DueJob {
  /** What is to be done: jobs of one kind and shop may be done together. */
  readonly kind: string
  readonly id: string
  readonly shopId: string
  readonly place: DuePlace
  /** Does it by its command. `false`: it is still due. */
  readonly settle: () => Promise<boolean>
}

/** Where due work comes from: pages over all shops, in the order of due times. */
export interface DueSource {
  page(after: DuePlace, size: number): Promise<readonly DueJob[]>
  /** Does jobs of one kind and shop in one transaction: all, or none where it throws. Absent: each by itself. */
  readonly together?: {
    readonly [kind: string]: (shopId: string, ids: readonly string[]) => Promise<unknown>
  }
}

/** Requests for approval whose time is over. */
export function approvalsDue(deps: CommandDeps): DueSource {
  return {
    async page(after, size) {
      const rows = await lapsedApprovals(deps.database.writer, deps.now(), after, size)
      return rows.map(({ shopId, id, dueAt }) => ({
        kind: 'approval',
        id,
        shopId,
        place: { at: dueAt, id },
        settle: () => over(expireApproval(deps, workerOf(shopId), { approvalId: id })),
      }))
    },
  }
}

/** Escalations that nobody on call has acknowledged in time: they go on to the manager (Q59). */
export function escalationsDue(deps: CommandDeps): DueSource {
  return {
    async page(after, size) {
      const rows = await dueEscalations(deps.database.writer, deps.now(), after, size)
      return rows.map(({ shopId, id, dueAt }) => ({
        kind: 'escalation',
        id,
        shopId,
        place: { at: dueAt, id },
        settle: () => over(passEscalation(deps, workerOf(shopId), { escalationId: id })),
      }))
    },
  }
}

/** Promises that run out, are to be reminded of, or are broken. */
export function clocksDue(deps: CommandDeps): DueSource {
  const warn = (shopId: string, ids: readonly string[]) => warnClocks(deps, workerOf(shopId), ids)
  const breach = (shopId: string, ids: readonly string[]) => breachClocks(deps, workerOf(shopId), ids)
  const settle: Record<Kind, (clock: DueClock) => Promise<boolean>> = {
    warn: async ({ shopId, id }) => (await warn(shopId, [id])).includes(id),
    breach: async ({ shopId, id }) => (await breach(shopId, [id])).includes(id),
    remind: ({ shopId, subjectId }) => over(remindSendBack(deps, workerOf(shopId), { caseId: subjectId })),
    async lapse({ shopId, id, subjectId }) {
      const outcome = await lapseAfterSale(deps, workerOf(shopId), { caseId: subjectId })
      // Where the rules say no, it is told that it is broken: else it would be due for ever.
      if (outcome.kind === 'PolicyDenied') await breach(shopId, [id])
      return outcome.kind !== 'Conflict'
    },
  }
  return {
    async page(after, size) {
      const rows = await dueClocks(deps.database.writer, deps.now(), after, size)
      return rows.map((clock) => ({
        kind: kindOf(clock),
        id: clock.id,
        shopId: clock.shopId,
        place: { at: clock.dueAt, id: clock.id },
        settle: () => settle[kindOf(clock)](clock),
      }))
    },
    together: { warn, breach },
  }
}

type Kind = 'warn' | 'breach' | 'remind' | 'lapse'

/** Most promises are told of. Goods that did not come back end their after-sale (AS-WF-RFD-2). */
function kindOf({ due, name }: DueClock): Kind {
  if (due === 'BREACH') return name === 'after_sale.send_back' ? 'lapse' : 'breach'
  return due === 'WARN' ? 'warn' : 'remind'
}

/** Whether a command leaves nothing to be done. NotFound: another worker was there, or it is over. */
export async function over(outcome: Promise<Outcome>): Promise<boolean> {
  const { kind } = await outcome
  return kind === 'Success' || kind === 'NotFound'
}

/** The service itself, in a shop. */
export const workerOf = (shop: string): Extract<Principal, { kind: 'worker' }> => ({
  kind: 'worker',
  shop: shop as ShopId,
})
