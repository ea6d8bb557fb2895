import { afterAll, describe, expect, test } from 'vitest'
import { Desk, endOf } from '../harness/after-sales.ts'
import { numberOf } from '../harness/orders.ts'
import { openWorld, SHOPS } from '../harness/world.ts'

// The demo's now is Wednesday 18 November 2026, 00:00 in Shanghai.
const world = await openWorld('options')
afterAll(() => world.close())

interface Option {
  readonly kind: string
  readonly lineId: string | null
  readonly quantity: number
  readonly decision: { readonly outcome: string }
  readonly approval: string | null
  readonly openUntil: string | null
  readonly reasons: readonly {
    readonly reason: string
    readonly openUntil: string | null
    readonly evidenceNeeded: readonly (readonly string[])[]
    readonly decision: { readonly outcome: string }
    readonly quote: {
      readonly amount: { readonly amount: string }
      readonly route: string | null
      readonly arrivesBy: string | null
      readonly freight: { readonly back: string | null; readonly out: string | null }
    } | null
  }[]
}
const OPTIONS = `query ($number: String) { order(number: $number) { afterSaleOptions { kind lineId quantity approval openUntil decision { outcome }
  reasons { reason openUntil evidenceNeeded decision { outcome } quote { amount { amount } route arrivesBy freight { back out } } } } } }`

const KINDS = [
  'RETURN_AND_REFUND',
  'EXCHANGE',
  'REPAIR',
  'RESHIP',
  'PARTIAL_REFUND',
  'PLATFORM_DISPUTE',
  'REFUND_BEFORE_DISPATCH',
]

describe.each(SHOPS.map((shop, i) => ({ shop, i })))('$shop', ({ shop, i }) => {
  const desk = new Desk(world, shop)
  const optionsOf = async (order: number) => {
    const { order: found } = await (await desk.as('specialist')).ask<{
      order: { afterSaleOptions: Option[] }
    }>(OPTIONS, { number: numberOf(shop, order) })
    return found.afterSaleOptions
  }
  const kind = (options: readonly Option[], name: string) => {
    const found = options.find((each) => each.kind === name)
    if (!found) throw new Error(`no option ${name}`)
    return found
  }
  const why = (option: Option, reason: string) => option.reasons.find((each) => each.reason === reason)

  test('every kind of every line, and the two of the order', async () => {
    const options = await optionsOf(1056)
    expect(
      options
        .filter(({ lineId }) => lineId === null)
        .map((each) => each.kind)
        .sort(),
    ).toEqual(['COMPENSATION', 'INTERCEPTION'])
    const lines = new Set(options.flatMap(({ lineId }) => lineId ?? []))
    expect(lines.size).toBe(2)
    for (const line of lines)
      expect(
        options
          .filter(({ lineId }) => lineId === line)
          .map((each) => each.kind)
          .sort(),
      ).toEqual([...KINDS].sort())
    expect(options.filter((each) => each.kind === 'EXCHANGE').map(({ quantity }) => quantity)).toEqual([1, 2])
  })

  test('on the seventh day: until when, by which proof, who pays, what comes back', async () => {
    const options = await optionsOf(1035)
    const back = kind(options, 'RETURN_AND_REFUND')
    expect(back).toMatchObject({
      decision: { outcome: 'ALLOWED' },
      approval: null,
      openUntil: endOf('2026-11-26'),
    })
    const amount = ['199.00', '599.00', '199.00'][i]
    expect(why(back, 'NO_REASON')).toMatchObject({
      openUntil: endOf('2026-11-18'),
      evidenceNeeded: [],
      quote: {
        amount: { amount },
        freight: { back: 'CUSTOMER', out: null },
        route: 'ORIGINAL',
        arrivesBy: endOf(shop === 'guided' ? '2026-11-23' : '2026-11-27'),
      },
    })
    expect(why(back, 'QUALITY')).toMatchObject({
      openUntil: endOf('2026-11-26'),
      evidenceNeeded: shop === 'apparel' ? [] : [['PHOTO', 'VIDEO']],
      quote: { amount: { amount }, freight: { back: 'SHOP' } },
    })
    expect(why(back, 'WRONG_ITEM')?.evidenceNeeded).toEqual([['PHOTO', 'VIDEO']])
    expect(why(back, 'TRANSIT_DAMAGE')?.evidenceNeeded).toEqual(
      shop === 'apparel' ? [['PHOTO', 'VIDEO'], ['DELIVERY_CERTIFICATE']] : [['PHOTO', 'VIDEO']],
    )
    expect(why(kind(options, 'EXCHANGE'), 'SIZE_FIT')).toMatchObject({
      openUntil: endOf('2026-11-18'),
      quote: { amount: { amount: '0.00' }, freight: { back: 'CUSTOMER', out: 'CUSTOMER' } },
    })
    expect(why(kind(options, 'EXCHANGE'), 'NO_REASON')).toBeUndefined()
    expect(kind(options, 'REPAIR').decision.outcome).toBe('ALLOWED')
    expect(why(kind(options, 'RESHIP'), 'MISSING_ITEM')?.evidenceNeeded).toEqual([
      shop === 'apparel' ? ['WEIGHT_PHOTO'] : ['PHOTO', 'VIDEO', 'WEIGHT_PHOTO'],
    ])
    expect(why(kind(options, 'RESHIP'), 'QUALITY') !== undefined).toBe(shop === 'guided')
    expect(kind(options, 'COMPENSATION').decision.outcome).toBe('ALLOWED')
    for (const late of ['REFUND_BEFORE_DISPATCH', 'INTERCEPTION'])
      expect([late, kind(options, late).decision.outcome]).toEqual([late, 'DENIED'])
  })

  test('after the period it takes an approval; without a reason it is over (Q18)', async () => {
    const back = kind(await optionsOf(1038), 'RETURN_AND_REFUND')
    expect(back).toMatchObject({ decision: { outcome: 'NEEDS_APPROVAL' }, approval: 'approval.decide' })
    expect(why(back, 'NO_REASON')).toBeUndefined()
    expect(why(back, 'QUALITY')?.decision.outcome).toBe('NEEDS_APPROVAL')
  })

  test('customised goods have no return without a reason, but for a defect (AS-POL-02)', async () => {
    const back = kind(await optionsOf(1044), 'RETURN_AND_REFUND')
    expect(why(back, 'NO_REASON')).toBeUndefined()
    expect(why(back, 'QUALITY')?.decision.outcome).toBe('ALLOWED')
  })

  test('before dispatch it is refunded, on its way it is called back where the pack has it (C-13, C-14)', async () => {
    const paid = await optionsOf(1002)
    expect(kind(paid, 'REFUND_BEFORE_DISPATCH').decision.outcome).toBe('ALLOWED')
    expect(kind(paid, 'RETURN_AND_REFUND').decision.outcome).toBe('DENIED')
    const sent = await optionsOf(1057)
    expect(kind(sent, 'INTERCEPTION').decision.outcome).toBe(shop === 'apparel' ? 'ALLOWED' : 'DENIED')
    expect(kind(sent, 'REFUND_BEFORE_DISPATCH').decision.outcome).toBe('DENIED')
    expect(why(kind(await optionsOf(1042), 'RESHIP'), 'LOST')?.decision.outcome).toBe('ALLOWED')
  })

  test.each([1002, 1034, 1038, 1042, 1044, 1056, 1057])(
    'of order %i say what an application is answered',
    async (order) => {
      const options = await optionsOf(order)
      const first = options[0]?.lineId
      for (const option of options.filter(
        ({ lineId, kind: name }) => lineId === first && KINDS.indexOf(name) < 6,
      ))
        for (const { reason, decision, quote } of option.reasons) {
          const preview = await desk.preview(order, {
            type: option.kind,
            reason,
            pieces: [[0, Math.max(1, option.quantity)]],
          })
          expect([option.kind, reason, preview.decision.outcome]).toEqual([
            option.kind,
            reason,
            decision.outcome,
          ])
          if (quote) expect(preview.quote).toMatchObject(quote)
        }
    },
  )
})
