import { randomBytes } from 'node:crypto'
import { type ExecutionResult, execute, getOperationAST, parse, validate } from 'graphql'
import pg from 'pg'
import { answerAsText, type Denial } from '../src/index.ts'
import { mapper, schema, type Visitor } from './bookshop.ts'

export const LIBRARY = '10000000-0000-7000-8000-000000000001'
export const OTHER = '10000000-0000-7000-8000-000000000002'

const TABLES = `
  CREATE TABLE authors (library uuid NOT NULL, id uuid NOT NULL, name text NOT NULL, born timestamptz, visits timestamptz[] NOT NULL DEFAULT '{}', shelf int NOT NULL DEFAULT 7, PRIMARY KEY (library, id));
  CREATE TABLE books (library uuid NOT NULL, id uuid NOT NULL, author uuid NOT NULL, title text NOT NULL, pages int NOT NULL DEFAULT 1, price bigint NOT NULL DEFAULT 100, form text NOT NULL DEFAULT 'p', kind text NOT NULL DEFAULT 'NOVEL', added timestamptz NOT NULL DEFAULT '2026-01-02 03:04:05.678901Z', keeper text NOT NULL DEFAULT 'ann', PRIMARY KEY (library, id));
  ALTER TABLE authors ENABLE ROW LEVEL SECURITY; ALTER TABLE books ENABLE ROW LEVEL SECURITY;
  CREATE POLICY mine ON authors USING (library = current_setting('app.library')::uuid);
  CREATE POLICY mine ON books USING (library = current_setting('app.library')::uuid);
  GRANT SELECT ON authors, books TO bookshop_reader;`

/** A database of one's own; `pool` reads as a login that row-level security holds for. */
export interface Shop {
  readonly admin: pg.Client
  readonly pool: pg.Pool
  close(): Promise<void>
}

export async function openShop(max = 4): Promise<Shop> {
  const url = new URL(process.env.TEST_DATABASE_URL ?? '')
  const name = `bookshop_${randomBytes(5).toString('hex')}`
  const server = new pg.Client({ connectionString: url.href })
  await server.connect()
  await server.query(`CREATE DATABASE ${name}`)
  await server.query(
    `DO $$ BEGIN CREATE ROLE bookshop_reader LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
  )
  url.pathname = `/${name}`
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  await admin.query(TABLES)
  url.username = 'bookshop_reader'
  url.password = ''
  const pool = new pg.Pool({ connectionString: url.href, max })
  // A lost connection fails its query; it must not end the process besides.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    admin,
    pool,
    close: async () => {
      await pool.end()
      await admin.end()
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await server.end()
    },
  }
}

export const id = (n: number) => `20000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/** Everything permitted. */
export const KEEPER: Visitor = {
  library: LIBRARY,
  name: 'ann',
  may: { 'book.read': 'library', 'book.price': 'library', 'author.born': 'library' },
}

export interface Answer extends ExecutionResult {
  // biome-ignore lint/suspicious/noExplicitAny: answers of test documents are as they are asked
  readonly data: any
  readonly denials: readonly Denial[]
  /** The text, where there was nothing left to compute; it has been compared with the data. */
  readonly text: string | null
}

/** Executes a document, and answers it as text too where that can be: both must say the same. */
export async function ask(
  { pool }: Pick<Shop, 'pool'>,
  source: string,
  variables: Record<string, unknown> = {},
  visitor: Visitor = KEEPER,
): Promise<Answer> {
  const document = parse(source)
  const [invalid] = validate(schema, document)
  if (invalid) throw invalid
  const contextValue = { visitor, pool, denials: new Map<string, Denial>() }
  const result = await execute({ schema, document, variableValues: variables, contextValue })
  const operation = getOperationAST(document)
  if (!operation) throw new Error('no operation')
  const context = { viewer: visitor, pool, denials: new Map<string, Denial>(), onCost: () => {} }
  const question = { schema, document, operation, variables }
  const pieces = await answerAsText(mapper.reader, question, context, contextValue).catch(() => null)
  const text = pieces && Buffer.concat(pieces).toString('utf8')
  if (text !== null && JSON.stringify(JSON.parse(text)) !== JSON.stringify(result.data))
    throw new Error(`the text differs:\n${text}\n${JSON.stringify(result.data)}`)
  return { ...result, denials: [...contextValue.denials.values()], text } as Answer
}
