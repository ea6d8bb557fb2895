import { describe, expect, it } from 'vitest'
import type { Grade } from '../src/access/index.ts'
import { aLine, anOrder } from '../src/after-sales/examples.ts'
import {
  type AfterSaleLineFacts,
  type AfterSaleOrderFacts,
  authorityOf,
  type FreightQuestion,
  freightOf,
  type OrderPart,
  priceDifferenceOf,
} from '../src/after-sales/index.ts'
import { fen, yuan } from '../src/money/index.ts'
import { DEMO_PACKS, type DemoShop, loadPack } from '../src/policy/index.ts'

/** An order of lines with freight: all is paid. */
function paid(lines: readonly AfterSaleLineFacts[], freight = 1_000): AfterSaleOrderFacts {
  const goods = lines.reduce((sum, line) => sum + line.paidFen, 0)
  return anOrder({ lines, freightFen: fen(freight), paidFen: fen(goods + freight) })
}

const general = { pack: loadPack(DEMO_PACKS.general) }

describe('freight', () => {
  const asked = (with_: Partial<FreightQuestion>, shop: DemoShop = 'general') => {
    const question: FreightQuestion = {
      type: 'RETURN_AND_REFUND',
      reason: 'NO_REASON',
      liable: null,
      tier: null,
      insured: false,
      ...with_,
    }
    return freightOf(question, { pack: loadPack(DEMO_PACKS[shop]) })
  }

  it('is paid by whoever caused it (AS-FRT-01, -02)', () => {
    expect(asked({})).toMatchObject({ back: 'CUSTOMER', out: null, modes: ['NONE', 'TOP_UP_LINK'] })
    expect(asked({ reason: 'QUALITY' })).toMatchObject({ back: 'SHOP', out: null, rules: ['AS-FRT-02'] })
    expect(asked({ reason: 'TRANSIT_DAMAGE', liable: 'CARRIER' }).back).toBe('SHOP')
    expect(asked({ type: 'RESHIP', reason: 'LOST' })).toMatchObject({ back: null, out: 'SHOP', modes: [] })
    expect(asked({ type: 'COMPENSATION', reason: 'SERVICE' })).toMatchObject({
      back: null,
      out: null,
      rules: [],
    })
  })

  it('goes both ways in an exchange (AS-FRT-04)', () => {
    expect(asked({ type: 'EXCHANGE', reason: 'SIZE_FIT' })).toMatchObject({
      back: 'CUSTOMER',
      out: 'CUSTOMER',
      outModes: ['TOP_UP_LINK'],
      rules: ['AS-FRT-01', 'AS-FRT-04'],
    })
    expect(asked({ type: 'EXCHANGE', reason: 'WRONG_ITEM' })).toMatchObject({ back: 'SHOP', out: 'SHOP' })
  })

  it('is free for returns and exchanges from platinum, not for repairs (MEM-04, C-49)', () => {
    expect(asked({ tier: 'GOLD' }).back).toBe('CUSTOMER')
    for (const tier of ['PLATINUM', 'DIAMOND'] as const) {
      expect(asked({ tier })).toMatchObject({ back: 'SHOP', rules: ['AS-FRT-09'] })
      expect(asked({ tier, type: 'EXCHANGE', reason: 'SIZE_FIT' }).out).toBe('SHOP')
      expect(asked({ tier, type: 'REPAIR', reason: 'QUALITY', liable: 'CUSTOMER' }).back).toBe('CUSTOMER')
    }
  })

  it('is the customer’s by a link where no defect was found, unless the tier says otherwise (Q29)', () => {
    const found = { reason: 'QUALITY', liable: 'SHOP', finding: 'NO_DEFECT' } as const
    expect(asked(found)).toMatchObject({ back: 'CUSTOMER', out: 'CUSTOMER', modes: ['TOP_UP_LINK'] })
    expect(asked({ ...found, tier: 'PLATINUM' }).back).toBe('SHOP')
    expect(asked({ ...found, finding: 'DAMAGED_BY_CUSTOMER', tier: 'DIAMOND' })).toMatchObject({
      back: 'CUSTOMER',
      rules: ['AS-LIA-05'],
    })
  })

  it('is paid back as the pack says, as a credit in the clothing shop only (C-11, AS-POL-33)', () => {
    expect(asked({ reason: 'QUALITY' }).modes).toEqual(['PREPAID_PICKUP', 'REFUND'])
    expect(asked({ reason: 'QUALITY' }, 'apparel').modes).toContain('CREDIT_WITH_CONSENT')
  })

  it('shows an insurance without making it the payer (Q30)', () => {
    const insured = asked({ insured: true })
    expect(insured).toMatchObject({ back: 'CUSTOMER', insured: true })
    expect(insured.rules).toContain('AS-FRT-10')
  })
})

describe('authority', () => {
  const order = paid([
    aLine({ quantity: 1, paidFen: yuan(300) }),
    aLine({ id: 'line-2', paidFen: yuan(1_000) }),
  ])
  const off = (part: OrderPart, amount: number, grade: Grade | null, of = order) =>
    authorityOf({ kind: 'PARTIAL_REFUND', part, amountFen: yuan(amount) }, of, grade, general.pack)
  const give = (amount: number, grade: Grade | null, before = 0) =>
    authorityOf(
      { kind: 'COMPENSATION', amountFen: fen(amount) },
      { ...order, compensatedFen: fen(before) },
      grade,
      general.pack,
    )

  it('over partial refunds is a share of the line under a cap, inclusive (Q33, Q38)', () => {
    expect(off('line-1', 30, 'specialist').reach).toBe('WITHIN')
    expect(off('line-1', 30.01, 'specialist')).toMatchObject({
      reach: 'BEYOND',
      limitFen: 3_000,
      approver: 'supervisor',
    })
    expect(off('line-2', 50, 'specialist').reach).toBe('WITHIN')
    expect(off('line-2', 50.01, 'specialist').reach).toBe('BEYOND')
    expect(off('line-2', 100, 'senior').reach).toBe('WITHIN')
    expect(off('line-1', 300, 'supervisor').reach).toBe('WITHIN')
  })

  it('counts what was taken off the line before: no splitting round a limit (Q33)', () => {
    const before = { ...order.lines[0], partiallyRefundedFen: yuan(20), refundedFen: yuan(20) }
    const again = { ...order, refundedFen: yuan(20), lines: [aLine(before)] }
    expect(off('line-1', 10, 'specialist', again).reach).toBe('WITHIN')
    expect(off('line-1', 10.01, 'specialist', again)).toMatchObject({ reach: 'BEYOND', grantedFen: 2_000 })
  })

  it('over the freight as well is the manager’s: the whole order', () => {
    expect(off(null, 1_300, 'supervisor').reach).toBe('WITHIN')
    expect(off(null, 1_305, 'supervisor')).toMatchObject({ reach: 'BEYOND', approver: 'manager' })
    expect(off(null, 1_310, 'manager').reach).toBe('WITHIN')
    expect(off(null, 1_311, 'manager')).toMatchObject({ reach: 'BEYOND', approver: null })
  })

  it('over compensation counts all of the order, and is lifted by a supervisor at least (Q05)', () => {
    expect(give(2_000, 'specialist')).toMatchObject({ reach: 'WITHIN', limitFen: 2_000, approver: null })
    expect(give(2_001, 'specialist')).toMatchObject({ reach: 'BEYOND', approver: 'supervisor' })
    expect(give(1_001, 'specialist', 1_000).reach).toBe('BEYOND')
    expect(give(50_001, 'supervisor')).toMatchObject({ reach: 'BEYOND', approver: 'manager' })
    expect(give(9_999_999, 'manager')).toMatchObject({ reach: 'WITHIN', limitFen: null })
    expect(give(1, null)).toMatchObject({ reach: 'NONE', approver: 'supervisor' })
  })
})

const inPlace = (skuId: string, price: number, campaign: number | null = null) => ({
  skuId,
  unitPriceFen: yuan(price),
  campaignPriceFen: campaign === null ? null : yuan(campaign),
})

describe('an exchange for another specification', () => {
  const order = paid([aLine({ quantity: 2, paidFen: yuan(190) })])
  const to = (skuId: string, price: number) =>
    priceDifferenceOf(order, { lineId: 'line-1', quantity: 1 }, inPlace(skuId, price))

  it('costs the difference of the prices, either way, and leaves discounts alone (PRC-09)', () => {
    expect(to('sku-2', 120)).toEqual({ customerPaysFen: 2_000, refundFen: 0 })
    expect(to('sku-2', 80)).toEqual({ customerPaysFen: 0, refundFen: 2_000 })
    expect(to('sku-2', 100)).toEqual({ customerPaysFen: 0, refundFen: 0 })
  })

  it('gives back no more than was paid', () => {
    expect(to('sku-2', 0)).toEqual({ customerPaysFen: 0, refundFen: 9_500 })
  })

  it('of what was sold in a campaign is a difference to that price, and stays in the campaign if it is in it', () => {
    // 100 yuan, sold for 20.
    const cheap = paid([aLine({ quantity: 2, campaignFen: yuan(160), paidFen: yuan(40) })])
    const swap = (price: number, campaign: number | null) =>
      priceDifferenceOf(cheap, { lineId: 'line-1', quantity: 1 }, inPlace('sku-2', price, campaign))
    expect(swap(60, null)).toEqual({ customerPaysFen: 4_000, refundFen: 0 })
    expect(swap(100, 20)).toEqual({ customerPaysFen: 0, refundFen: 0 })
    expect(swap(15, 20)).toEqual({ customerPaysFen: 0, refundFen: 500 })
  })

  it('costs nothing where it is the same specification again', () => {
    expect(to('sku-1', 120)).toEqual({ customerPaysFen: 0, refundFen: 0 })
  })
})
