import type { Database } from '@cs/data'
import { readUnderTenant } from '@cs/pothos-kysely'

/** An event as subscriptions are told of it; what it is about is read for each of them. */
export interface LiveEvent {
  /** The relay's number, over all shops. */
  readonly seq: number
  readonly type: string
  /** Whether it is about a case. */
  readonly ofCase: boolean
}

/** Events that are read at once. */
export const PAGE = 500

/** The case an event is about: its subject, or the one it names. Revealing a contact changes no case. */
export const caseIdOf = (event: string) =>
  `CASE WHEN ${event}.subject_type = 'Case' THEN ${event}.subject_id WHEN ${event}.subject_type <> 'Customer' THEN (${event}.data->>'caseId')::uuid END`

const AFTER = `SELECT json_agg(json_build_object('seq', p.seq, 'type', p.type, 'ofCase', p.of_case))
  FROM (SELECT e.seq, e.type,
      e.subject_type = 'Case' OR e.subject_type <> 'Customer' AND e.data->>'caseId' IS NOT NULL AS of_case
    FROM events e WHERE e.shop_id = $1::uuid AND e.seq > $2::bigint ORDER BY e.seq LIMIT ${PAGE}) AS p`
const POSITION = 'SELECT coalesce(max(e.seq), 0) FROM events e WHERE e.shop_id = $1::uuid'
const BEHIND = `SELECT (SELECT e.seq FROM events e WHERE e.shop_id = $1::uuid AND e.seq > $2::bigint
  ORDER BY e.seq OFFSET $3::int LIMIT 1)`

/** The events of shops as the read path sees them: each shop's behind its own wall. */
export class Events {
  readonly #pool: Database['reader']

  constructor(pool: Database['reader']) {
    this.#pool = pool
  }

  /** The first events after a number, in their order. */
  async after(shop: string, seq: number): Promise<readonly LiveEvent[]> {
    const text = await this.#read('live_after', AFTER, shop, [seq])
    return text === null ? [] : JSON.parse(text)
  }

  /** The number of the last event; 0 where there is none. */
  async position(shop: string): Promise<number> {
    return Number(await this.#read('live_position', POSITION, shop, []))
  }

  /** Whether more than `most` events come after a number. */
  async isBehind(shop: string, seq: number, most: number): Promise<boolean> {
    return (await this.#read('live_behind', BEHIND, shop, [seq, most])) !== null
  }

  #read(name: string, text: string, shop: string, values: readonly number[]): Promise<string | null> {
    return readUnderTenant(this.#pool, 'app.shop', { tenant: shop, name, text, values: [shop, ...values] })
  }
}
