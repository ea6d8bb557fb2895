import type pg from 'pg'
import { asAdmin } from '../database/index.ts'
import { seedAuthored } from './authored.ts'
import { script } from './bulk.ts'
import { seedCatalog } from './catalog.ts'
import { seedClocks } from './clocks.ts'
import { seedFollowUps } from './follow-ups.ts'
import { dropFunctions, makeFunctions } from './functions.ts'
import { seedHandover } from './handover.ts'
import { seedPack } from './packs.ts'
import { seedPointsInUse } from './points.ts'
import { DEMO_SHOPS, type DemoShop } from './shops.ts'
import { seedShifts, seedStaff } from './staff.ts'
import { seedTiers } from './tiers.ts'

export interface SeedOptions {
  /** 1 gives about 2 000 customers and 10 000 orders over the three shops. */
  readonly scale?: number
  /** The day the demo is "today", YYYY-MM-DD in Shanghai. The same anchor gives the same rows. */
  readonly anchor: string
  /** The key of the look-up hashes: the one the service runs with. */
  readonly hashKey: string
  readonly progress?: (message: string) => void
}

/** Serialises two starts that would load the demo at once. */
const SEED_LOCK = 7_230_003

/** What one step of the seed works with. */
export interface SeedContext {
  readonly client: pg.Client
  readonly shop: DemoShop
  readonly scale: number
  readonly anchor: string
  readonly hashKey: string
}

type Step = (context: SeedContext) => Promise<void>

const STEPS: readonly (readonly [string, Step])[] = [
  ['agents', seedStaff],
  ['shifts', seedShifts],
  ['policy pack', seedPack],
  ['products', seedCatalog],
  ['authored words', seedAuthored],
  ['customers', script('10-customers.sql')],
  ['orders', script('20-orders.sql')],
  ['fulfilment', script('30-fulfilment.sql')],
  ['promotions and coupons', script('35-promotions.sql')],
  ['reviews and cases', script('40-cases.sql')],
  ['ledger', script('45-ledger.sql')],
  ['conversations', script('46-conversations.sql')],
  ['clocks', seedClocks],
  ['hand-over', seedHandover],
  ['members', script('50-membership.sql')],
  ['tiers', seedTiers],
  ['benefits', script('52-benefits.sql')],
  ['points', script('51-points.sql')],
  ['points in use', seedPointsInUse],
  ['segments', script('60-segments.sql')],
  ['customer care', script('65-customer-care.sql')],
  ['follow-ups', seedFollowUps],
  ['search terms', script('70-search.sql')],
]

/**
 * Loads the demo shops that are not loaded yet, each in one transaction: a seed that is interrupted leaves
 * whole shops, and the next start goes on. Returns the codes of the shops it loaded.
 */
export function seedDemo(adminUrl: string, options: SeedOptions): Promise<readonly string[]> {
  return asAdmin(adminUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [SEED_LOCK])
    await client.query(`SET timezone = 'UTC'`)
    const loaded: string[] = []
    for (const shop of DEMO_SHOPS) {
      const done = await client.query('SELECT 1 FROM cs.demo_seeds WHERE shop_id = $1', [shop.id])
      if (done.rowCount) continue
      await seedShop(
        { client, shop, scale: options.scale ?? 1, anchor: options.anchor, hashKey: options.hashKey },
        options.progress,
      )
      loaded.push(shop.code)
    }
    if (loaded.length > 0) await client.query('ANALYZE')
    return loaded
  })
}

async function seedShop(context: SeedContext, progress: SeedOptions['progress']): Promise<void> {
  const { client, shop, scale, anchor } = context
  await client.query('BEGIN')
  try {
    await makeFunctions(context)
    for (const [name, step] of STEPS) {
      progress?.(`${shop.code}: ${name}`)
      await step(context)
    }
    await dropFunctions(context)
    await client.query('INSERT INTO cs.demo_seeds (shop_id, scale, anchor) VALUES ($1, $2, $3)', [
      shop.id,
      scale,
      anchor,
    ])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
