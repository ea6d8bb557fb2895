import { randomUUID } from 'node:crypto'
import type { PartnerId, Permission } from '@cs/domain/access'
import { type Actor, recordCustomer } from '../src/index.ts'
import type { TestShop, World } from './shop.ts'
import { rowsOf } from './state.ts'

/** A storefront that records customers and what they say. */
export const storefront = (shop: TestShop): Extract<Actor, { kind: 'partner' }> => ({
  kind: 'partner',
  id: randomUUID() as PartnerId,
  shop: shop.id,
  scopes: ['customer.record', 'customer.consent.record', 'customer.appeal', 'order.place'] as Permission[],
})

/** Somebody new with a phone, an e-mail and an account. */
export async function newCustomer(world: World, shop: TestShop, name = '欧阳晓梅'): Promise<string> {
  const n = randomUUID().replace(/\D/g, '').padEnd(8, '0').slice(0, 8)
  const outcome = await recordCustomer(world.deps, storefront(shop), {
    name,
    salutation: 'MS',
    contacts: [
      { kind: 'PHONE', value: `139${n}` },
      { kind: 'EMAIL', value: `mei${n}@example.com` },
      { kind: 'PLATFORM_ACCOUNT', value: `mei_${randomUUID()}` },
    ],
  })
  if (outcome.kind !== 'Success') throw new Error(JSON.stringify(outcome))
  return outcome.customerId
}

/** A customer's row. */
export async function customerRow(world: World, id: string): Promise<Record<string, unknown>> {
  const [row] = await rowsOf<Record<string, unknown>>(world, 'SELECT * FROM customers WHERE id = $1', [id])
  if (!row) throw new Error(`no customer ${id}`)
  return row
}

/** The rules that denied something. */
export async function denials(world: World, decisionId: string): Promise<string[]> {
  const rows = await rowsOf<{ rule: string }>(
    world,
    `SELECT f ->> 'rule' AS rule FROM decisions, jsonb_array_elements(findings) f WHERE id = $1 AND f ->> 'verdict' = 'DENY'`,
    [decisionId],
  )
  return rows.map(({ rule }) => rule)
}
