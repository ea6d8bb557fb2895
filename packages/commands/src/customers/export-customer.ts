import { inShop, newId } from '@cs/data'
import { addExport, type PersonRecord, personRecord, serveExport } from '@cs/data/customers'
import { recordAudit } from '@cs/data/journal'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import { type Actor, originFor, principalOf } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { scopeOf } from '../scope.ts'
import { isSame, signatureOf } from '../signature.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'

const EXPORT_PURPOSES = ['CUSTOMER_REQUEST', 'AUTHORITY_REQUEST'] as const

/** For how long what is known of a person may be fetched after it was asked for, in milliseconds. */
const HOLDS = 60 * 60_000

const schema = z.strictObject({ ...customerInput, purpose: z.enum(EXPORT_PURPOSES) })
export type RequestCustomerExportInput = z.input<typeof schema>

interface Ids {
  readonly exportId: string
  /** RFC 3339 UTC. */
  readonly expiresAt: string
}
export type CustomerExportRequested = CustomerChanged & Ids

/** Opens the handing out of all that is known of a person (PRV-15), for a purpose, with an audit entry. */
export function requestCustomerExport(
  deps: CommandDeps,
  actor: Actor,
  input: RequestCustomerExportInput,
): Promise<Outcome<CustomerExportRequested>> {
  return runCommand(deps, actor, requestCustomerExportCommand, input)
}

const requestCustomerExportCommand = customerCommand<z.output<typeof schema>, Ids>({
  name: 'requestCustomerExport',
  permission: 'customer.export',
  schema,
  ask: () => ({ step: 'EXPORT' }),
  async execute(run, { customerId, purpose }, found) {
    const { tx, actor, now } = run
    const expiresAt = new Date(now.getTime() + HOLDS)
    const exportId = await addExport(tx, actor.shop, {
      customerId,
      purpose,
      requestedBy: requireAgent(run, 'customer.export').id,
      at: now,
      expiresAt,
    })
    return {
      version: found.version,
      ids: { exportId, expiresAt: expiresAt.toISOString() },
      events: [{ type: 'CustomerExportRequested', data: { exportId, purpose } }],
      fields: ['exports'],
      purpose,
    }
  },
})

/** Signs the right to fetch an export, once, by who asked for it. */
export function signExport(hashKey: string, shopId: string, exportId: string): string {
  const claims = [shopId, exportId].join('.')
  return `${claims}.${mac(hashKey, claims)}`
}

const mac = (hashKey: string, claims: string) => signatureOf(hashKey, 'customer-export', claims)

/** What is handed out: who asked for it, what for, and all that is known. */
export interface CustomerExport {
  readonly exportId: string
  readonly purpose: string
  readonly madeAt: string
  readonly person: PersonRecord
}

/**
 * Hands out all that is known of a person under a token, once, to who asked for it, with an audit entry in the same
 * transaction. Nothing of it is kept. `null`: the token is not theirs, was used, or ran out. Throws Forbidden without the
 * permission.
 */
export async function fetchCustomerExport(
  deps: CommandDeps,
  actor: Actor,
  token: string,
): Promise<CustomerExport | null> {
  scopeOf(actor, 'customer.export')
  const exportId = exportIn(deps.hashKey, actor.shop, token)
  const by = principalOf(actor)
  if (!exportId || !by) return null
  const now = deps.now()
  return inShop(deps.database, actor.shop, async (tx) => {
    const served = await serveExport(tx, actor.shop, exportId, by, now)
    const person = served && (await personRecord(tx, actor.shop, served.customerId))
    if (!served || !person) return null
    await recordAudit(tx, originFor(actor, newId(now), now), {
      subject: { type: 'Customer', id: served.customerId },
      permission: 'customer.export',
      action: 'fetchCustomerExport',
      purpose: served.purpose,
      fields: Object.keys(person),
    })
    return { exportId, purpose: served.purpose, madeAt: now.toISOString(), person }
  })
}

/** The export that a token of a shop is for; `null`: it is none of ours. */
function exportIn(hashKey: string, shop: string, token: string): string | null {
  const [shopId = '', exportId = '', signature = '', ...more] = token.split('.')
  const genuine = isSame(signature, mac(hashKey, [shopId, exportId].join('.')))
  return genuine && more.length === 0 && shopId === shop ? exportId : null
}
