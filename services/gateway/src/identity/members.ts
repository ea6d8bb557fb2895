import type { Grade, Principal } from '@cs/domain/access'
import { type BoundedCache, Caches } from '../caches.ts'
import { identityError } from './errors.ts'

/** Who a token can make you. */
export type Member = Extract<Principal, { kind: 'agent' | 'partner' }>

/** A shop the subject has a place in; `grade` is null for a partner client. */
export interface MemberShop {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly grade: Grade | null
}

/** Where memberships are kept. `shop` is an id or a code. */
export interface IdentityStore {
  findMember(subject: string, shop: string): Promise<Member | null>
  shopsOf(subject: string): Promise<readonly MemberShop[]>
}

/** Milliseconds for which a change of grade, team or membership may go unnoticed. */
const MEMBERSHIP_AGE = 5_000
const MOST_ENTRIES = 10_000

/** The store behind a bounded cache. Throws UNAVAILABLE when the store can't be read. */
export interface Members {
  find(subject: string, shop: string, now: Date): Promise<Member | null>
  shops(subject: string, now: Date): Promise<readonly MemberShop[]>
}

export function cachedMembers(store: IdentityStore, maxAge = MEMBERSHIP_AGE, caches = new Caches()): Members {
  const bounds = { max: MOST_ENTRIES }
  const members = aged(caches.bounded<Aged<Member | null>>('memberships', bounds), maxAge)
  const shops = aged(caches.bounded<Aged<readonly MemberShop[]>>('shops', bounds), maxAge)
  return {
    find: (subject, shop, now) =>
      // A verified subject holds no U+0000, so that no two pairs make the same key.
      members(`${subject}\0${shop}`, now, () => store.findMember(subject, shop)),
    shops: (subject, now) => shops(subject, now, () => store.shopsOf(subject)),
  }
}

interface Aged<Value> {
  /** Milliseconds of the clock when it was asked. */
  readonly at: number
  readonly value: Promise<Value>
}

/** Remembers promises, so that a burst of requests asks once; the age counts from the asking. */
function aged<Value>(entries: BoundedCache<Aged<Value>>, maxAge: number) {
  return (key: string, now: Date, load: () => Promise<Value>): Promise<Value> => {
    const at = now.getTime()
    const known = entries.get(key, (entry) => at >= entry.at && at - entry.at < maxAge)
    if (known) return known.value
    const entry = { at, value: loadOrRefuse(load) }
    entries.set(key, entry)
    entry.value.catch(() => entries.delete(key, entry))
    return entry.value
  }
}

async function loadOrRefuse<Value>(load: () => Promise<Value>): Promise<Value> {
  try {
    return await load()
  } catch (cause) {
    throw identityError('UNAVAILABLE', 'Memberships can not be read at the moment.', { cause })
  }
}
