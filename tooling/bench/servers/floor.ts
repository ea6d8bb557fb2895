import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inShop, openDatabase } from '@cs/data'
import { packInForce } from '@cs/data/policy'
import pg from 'pg'
import { readUnderTenant } from '../../../packages/pothos-kysely/src/index.ts'
import { withDomainFields } from '../floor/domain.ts'
import { packLoader, remark } from '../floor/remark.ts'
import { searchTerms } from '../floor/search.ts'
import { board, factsOf, list, POINT, SEARCH, view } from '../floor/statements.ts'
import { listening, serverOptions } from './child.ts'

// The floor: node:http, pg, one hand-written statement for each shape, its text answered untouched. No GraphQL,
// no tokens, no permissions, no log.
const { readUrl, writeUrl, shop, agentId, hashKey, pool: max } = serverOptions()
const reader = new pg.Pool({ connectionString: readUrl, max, idleTimeoutMillis: 0 })
const writer = new pg.Pool({ connectionString: writeUrl, max, idleTimeoutMillis: 0 })
for (const each of [reader, writer]) each.on('error', () => {})
const database = openDatabase({ readUrl, writeUrl, max: 1 })
const pack = await inShop(database, shop, (tx) => packInForce(tx, shop, new Date()))
const loadPack = packLoader(database, shop)

interface Question {
  readonly id: string
  readonly before: string
  readonly text: string
  readonly action: 'SPECIAL_REQUEST'
}

const read = async (name: string, text: string, values: readonly unknown[]): Promise<string> =>
  (await readUnderTenant(reader, 'app.shop', { tenant: shop, name, text, values: [shop, ...values] })) ??
  'null'

const LIST = list()
const VIEW = view()
const VIEW_DOMAIN = view({ facts: factsOf('t', '$3') })
const BOARD = board()

const answers: Readonly<Record<string, (question: Question) => Promise<string>>> = {
  '/point': ({ id }) => read('point', POINT, [id]),
  '/list': ({ before }) => read('list', LIST, [before]),
  '/view': ({ id }) => read('view', VIEW, [id]),
  '/view-domain': async ({ id }) => {
    const now = new Date()
    return withDomainFields(await read('view-domain', VIEW_DOMAIN, [id, now]), pack, now)
  },
  '/board': ({ before }) => read('board', BOARD, [before]),
  '/search': ({ text }) => read('search', SEARCH, searchTerms(text, shop, hashKey)),
  '/remark': ({ id: orderId, action, text }) =>
    remark(writer, loadPack, { shop, agentId }, { orderId, action, text }),
}

async function body(request: IncomingMessage): Promise<Question> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

const server = createServer(async (request, response) => {
  const send = (status: number, text: string) => {
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
    })
    response.end(text)
  }
  try {
    const answer = answers[request.url ?? '']
    if (!answer) return send(404, '{}')
    send(200, `{"data":${await answer(await body(request))}}`)
  } catch (error) {
    send(500, JSON.stringify({ errors: [{ message: String(error) }] }))
  }
})
server.keepAliveTimeout = 65_000
server.listen(0, '127.0.0.1', () => listening((server.address() as AddressInfo).port))
