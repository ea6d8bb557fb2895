import { type Database, openDatabase } from '@cs/data'
import { findMember, shopsOf } from '@cs/data/access'
import { lookupHash } from '@cs/data/customers'
import { grantsOf, MATRIX, PERMISSIONS, type Permission, type Principal } from '@cs/domain/access'
import type { Random } from '@cs/pothos-kysely/testing'
import { cloneDatabase, TEST_DEMO, type TestDatabase } from '@cs/tooling/database'
import type { Logger } from 'pino'
import { NOW, type ShopCode } from '../harness/world.ts'
import { Budgets, Live, packsOf, type RequestContext, shopOf, type Viewer } from './gateway.ts'

/** A database of one's own, and contexts of anybody in it: what the read path needs, without HTTP. */
export interface Desk {
  readonly clone: TestDatabase
  readonly database: Database
  principal(who: string, shop: ShopCode): Promise<Principal>
  viewer(principal: Principal): Viewer
  context(viewer: Viewer): RequestContext
  close(): Promise<void>
}

const silent = { error() {}, warn() {}, info() {}, debug() {} } as unknown as Logger

export async function openDesk(name: string, given?: TestDatabase): Promise<Desk> {
  const clone = given ?? (await cloneDatabase(name))
  const database = openDatabase({ readUrl: clone.readUrl, writeUrl: clone.writeUrl, max: 4 })
  const packs = packsOf(database)
  const config = { subscriptions: 1, subscriptionsPerPrincipal: 1, backlog: 1 }
  const live = new Live({ pool: database.reader, listenUrl: clone.readUrl, config, log: silent })
  return {
    clone,
    database,
    principal: async (who, shop) => {
      if (who === 'public') return { kind: 'public' }
      const subject = who === 'partner' ? 'partner-storefront' : `${shop}-${who}`
      const found = await findMember(database.writer, subject, shop)
      if (!found) throw new Error(`${subject} is not a member of ${shop}`)
      return found
    },
    viewer: (principal) => ({
      principal,
      grants: grantsOf(principal),
      now: NOW,
      lookupHash: (kind, value) =>
        lookupHash(TEST_DEMO.hashKey, principal.kind === 'public' ? '' : principal.shop, kind, value),
    }),
    context: (viewer) => ({
      requestId: 'test',
      viewer,
      database,
      commands: { database, now: () => NOW, hashKey: TEST_DEMO.hashKey },
      log: silent,
      pack: () => packs.inForce(shopOf(viewer), NOW),
      packVersion: (id, version) => packs.version(shopOf(viewer), id, version),
      shops: async () => shopsOf(database.writer, 'nobody'),
      denials: new Map(),
      traced: new Map(),
      told: new Set(),
      budgets: new Budgets({ operation: 1e6, budget: 1e9, refill: 1e9 }),
      live,
      opening: undefined,
      event: null,
      cost: 0,
    }),
    close: async () => {
      await database.close()
      await clone.drop()
    },
  }
}

const PARTNER_PERMISSIONS: readonly Permission[] = PERMISSIONS.filter((p) => 'partner' in MATRIX[p])

/** Somebody of a shop: a grade, a partner with some of its scopes, or nobody in particular. */
export async function somebody(desk: Desk, random: Random): Promise<Principal> {
  const shop = random.of(['general', 'guided', 'apparel'] as const)
  const who = random.of(['specialist', 'senior', 'supervisor', 'manager', 'partner', 'partner', 'public'])
  if (who === 'public' && random.chance(0.6)) return desk.principal('specialist', shop)
  const principal = await desk.principal(who, shop)
  if (principal.kind !== 'partner') return principal
  return { ...principal, scopes: PARTNER_PERMISSIONS.filter(() => random.chance(0.6)) }
}
