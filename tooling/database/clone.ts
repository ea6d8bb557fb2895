import { randomBytes } from 'node:crypto'
import { serviceUrls } from '@cs/data'
import pg from 'pg'
import { databaseUrl } from './start.ts'

/** The template that every test database is cloned from: migrated, roles made, a small demo in it. */
export const TEMPLATE = 'cs_template'

/** One test file's own database. `drop` ends what is still connected to it. */
export interface TestDatabase {
  readonly adminUrl: string
  readonly readUrl: string
  readonly writeUrl: string
  readonly workerUrl: string
  drop(): Promise<void>
}

/**
 * A fresh copy of the template, about 50 ms. Needs `testCluster` as vitest's globalSetup, which puts the
 * server's address into TEST_DATABASE_URL. `template: 'template1'` gives an empty database.
 */
export async function cloneDatabase(name: string, template: string = TEMPLATE): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Error('TEST_DATABASE_URL is not set: is testCluster the globalSetup of this run?')
  const database = `test_${name.replace(/\W/g, '_').toLowerCase().slice(0, 30)}_${randomBytes(4).toString('hex')}`
  await onServer(server, `CREATE DATABASE "${database}" TEMPLATE "${template}"`)
  const adminUrl = databaseUrl(server, database)
  return {
    adminUrl,
    ...serviceUrls(adminUrl),
    drop: () => onServer(server, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`),
  }
}

/** Runs one statement as the superuser of the server. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
