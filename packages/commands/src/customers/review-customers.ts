import { inShop, newId, type Tx } from '@cs/data'
import {
  type ClassChange,
  classValues,
  customersForReview,
  dueForReview,
  noteClassChanges,
  type ReviewedCustomer,
  writeReviews,
} from '@cs/data/customers'
import { recordEvents } from '@cs/data/journal'
import { packInForce } from '@cs/data/policy'
import { dayOf } from '@cs/domain/calendar'
import { reviewLifecycle } from '@cs/domain/customers'
import type { Pack } from '@cs/domain/policy'
import type { EventDraft } from '../command.ts'
import { type Actor, originFor, type Run } from '../context.ts'
import { Forbidden } from '../outcomes.ts'
import { retrying } from '../retry.ts'
import type { CommandDeps } from '../run.ts'

/**
 * Judges the lifecycle of customers whose day has come, many in one transaction (CUS-SEG-01). Returns the ids of those
 * that were looked at; the others are not due any more, or another worker is at them. The worker's: Forbidden for others.
 */
export function reviewLifecycles(
  deps: CommandDeps,
  actor: Actor,
  customerIds: readonly string[],
): Promise<readonly string[]> {
  return byWorker(deps, actor, async (tx, pack, now) => {
    const due = await dueForReview(tx, actor.shop, customerIds, pack.get('lifecycle.loyal_orders'), now)
    const changes = await settle(tx, actor.shop, due, pack, now)
    return { changes, result: due.map(({ id }) => id) }
  })
}

/**
 * Classes the customers of a shop by value, once a day (CUS-SEG-02). Returns how many changed; `null`: it was done today.
 * The worker's: throws Forbidden for anybody else.
 */
export function reviewValues(deps: CommandDeps, actor: Actor): Promise<number | null> {
  return byWorker(deps, actor, async (tx, pack, now) => {
    const changes = await classValues(tx, actor.shop, now, dayOf(now), {
      highPercent: pack.get('value.high_percent'),
      potentialMaxOrders: pack.get('value.potential_max_orders'),
    })
    await noteClassChanges(tx, actor.shop, changes ?? [], now)
    return { changes: changes ?? [], result: changes?.length ?? null }
  })
}

/** What an order changes of who placed it, at once: figures and lifecycle. The customer is locked. */
export async function reviewBuyer(run: Run, customerId: string): Promise<readonly EventDraft[]> {
  const { tx, actor, now } = run
  const { pack } = run.context
  const loyal = pack.get('lifecycle.loyal_orders')
  const customers = await customersForReview(tx, actor.shop, [customerId], loyal)
  return (await settle(tx, actor.shop, customers, pack, now)).map(told)
}

async function settle(
  tx: Tx,
  shopId: string,
  customers: readonly ReviewedCustomer[],
  pack: Pack,
  now: Date,
): Promise<readonly ClassChange[]> {
  const reviews = customers.map((customer) => ({
    customer,
    now: reviewLifecycle(customer, { lifecycle: customer.lifecycle, asOf: customer.asOf }, pack, now),
  }))
  await writeReviews(tx, shopId, reviews, now)
  const changes = reviews.flatMap(({ customer, now: { lifecycle } }) =>
    lifecycle === customer.lifecycle
      ? []
      : [{ customerId: customer.id, kind: 'LIFECYCLE', from: customer.lifecycle, to: lifecycle } as const],
  )
  await noteClassChanges(tx, shopId, changes, now)
  return changes
}

const told = ({ customerId, kind, from, to }: ClassChange): EventDraft => ({
  type: 'CustomerReclassed',
  subject: { type: 'Customer', id: customerId },
  data: { kind, from, to },
})

/** Nothing is decided about these customers, so what is stored are the classes and their events. */
async function byWorker<T>(
  deps: CommandDeps,
  actor: Actor,
  work: (
    tx: Tx,
    pack: Pack,
    now: Date,
  ) => Promise<{ readonly changes: readonly ClassChange[]; readonly result: T }>,
): Promise<T> {
  if (actor.kind !== 'worker') throw new Forbidden('customer.profile.manage')
  const now = deps.now()
  const origin = originFor(actor, newId(now), now)
  return retrying(() =>
    inShop(deps.database, actor.shop, async (tx) => {
      const pack = await packInForce(tx, actor.shop, now)
      const { changes, result } = await work(tx, pack, now)
      const ref = `${pack.ref.id}@${pack.ref.version}`
      await recordEvents(
        tx,
        origin,
        changes.map((change) => ({
          ...told(change),
          subject: { type: 'Customer', id: change.customerId },
          ruleIds: [change.kind === 'VALUE' ? 'CUS-SEG-02' : 'CUS-SEG-01'],
          pack: ref,
        })),
      )
      return result
    }),
  )
}
