import { randomUUID } from 'node:crypto'
import { openDatabase } from '@cs/data'
import type { AgentId, Grade, PartnerId, Permission, ShopId } from '@cs/domain/access'
import { CONFLICTS, DEMO_PACKS, type PackConfig, type PackDocument, publishPack } from '@cs/domain/policy'
import { cloneDatabase } from '@cs/tooling/database'
import pg from 'pg'
import type { Actor, CommandDeps } from '../src/index.ts'

/** The service's time in these tests: a Wednesday noon in Shanghai, in a year whose calendar is published. */
export const NOW = new Date('2026-11-18T04:00:00.000Z')

type Agent = Extract<Actor, { kind: 'agent' }>

/** A shop of its own with a pack, people, a customer and goods. */
export interface TestShop {
  readonly id: ShopId
  readonly customerId: string
  readonly productId: string
  /** Two specifications at 100 yuan, 20 pieces each, and a third at 120 yuan. */
  readonly skus: { readonly s: string; readonly m: string; readonly dear: string }
  readonly specialist: Agent
  readonly colleague: Agent
  readonly supervisor: Agent
  readonly otherSupervisor: Agent
  readonly manager: Agent
  readonly partner: Extract<Actor, { kind: 'partner' }>
}

export interface World {
  readonly deps: CommandDeps
  readonly admin: pg.Pool
  readonly workerUrl: string
  /** Moves the service's clock. */
  setNow(now: Date): void
  close(): Promise<void>
}

/** A database of one's own, and the command's dependencies over it. */
export async function openWorld(name: string): Promise<World> {
  const clone = await cloneDatabase(name)
  const database = openDatabase({ readUrl: clone.readUrl, writeUrl: clone.writeUrl, max: 12 })
  const admin = new pg.Pool({ connectionString: clone.adminUrl, max: 4 })
  admin.on('error', () => {})
  admin.on('connect', (client) => client.on('error', () => {}))
  let now = NOW
  return {
    deps: { database, now: () => now, hashKey: 'test-hash-key' },
    admin,
    workerUrl: clone.workerUrl,
    setNow(next) {
      now = next
    },
    async close() {
      await database.close()
      await admin.end()
      await clone.drop()
    },
  }
}

/** Opens a shop that runs on a demo pack, or on one that differs from it in some values. */
export async function openShop(
  world: World,
  pack: keyof typeof DEMO_PACKS = 'general',
  overrides?: PackConfig['overrides'],
): Promise<TestShop> {
  const { admin } = world
  const id = randomUUID() as ShopId
  const at = '2026-01-01T00:00:00Z'
  await admin.query('INSERT INTO shops (id, code, name, created_at) VALUES ($1, $2, $2, $3)', [
    id,
    `t-${id}`,
    at,
  ])
  const document = overrides ? overridden(overrides) : DEMO_PACKS[pack]
  await publishTo(world, id, document, '2024-01-01')
  const agent = (grade: Grade, team: readonly Agent[] = []) => addAgent(world, id, grade, team)
  const specialist = await agent('specialist')
  const colleague = await agent('senior')
  const customerId = randomUUID()
  await addCustomer(world, id, customerId)
  const productId = await addProduct(world, id)
  const sku = (code: string, fen: number) => addSku(world, id, productId, code, fen)
  return {
    id,
    customerId,
    productId,
    skus: { s: await sku('S', 10_000), m: await sku('M', 10_000), dear: await sku('L', 12_000) },
    specialist,
    colleague,
    supervisor: await agent('supervisor', [specialist]),
    otherSupervisor: await agent('supervisor'),
    manager: await agent('manager'),
    partner: {
      kind: 'partner',
      id: randomUUID() as PartnerId,
      shop: id,
      scopes: [
        'price.quote',
        'price.offer.read',
        'coupon.issue',
        'order.place',
        'price.protection.claim',
        'order.record_payment',
        'order.cancel',
        'order.change_address',
        'order.change_item',
        'order.report_problem',
        'after_sale.read',
        'after_sale.request',
        'after_sale.receive',
        'points.check_in',
        'points.spend',
        'review.record',
        'reward.fulfil',
      ] as Permission[],
    },
  }
}

/** Publishes a pack for a shop, effective from a day. */
export async function publishTo(
  { admin }: World,
  shop: string,
  document: PackDocument,
  effectiveFrom: string,
): Promise<void> {
  const { id, version, hash, sources } = document
  await admin.query(
    `INSERT INTO policy_packs (shop_id, id, version, hash, sources, document, effective_from, published_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, '2026-01-01T00:00:00Z')`,
    [shop, id, version, hash, sources, JSON.stringify(document), effectiveFrom],
  )
}

/** The base with values of the shop's own; the choices are those of the general shop. */
function overridden(overrides: NonNullable<PackConfig['overrides']>) {
  const { values } = DEMO_PACKS.general
  const asked = CONFLICTS.filter((each) => each.mode === 'ASK').flatMap((each) => each.keys)
  const choices = Object.fromEntries(asked.map((key) => [key, values[key]?.value]))
  return publishPack({ id: 'own', version: 1, overlays: [], effectiveFrom: '2024-01-01', choices, overrides })
}

async function addAgent(
  { admin }: World,
  shop: ShopId,
  grade: Grade,
  team: readonly Agent[],
): Promise<Agent> {
  const id = randomUUID() as AgentId
  await admin.query(
    `INSERT INTO agents (id, number, subject, name, created_at) VALUES ($1::uuid, $1::text, $1::text, $2, '2026-01-01')`,
    [id, grade],
  )
  await admin.query(
    `INSERT INTO memberships (shop_id, agent_id, grade, function, since) VALUES ($1, $2, $3, 'in_sale', '2026-01-01')`,
    [shop, id, grade],
  )
  const supervised = team.map((each) => each.id)
  return { kind: 'agent', id, shop, grade, function: 'in_sale', department: 'service', team: supervised }
}

async function addCustomer({ admin }: World, shop: ShopId, id: string): Promise<void> {
  await admin.query(
    `INSERT INTO customers (shop_id, id, number, name, name_masked, form_of_address, lifecycle, value_class, created_at)
     VALUES ($1, $2::uuid, $2::text, '陈晓', '陈*', '女士', 'ACTIVE', 'ORDINARY', '2026-01-01')`,
    [shop, id],
  )
  await admin.query(
    `INSERT INTO members (shop_id, customer_id, number, tier, tier_since, joined_at, points_available, points_pending)
     VALUES ($1, $2::uuid, $2::text, 'ORDINARY', '2026-01-01', '2026-01-01', 0, 0)`,
    [shop, id],
  )
  await admin.query(
    `WITH v AS (INSERT INTO contact_vault (shop_id, id, customer_id, kind, value, recorded_at)
       VALUES ($1, gen_random_uuid(), $2, 'PHONE', '13812345678', '2026-01-01') RETURNING id)
     INSERT INTO contact_points (shop_id, id, customer_id, kind, masked, last4, lookup_hash, vault_id, recorded_at)
     SELECT $1, gen_random_uuid(), $2, 'PHONE', '138****5678', '5678', 'hash', v.id, '2026-01-01' FROM v`,
    [shop, id],
  )
}

export async function addProduct({ admin }: World, shop: ShopId): Promise<string> {
  const { rows } = await admin.query<{ id: string }>(
    `INSERT INTO products (shop_id, id, number, name, brand, category, subcategory, origin, ship_from, price_fen,
       cost_fen, invoice_content, created_at)
     VALUES ($1, gen_random_uuid(), gen_random_uuid(), '纯棉衬衫', '云裳', 'APPAREL', 'MENSWEAR', '杭州', '杭州', 10000,
       4000, '服装', '2026-01-01') RETURNING id`,
    [shop],
  )
  return String(rows[0]?.id)
}

export async function addSku(
  { admin }: World,
  shop: ShopId,
  product: string,
  code: string,
  fen: number,
): Promise<string> {
  const { rows } = await admin.query<{ id: string }>(
    `INSERT INTO skus (shop_id, id, product_id, code, spec, price_fen, stock)
     VALUES ($1, gen_random_uuid(), $2, $3, $3, $4, 20) RETURNING id`,
    [shop, product, code, fen],
  )
  return String(rows[0]?.id)
}
