import { join } from 'node:path'

/** Where databases, logs and raw figures are kept; not committed. BENCH_DATA names another folder. */
export const DATA = process.env.BENCH_DATA ?? join(import.meta.dirname, '../../.data/bench')
/** The key of the demo's look-up hashes: the gateway's development key. */
export const HASH_KEY = 'development-only-contact-hash-key-0000'
/** The largest of the three shops: half of all customers and orders. */
export const SHOP = '01900000-0000-7000-8000-000000000001'
/** Connections of each server to PostgreSQL. */
export const POOL = 16
