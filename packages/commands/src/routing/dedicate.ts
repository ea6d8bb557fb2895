import type { Tx } from '@cs/data'
import { type Origin, recordEvents } from '@cs/data/journal'
import { dedicateAgents, keepers, lockRouting, withoutKeeper } from '@cs/data/routing'
import { chooseKeepers } from '@cs/domain/routing'

/**
 * Gives each of these members somebody who looks after them (MEM-02), unless somebody who still works in the shop does
 * already: the agent who looks after the fewest. Does nothing where nobody works in the shop's service. Returns how many got one.
 */
export async function dedicate(tx: Tx, origin: Origin, customerIds: readonly string[]): Promise<number> {
  if (customerIds.length === 0) return 0
  await lockRouting(tx, origin.shopId)
  const alone = await withoutKeeper(tx, origin.shopId, customerIds)
  if (alone.length === 0) return 0
  const chosen = chooseKeepers(await keepers(tx, origin.shopId), alone.length)
  const pairs = alone.flatMap((customerId, i) => {
    const agentId = chosen[i]
    return agentId ? [{ customerId, agentId }] : []
  })
  await assign(tx, origin, pairs)
  return pairs.length
}

/** Writes who looks after members from now on, and tells of it. */
export async function assign(
  tx: Tx,
  origin: Origin,
  pairs: readonly { readonly customerId: string; readonly agentId: string }[],
): Promise<void> {
  await dedicateAgents(tx, origin.shopId, pairs, origin.at)
  for (const { customerId, agentId } of pairs)
    await recordEvents(tx, origin, [
      {
        type: 'DedicatedAgentAssigned',
        subject: { type: 'Member', id: customerId },
        ruleIds: ['MEM-02'],
        data: { customerId, agentId },
      },
    ])
}
