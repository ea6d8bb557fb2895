import { inShop, newId } from '@cs/data'
import { phoneSearchesSince } from '@cs/data/customers'
import { recordAudit } from '@cs/data/journal'
import { PHONE_SEARCHES_PER_HOUR } from '@cs/domain/customers'
import { type Actor, originFor, principalOf } from '../context.ts'
import type { CommandDeps } from '../run.ts'
import { scopeOf } from '../scope.ts'

const HOUR_MS = 3_600_000

/** Too many whole-phone searches within the hour. */
export class SearchLimited extends Error {
  override readonly name = 'SearchLimited'
  /** When the next one is possible. */
  readonly nextAt: Date
  constructor(nextAt: Date) {
    super(`At most ${PHONE_SEARCHES_PER_HOUR} searches by a whole phone number an hour.`)
    this.nextAt = nextAt
  }
}

/**
 * Records that somebody is about to search by a whole phone number (PRV-01): an audit entry without the
 * number, and at most a fixed count an hour. Throws Forbidden without the permission, SearchLimited beyond.
 */
export async function recordPhoneSearch(deps: CommandDeps, actor: Actor): Promise<void> {
  scopeOf(actor, 'customer.search_phone')
  const now = deps.now()
  const commandId = newId(now)
  await inShop(deps.database, actor.shop, async (tx) => {
    const who = principalOf(actor) ?? actor.shop
    const searches = await phoneSearchesSince(tx, actor.shop, who, new Date(now.getTime() - HOUR_MS))
    const [oldest] = searches
    if (oldest && searches.length >= PHONE_SEARCHES_PER_HOUR)
      throw new SearchLimited(new Date(oldest.getTime() + HOUR_MS))
    await recordAudit(tx, originFor(actor, commandId, now), {
      subject: { type: 'Shop', id: actor.shop },
      permission: 'customer.search_phone',
      action: 'searchByPhone',
      fields: ['phone'],
    })
  })
}
