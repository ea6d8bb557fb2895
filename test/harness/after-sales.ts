import { randomUUID } from 'node:crypto'
import { type Act, act, key } from './acts.ts'
import { AFTER_SALE, type AfterSaleView, PREVIEW, type Previewed } from './after-sale-view.ts'
import type { Client } from './client.ts'
import { globalId, uuidOf } from './ids.ts'
import { numberOf, orderIds, orderRow } from './orders.ts'
import { SHOP_IDS, type ShopCode, type Who, type World } from './world.ts'

/** An application as tests write it: the first line of the order, one piece, unless said otherwise. */
export interface Ask {
  readonly type?: string
  readonly reason?: string
  /** Places of lines in the order, from 0, with pieces. */
  readonly pieces?: readonly (readonly [line: number, quantity: number])[]
  readonly [field: string]: unknown
}

/** The agents of one shop, and its orders. */
export class Desk {
  readonly world: World
  readonly shop: ShopCode

  constructor(world: World, shop: ShopCode) {
    this.world = world
    this.shop = shop
  }

  as(who: Who): Promise<Client> {
    return this.world.as(who, this.shop)
  }

  order(suffix: number) {
    return orderRow(this.world, numberOf(this.shop, suffix))
  }

  /** The input of an application for an order. */
  async application(
    suffix: number,
    { type = 'RETURN_AND_REFUND', reason = 'NO_REASON', pieces = [[0, 1]], ...more }: Ask = {},
  ) {
    const ids = await orderIds(await this.as('manager'), numberOf(this.shop, suffix))
    const lines = pieces.map(([line, quantity]) => ({ lineId: ids.lines[line]?.id ?? '', quantity }))
    return { orderId: ids.id, type, reason, lines, ...more }
  }

  async preview(suffix: number, ask: Ask = {}, who: Who = 'specialist'): Promise<Previewed> {
    const input = await this.application(suffix, ask)
    const { preview } = await (await this.as(who)).ask<{ preview: Previewed }>(PREVIEW, { input })
    return preview
  }

  async request(suffix: number, ask: Ask = {}, who: Who = 'specialist'): Promise<Act> {
    const input = { ...(await this.application(suffix, ask)), idempotencyKey: key() }
    return act(await this.as(who), 'requestAfterSale', input)
  }

  /** Applies, and throws where that is refused. Answers the id of the case. */
  async applied(suffix: number, ask: Ask = {}, who: Who = 'specialist'): Promise<string> {
    const done = await this.request(suffix, ask, who)
    return succeeded(done).id
  }

  /** One command on an after-sale. */
  async step(name: string, caseId: string, input: object = {}, who: Who = 'specialist'): Promise<Act> {
    return act(await this.as(who), name, { caseId, idempotencyKey: key(), ...input })
  }

  /** One command that is to succeed. */
  async take(
    name: string,
    caseId: string,
    input: object = {},
    who: Who = 'specialist',
  ): Promise<AfterSaleView> {
    return succeeded(await this.step(name, caseId, input, who))
  }

  /** A command on something else: a refund, a claim, an approval. */
  async run(name: string, input: object, who: Who = 'specialist'): Promise<Act> {
    return act(await this.as(who), name, { idempotencyKey: key(), ...input })
  }

  async view(caseId: string): Promise<AfterSaleView> {
    const { node } = await (await this.as('manager')).ask<{ node: AfterSaleView }>(
      `query ($id: ID!) { node(id: $id) { ... on AfterSale ${AFTER_SALE} } }`,
      { id: caseId },
    )
    return node
  }

  /** Files proof with a case, as if it had been uploaded. */
  async prove(caseId: string, ...kinds: readonly string[]): Promise<void> {
    for (const kind of kinds)
      await this.world.rows(
        `INSERT INTO evidence (shop_id, id, number, case_id, customer_id, kind, media_type, size_bytes, sha256, storage_key, status, added_at, stored_at)
         SELECT shop_id, gen_random_uuid(), gen_random_uuid(), id, customer_id, $2, 'image/jpeg', 1000, repeat('a', 64), gen_random_uuid(), 'STORED', $3, $3
         FROM cases WHERE id = $1`,
        [uuidOf(caseId), kind, this.world.now()],
      )
  }

  /** Agreed to by the manager, whose word is good for any amount. */
  async agreed(suffix: number, ask: Ask = {}, ...proof: readonly string[]): Promise<string> {
    const caseId = await this.applied(suffix, ask)
    await this.prove(caseId, ...proof)
    await this.take('approveAfterSale', caseId, {}, 'manager')
    return caseId
  }

  /** On its way back, with a carrier that every shop takes. */
  async sentBack(suffix: number, ask: Ask = {}, ...proof: readonly string[]): Promise<string> {
    const caseId = await this.agreed(suffix, ask, ...proof)
    await this.take('recordReturnShipment', caseId, { carrier: 'SF', waybill: waybill(), freight: '12.00' })
    return caseId
  }

  async received(suffix: number, ask: Ask = {}, ...proof: readonly string[]): Promise<string> {
    const caseId = await this.sentBack(suffix, ask, ...proof)
    await this.take('receiveReturn', caseId)
    return caseId
  }

  /** Back and inspected. */
  async inspected(
    suffix: number,
    finding: string,
    ask: Ask = {},
    ...proof: readonly string[]
  ): Promise<string> {
    const caseId = await this.received(suffix, ask, ...proof)
    const passed = finding === 'INTACT' || finding === 'AS_CLAIMED'
    await this.take('inspectReturn', caseId, { result: passed ? 'PASSED' : 'FAILED', finding })
    return caseId
  }
}

/** The after-sale of a success; throws with the whole answer where it is none. */
export function succeeded(done: Act): AfterSaleView {
  if (!done.afterSale) throw new Error(`no success: ${JSON.stringify(done)}`)
  return done.afterSale
}

/** The rules among findings with a verdict. */
export const rulesOf = (
  findings: readonly { readonly rule: { readonly id: string }; readonly verdict: string }[] | undefined,
  verdict?: string,
): string[] =>
  (findings ?? []).filter((each) => !verdict || each.verdict === verdict).map(({ rule }) => rule.id)

/** A number that no parcel has yet. */
export const waybill = (): string => `SF${randomUUID().slice(0, 18)}`

const HOUR = 3_600_000
/** A moment so many hours after another, as the wire has it. */
export const hoursAfter = (from: Date, hours: number): string =>
  new Date(from.getTime() + hours * HOUR).toISOString()

/** 24:00 of a day in Shanghai, as the wire has it. */
export const endOf = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00+08:00`) + 24 * HOUR).toISOString()

/** Every decision stored in a shop so far is decided the same when it is judged again. */
export async function replayAll(desk: Desk): Promise<{ readonly count: number; readonly differ: string[] }> {
  const client = await desk.as('manager')
  const rows = await desk.world.rows<{ id: string; action: string }>(
    'SELECT id, action FROM decisions WHERE shop_id = $1 ORDER BY id',
    [SHOP_IDS[desk.shop]],
  )
  const differ: string[] = []
  for (const { id, action } of rows) {
    const { data } = await client.post<{ decision: { replay: { agrees: boolean } | null } | null } | null>(
      'query ($id: ID!) { decision(id: $id) { replay { agrees } } }',
      { id: globalId('Decision', desk.shop, id) },
    )
    if (!data?.decision?.replay?.agrees) differ.push(action)
  }
  return { count: rows.length, differ }
}
