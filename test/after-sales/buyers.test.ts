import { afterAll, describe, expect, test } from 'vitest'
import { Desk, hoursAfter, replayAll, rulesOf } from '../harness/after-sales.ts'
import { globalId } from '../harness/ids.ts'
import { NOW, openWorld, SHOPS } from '../harness/world.ts'

const world = await openWorld('buyers')
afterAll(() => world.close())
const photo = { reason: 'QUALITY', evidence: ['PHOTO'] }

describe.each(SHOPS.map((shop, i) => ({ shop, i })))('$shop', ({ shop, i }) => {
  const desk = new Desk(world, shop)
  const newest = async (suffix: number) => {
    const [found] = await world.rows<{ id: string }>(
      'SELECT id FROM cases WHERE order_id = $1 ORDER BY id DESC LIMIT 1',
      [(await desk.order(suffix)).id],
    )
    return globalId('Case', shop, found?.id ?? '')
  }

  test('a buyer’s own application is taken without anybody asked first; out of period it takes an approval as an agent’s does (C-53, Q18)', async () => {
    expect((await desk.request(1034, photo, 'partner')).__typename).toBe('RequestAfterSaleSuccess')
    const caseId = await newest(1034)
    expect(await desk.view(caseId)).toMatchObject({ state: 'APPLIED', dueAt: hoursAfter(NOW, 2) })
    const late = await desk.request(1038, photo, 'partner')
    expect(late.__typename).toBe('ApprovalRequired')
    const cases = await world.rows('SELECT 1 FROM cases WHERE order_id = $1', [(await desk.order(1038)).id])
    expect(cases).toEqual([])
  })

  test('who owns it is an agent of after-sales, whoever applied (C-38)', async () => {
    await desk.request(1036, photo, 'partner')
    const [owner] = await world.rows<{ function: string }>(
      `SELECT m.function FROM cases c JOIN memberships m ON m.shop_id = c.shop_id AND m.agent_id = c.owner_id WHERE c.order_id = $1 ORDER BY c.id DESC LIMIT 1`,
      [(await desk.order(1036)).id],
    )
    expect(owner?.function).toBe('after_sale')
  })

  test('a member’s priority orders the queue and shortens no promise (MEM-05, Q75)', async () => {
    const [diamond, plain] = [await desk.request(1049), await desk.request(1035)]
    const priority = await world.rows<{ priority: string }>(
      'SELECT priority FROM cases WHERE order_id = ANY($1) ORDER BY id',
      [[(await desk.order(1049)).id, (await desk.order(1035)).id]],
    )
    expect(priority.map((each) => each.priority)).toEqual(['HIGH', 'MEDIUM'])
    const promises = (done: typeof diamond) =>
      done.afterSale?.clocks.map(({ name, breachAt }) => [name, breachAt]).sort()
    expect(promises(diamond)).toEqual(promises(plain))
  })

  test('a return may cost the tier, and says so before (MEM, Q42)', async () => {
    const pieces = [[0, (await desk.order(1050)).lines[0]?.quantity ?? 0]] as const
    const { quote } = await desk.preview(1050, { asException: true, pieces })
    expect([quote.tierBefore, quote.tierAfter]).toEqual(['GOLD', ['ORDINARY', 'SILVER', 'ORDINARY'][i]])
  })

  test('another specification at another price: the customer pays the difference, or gets it back (AS-WF-GEN-6)', async () => {
    const order = await desk.order(1040)
    const line = order.lines[0]
    const skus = await world.rows<{ id: string; price: number }>(
      'SELECT s.id, s.price_fen::int AS price FROM skus s WHERE s.shop_id = (SELECT shop_id FROM orders WHERE id = $1) AND s.active AND s.stock > s.reserved ORDER BY s.price_fen',
      [order.id],
    )
    const dearer = skus.find(({ price }) => price > (line?.unit_price_fen ?? 0))
    const cheaper = skus.find(({ price }) => price < (line?.unit_price_fen ?? 0))
    const ask = (sku: string | undefined) =>
      desk.preview(1040, {
        type: 'EXCHANGE',
        reason: 'SIZE_FIT',
        replacementSkuId: globalId('Sku', shop, sku ?? ''),
      })
    const more = await ask(dearer?.id)
    const difference = ((dearer?.price ?? 0) - (line?.unit_price_fen ?? 0)) / 100
    expect(more.quote.customerPays?.amount).toBe(difference.toFixed(2))
    expect(more.quote.freight).toMatchObject({ back: 'CUSTOMER', out: 'CUSTOMER' })
    if (!cheaper) return
    const less = await ask(cheaper.id)
    expect(less.quote.customerPays?.amount ?? '0.00').toBe('0.00')
  })

  test('force majeure is explained; a compensation for it takes an approval (Q52, AS-POL-12)', async () => {
    const caseId = await desk.applied(1043, {
      type: 'COMPENSATION',
      reason: 'LATE',
      pieces: [],
      amount: '10.00',
    })
    await desk.take('judgeLiability', caseId, { cause: 'FORCE_MAJEURE', liable: 'NOBODY' })
    const done = await desk.step('grantCompensation', caseId, { kind: 'DELAY', amount: '10.00' })
    expect([done.__typename, rulesOf(done.decision?.findings, 'NEEDS_APPROVAL')]).toEqual([
      'ApprovalRequired',
      ['AS-POL-12'],
    ])
    expect((await desk.view(caseId)).compensations).toEqual([])
    const asked = await desk.run('requestApproval', {
      action: { grantCompensation: { caseId, kind: 'DELAY', amount: '10.00' } },
      reason: '老客户，酌情安抚',
    })
    await desk.run(
      'decideApproval',
      { approvalId: asked.approval?.id, verdict: 'APPROVE', reason: '同意' },
      'supervisor',
    )
    expect(await desk.view(caseId)).toMatchObject({
      state: 'COMPLETED',
      compensations: [{ kind: 'DELAY', amount: { amount: '10.00' } }],
    })
  })

  test('a completed trade is not extended (AS-SLA-28)', async () => {
    const caseId = await desk.agreed(1037, photo, 'PHOTO')
    expect((await desk.view(caseId)).state).toBe('APPROVED')
    const [row] = await world.rows<{ at: Date | null }>(
      'SELECT trade_deadline_at AS at FROM orders WHERE id = $1',
      [(await desk.order(1037)).id],
    )
    expect(row?.at).toBeNull()
  })

  test('every decision of these is decided the same again', async () => {
    expect((await replayAll(desk)).differ).toEqual([])
  })
})
