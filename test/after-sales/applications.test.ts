import { afterAll, describe, expect, test } from 'vitest'
import { type Ask, Desk, rulesOf } from '../harness/after-sales.ts'
import { numberOf } from '../harness/orders.ts'
import { openWorld, SHOPS } from '../harness/world.ts'

const world = await openWorld('applications')
afterAll(() => world.close())
/** Of the three shops in their order, or the same for all: general, guided, apparel. */
type Of<T> = T | readonly [general: T, guided: T, apparel: T]

interface Row {
  readonly what: string
  readonly order: number
  readonly ask: Ask
  /** Outcomes of the three shops: A allowed, N needs approval, D denied. */
  readonly says: string
  /** Rules that are cited, with this verdict where one is said. */
  readonly cites?: Of<readonly string[]>
  readonly citesNot?: Of<readonly string[]>
  /** Who pays the way back, and the way out. */
  readonly back?: 'CUSTOMER' | 'SHOP' | null
  readonly out?: 'CUSTOMER' | 'SHOP' | null
  readonly freightBy?: readonly string[]
  /** Yuan that would go back. */
  readonly amount?: Of<string>
  readonly paySeller?: Of<string>
  /** Names of the clocks that start. */
  readonly clocks?: Of<readonly string[]>
}

const photo = { evidence: ['PHOTO'] }
const quality = { reason: 'QUALITY', ...photo }
const same = (yuan: string) => [yuan, yuan, yuan] as const
const one = ['199.00', '599.00', '199.00'] as const
const FIRST = ['AFTER_SALE_ACKNOWLEDGE', 'AFTER_SALE_REVIEW'] as const

const ROWS: readonly Row[] = [
  // Without a reason: seven days from the day after signing (AS-POL-01, Q11).
  {
    what: 'no reason on the seventh day',
    order: 1035,
    ask: {},
    says: 'AAA',
    cites: ['AS-TYP-01', 'AS-POL-01'],
    back: 'CUSTOMER',
    out: null,
    freightBy: ['AS-FRT-01'],
    amount: one,
    clocks: FIRST,
  },
  { what: 'no reason on the tenth day', order: 1036, ask: {}, says: 'DDD', cites: ['AS-POL-01'] },
  {
    what: 'no reason on the tenth day, as an exception (Q18)',
    order: 1036,
    ask: { asException: true },
    says: 'NNN',
    cites: ['AS-POL-01'],
    back: 'CUSTOMER',
    amount: one,
  },
  { what: 'no reason, worn', order: 1035, ask: { worn: true }, says: 'DDD' },
  { what: 'no reason, not fit to be sold again', order: 1035, ask: { intact: false }, says: 'DDD' },
  { what: 'customised goods without a reason', order: 1044, ask: {}, says: 'DDD', cites: ['AS-POL-02'] },
  { what: 'digital goods without a reason', order: 1032, ask: {}, says: 'DDD', cites: ['AS-POL-02'] },
  {
    what: 'price as the reason of a return: the promise of seven days carries it (C-10)',
    order: 1035,
    ask: { reason: 'PRICE' },
    says: 'AAA',
    cites: ['AS-POL-01'],
    back: 'CUSTOMER',
  },
  // Another size (AS-POL-06, C-47).
  {
    what: 'another size on the seventh day',
    order: 1035,
    ask: { type: 'EXCHANGE', reason: 'SIZE_FIT' },
    says: 'AAA',
    cites: ['AS-TYP-02', 'AS-POL-06'],
    back: 'CUSTOMER',
    out: 'CUSTOMER',
    amount: same('0.00'),
    clocks: FIRST,
  },
  {
    what: 'another size on the tenth day',
    order: 1036,
    ask: { type: 'EXCHANGE', reason: 'SIZE_FIT' },
    says: 'DDD',
    cites: ['AS-POL-06'],
  },
  {
    what: 'an exchange without a reason',
    order: 1035,
    ask: { type: 'EXCHANGE' },
    says: 'DDD',
    cites: ['AS-TYP-02'],
  },
  // What is wrong with the goods: fifteen days (AS-POL-04, C-09).
  {
    what: 'a defect with a photo on the third day',
    order: 1034,
    ask: quality,
    says: 'AAA',
    cites: [['AS-POL-04'], ['AS-POL-04'], ['AS-POL-04', 'AS-LIA-10']],
    citesNot: [['AS-LIA-10'], ['AS-LIA-10'], []],
    back: 'SHOP',
    freightBy: ['AS-FRT-02'],
    amount: ['199.00', '459.00', '199.00'],
    clocks: FIRST,
  },
  {
    what: 'a defect on the tenth day is no fast track',
    order: 1036,
    ask: quality,
    says: 'AAA',
    cites: ['AS-POL-04'],
    citesNot: ['AS-LIA-10'],
    back: 'SHOP',
  },
  {
    what: 'a defect on the fifteenth day',
    order: 1037,
    ask: quality,
    says: 'AAA',
    cites: ['AS-POL-04'],
    back: 'SHOP',
    amount: ['199.00', '579.00', '199.00'],
  },
  { what: 'a defect out of period', order: 1038, ask: quality, says: 'NNN', cites: ['AS-LIA-06'] },
  { what: 'a defect after sixty days', order: 1039, ask: quality, says: 'NNN', cites: ['AS-LIA-06'] },
  {
    what: 'a defect of worn goods (AS-LIA-12)',
    order: 1036,
    ask: { ...quality, worn: true },
    says: 'AAN',
    cites: [[], [], ['AS-LIA-12']],
  },
  { what: 'a defect of customised goods', order: 1044, ask: quality, says: 'AAA', back: 'SHOP' },
  {
    what: 'an exchange for a defect',
    order: 1036,
    ask: { type: 'EXCHANGE', ...quality },
    says: 'AAA',
    cites: ['AS-TYP-02', 'AS-POL-04'],
    back: 'SHOP',
    out: 'SHOP',
    amount: same('0.00'),
  },
  {
    what: 'a repair (C-46)',
    order: 1036,
    ask: { type: 'REPAIR', ...quality },
    says: 'AAA',
    cites: ['AS-TYP-03'],
    back: 'SHOP',
    out: 'SHOP',
    amount: same('0.00'),
  },
  {
    what: 'a size is not repaired',
    order: 1035,
    ask: { type: 'REPAIR', reason: 'SIZE_FIT' },
    says: 'DDD',
    cites: ['AS-TYP-03'],
  },
  {
    what: 'made in the wrong size (AS-LIA-21)',
    order: 1036,
    ask: { reason: 'MADE_WRONG', ...photo },
    says: 'AAA',
    back: 'SHOP',
  },
  {
    what: 'not as described, by a screenshot (AS-LIA-04)',
    order: 1036,
    ask: { reason: 'NOT_AS_DESCRIBED', evidence: ['SCREENSHOT'] },
    says: 'AAA',
    back: 'SHOP',
    freightBy: ['AS-FRT-02'],
  },
  {
    what: 'a defect is sent again by severity (AS-POL-16)',
    order: 1036,
    ask: { type: 'RESHIP', ...quality },
    says: 'DAD',
  },
  // Wrong, missing, too much (AS-TYP-09, Q36).
  {
    what: 'a wrong item with a photo',
    order: 1036,
    ask: { reason: 'WRONG_ITEM', ...photo },
    says: 'AAA',
    cites: ['AS-POL-04'],
    back: 'SHOP',
    amount: one,
  },
  {
    what: 'a wrong item out of period',
    order: 1038,
    ask: { reason: 'WRONG_ITEM', ...photo },
    says: 'NNN',
    cites: ['AS-LIA-06'],
  },
  {
    what: 'a missing item is sent again',
    order: 1056,
    ask: { type: 'RESHIP', reason: 'MISSING_ITEM', evidence: ['PHOTO'] },
    says: 'AAA',
    cites: ['AS-TYP-04', 'AS-WF-BAS-7'],
    back: null,
    out: 'SHOP',
    amount: same('0.00'),
  },
  {
    what: 'a missing item that is in another parcel (AS-LOG-16)',
    order: 1006,
    ask: { type: 'RESHIP', reason: 'MISSING_ITEM', evidence: ['WEIGHT_PHOTO'], pieces: [[2, 1]] },
    says: 'DDD',
    cites: ['AS-WF-BAS-7'],
  },
  {
    what: 'something sent too much',
    order: 1056,
    ask: { reason: 'EXTRA_ITEM' },
    says: 'AAA',
    back: 'SHOP',
    amount: same('0.00'),
  },
  // Damage, loss and delay on the way (AS-LIA-02, C-26, C-27, Q21).
  {
    what: 'damage on the way, signed for',
    order: 1034,
    ask: { reason: 'TRANSIT_DAMAGE', ...photo },
    says: 'AAA',
    back: 'SHOP',
    clocks: [FIRST, FIRST, [...FIRST, 'PARCEL_RESOLVE']],
  },
  {
    what: 'no scan for four days, sent again',
    order: 1042,
    ask: { type: 'RESHIP', reason: 'LOST' },
    says: 'AAA',
    cites: ['AS-POL-11'],
    out: 'SHOP',
    clocks: [
      [...FIRST, 'PARCEL_LOST_PLAN'],
      [...FIRST, 'PARCEL_LOST_PLAN'],
      [...FIRST, 'PARCEL_LOST_PLAN', 'PARCEL_RESOLVE'],
    ],
  },
  {
    what: 'no scan for four days, the money back',
    order: 1042,
    ask: { reason: 'LOST' },
    says: 'AAA',
    cites: ['AS-POL-11'],
  },
  {
    what: 'lost, scanned this morning',
    order: 1057,
    ask: { type: 'RESHIP', reason: 'LOST' },
    says: 'DDD',
    cites: ['AS-POL-11'],
  },
  {
    what: 'late, five days without dispatch',
    order: 1043,
    ask: { type: 'COMPENSATION', reason: 'LATE', pieces: [], amount: '10.00' },
    says: 'AAA',
    cites: ['AS-TYP-06', 'AS-POL-12'],
  },
  {
    what: 'on its way, refused without a reason: only after receipt (ORD-MOD-03, C-48)',
    order: 1057,
    ask: {},
    says: 'DDD',
  },
  { what: 'before dispatch it is cancelled, not returned (C-14)', order: 1002, ask: {}, says: 'DDD' },
  { what: 'unpaid', order: 1001, ask: {}, says: 'DDD' },
  { what: 'returned before', order: 1014, ask: quality, says: 'DDD' },
  { what: 'more pieces than there are', order: 1035, ask: { pieces: [[0, 2]] }, says: 'DDD' },
  // Money without goods (AS-POL-09, AS-WF-RFD-3, AS-TYP-08).
  {
    what: 'a discount owed: what to pay the seller',
    order: 1040,
    ask: { type: 'PARTIAL_REFUND', reason: 'PRICE', amount: '10.00' },
    says: 'AAA',
    cites: ['AS-TYP-05'],
    back: null,
    amount: same('10.00'),
    paySeller: ['183.03', '432.38', '183.03'],
  },
  {
    what: 'postage owed, on the order',
    order: 1041,
    ask: { type: 'PARTIAL_REFUND', reason: 'PRICE', amount: '15.00', pieces: [] },
    says: 'AAA',
    amount: same('15.00'),
    paySeller: ['995.00', '2995.00', '995.00'],
  },
  {
    what: 'service is compensated, not refunded (Q61)',
    order: 1040,
    ask: { type: 'PARTIAL_REFUND', reason: 'SERVICE', amount: '10.00' },
    says: 'DDD',
    cites: ['AS-TYP-05'],
  },
  {
    what: 'more than was paid',
    order: 1040,
    ask: { type: 'PARTIAL_REFUND', reason: 'PRICE', amount: '9999.00' },
    says: 'DDD',
  },
  {
    what: 'compensation for service',
    order: 1040,
    ask: { type: 'COMPENSATION', reason: 'SERVICE', amount: '20.00', pieces: [] },
    says: 'AAA',
    cites: ['AS-TYP-06'],
    back: null,
    amount: same('0.00'),
  },
  {
    what: 'goodwill for a change of mind (AS-LIA-13)',
    order: 1035,
    ask: { type: 'COMPENSATION', amount: '5.00', pieces: [] },
    says: 'DDA',
    cites: ['AS-TYP-06'],
  },
  {
    what: 'the platform is called',
    order: 1035,
    ask: { type: 'PLATFORM_DISPUTE', reason: 'QUALITY' },
    says: 'AAA',
    cites: ['AS-TYP-07'],
  },
  // Who is a member, who is insured (AS-FRT-09, AS-FRT-10, C-49).
  {
    what: 'a platinum member returns free',
    order: 1047,
    ask: {},
    says: 'AAA',
    back: 'SHOP',
    freightBy: ['AS-FRT-09'],
    amount: ['193.12', '593.12', '193.12'],
  },
  {
    what: 'a diamond member as well',
    order: 1049,
    ask: {},
    says: 'AAA',
    back: 'SHOP',
    freightBy: ['AS-FRT-09'],
    amount: ['269.00', '599.00', '269.00'],
  },
  {
    what: 'a platinum member exchanges a size free',
    order: 1047,
    ask: { type: 'EXCHANGE', reason: 'SIZE_FIT' },
    says: 'AAA',
    back: 'SHOP',
    out: 'SHOP',
    freightBy: ['AS-FRT-09'],
  },
  {
    what: 'a gold member pays, freight was used',
    order: 1051,
    ask: {},
    says: 'AAA',
    back: 'CUSTOMER',
    freightBy: ['AS-FRT-01'],
    amount: ['259.00', '569.00', '259.00'],
  },
  {
    what: 'a defect of a gold member gives the freight back (Q08)',
    order: 1051,
    ask: quality,
    says: 'AAA',
    back: 'SHOP',
    amount: ['274.00', '584.00', '274.00'],
  },
  {
    what: 'insurance is a hint, the customer pays (Q30)',
    order: 1055,
    ask: {},
    says: 'AAA',
    back: 'CUSTOMER',
    freightBy: ['AS-FRT-01', 'AS-FRT-10'],
  },
  // To the fen (Q07, Q08).
  {
    what: 'the first of three lines with a discount',
    order: 1040,
    ask: { pieces: [[0, 1]] },
    says: 'AAA',
    amount: ['193.03', '442.38', '193.03'],
  },
  {
    what: 'the largest of three lines',
    order: 1040,
    ask: { pieces: [[2, 1]] },
    says: 'AAA',
    amount: ['260.94', '577.31', '260.94'],
  },
  {
    what: 'all three lines',
    order: 1040,
    ask: {
      pieces: [
        [0, 1],
        [1, 1],
        [2, 1],
      ],
    },
    says: 'AAA',
    amount: ['647.00', '1597.00', '647.00'],
  },
  {
    what: 'two of five pieces',
    order: 1041,
    ask: { pieces: [[0, 2]] },
    says: 'AAA',
    amount: ['398.00', '1198.00', '398.00'],
  },
  {
    what: 'five of five without a reason: not the freight',
    order: 1041,
    ask: { pieces: [[0, 5]] },
    says: 'AAA',
    amount: ['995.00', '2995.00', '995.00'],
  },
  {
    what: 'five of five for a defect: the freight too',
    order: 1041,
    ask: { ...quality, pieces: [[0, 5]] },
    says: 'AAA',
    amount: ['1010.00', '3010.00', '1010.00'],
  },
  {
    what: 'four of five for a defect: freight was used',
    order: 1041,
    ask: { ...quality, pieces: [[0, 4]] },
    says: 'AAA',
    amount: ['796.00', '2396.00', '796.00'],
  },
]

const LETTER: Readonly<Record<string, string>> = { ALLOWED: 'A', NEEDS_APPROVAL: 'N', DENIED: 'D' }
const ANSWER = { A: 'RequestAfterSaleSuccess', N: 'ApprovalRequired', D: 'PolicyDenied' } as const

const isTriple = <T>(of: Of<T>): of is readonly [T, T, T] =>
  Array.isArray(of) && of.length === 3 && (Array.isArray(of[0]) || typeof of[0] === 'string') && !isRules(of)
const isRules = (of: readonly unknown[]) =>
  of.every((each) => typeof each === 'string' && /^[A-Z_-]+\d*$/.test(each) && /[A-Z]/.test(each))
const ofShop = <T>(of: Of<T>, i: number): T => (isTriple(of) ? (of[i] as T) : (of as T))

describe.each(SHOPS.map((shop, i) => ({ shop, i })))('$shop', ({ shop, i }) => {
  const desk = new Desk(world, shop)

  test.each(ROWS.map((row, n) => [`${n + 1}. ${row.what}`, row] as const))('%s', async (_, row) => {
    const said = row.says[i] as keyof typeof ANSWER
    const { decision, quote, token } = await desk.preview(row.order, row.ask)
    expect({
      [shop]: LETTER[decision.outcome],
      findings: decision.findings.filter(({ verdict }) => verdict !== 'PASS'),
    }).toMatchObject({ [shop]: said })
    const cited = rulesOf(decision.findings)
    expect(cited).toEqual(expect.arrayContaining([...(row.cites ? ofShop(row.cites, i) : [])]))
    for (const rule of row.citesNot ? ofShop(row.citesNot, i) : []) expect(cited).not.toContain(rule)
    if (row.back !== undefined) expect(quote.freight.back).toBe(row.back)
    if (row.out !== undefined) expect(quote.freight.out).toBe(row.out)
    if (row.freightBy) expect(quote.freight.rules).toEqual(row.freightBy)
    if (row.amount) expect(quote.amount.amount).toBe(ofShop(row.amount, i))
    if (row.paySeller) expect(quote.paySeller?.amount).toBe(ofShop(row.paySeller, i))
    if (row.clocks)
      expect(quote.clocks.map(({ name }) => name).sort()).toEqual([...ofShop(row.clocks, i)].sort())

    // What was previewed is what comes of it; what is refused leaves nothing behind.
    const cases = () =>
      world.rows(
        'SELECT c.id FROM cases c JOIN orders o ON o.shop_id = c.shop_id AND o.id = c.order_id WHERE o.number = $1',
        [numberOf(shop, row.order)],
      )
    const before = (await cases()).length
    expect(token === null).toBe(said === 'D')
    const done = await desk.request(row.order, { ...row.ask, ...(token && { token }) })
    expect(done.__typename).toBe(ANSWER[said])
    expect(rulesOf(done.decision?.findings).sort()).toEqual(cited.sort())
    expect((await cases()).length).toBe(before + (said === 'A' ? 1 : 0))
    if (!done.afterSale) return
    expect(done.afterSale.state).toBe('APPLIED')
    expect(
      done.afterSale.clocks.map(({ name, targetAt, breachAt }) => [name, targetAt, breachAt]).sort(),
    ).toEqual(quote.clocks.map(({ name, targetAt, breachAt }) => [name, targetAt, breachAt]).sort())
    const withdrawn = await desk.take('withdrawAfterSale', done.afterSale.id)
    expect(withdrawn).toMatchObject({ state: 'WITHDRAWN', dueAt: null })
    expect(withdrawn.clocks.length).toBeGreaterThan(1)
    expect(withdrawn.clocks.filter(({ stoppedAt }) => stoppedAt === null)).toEqual([])
  })

  test('perishable goods without a reason (AS-POL-02)', async () => {
    const [line] = (await desk.order(1045)).lines
    const flag = (perishable: boolean) =>
      world.rows('UPDATE products SET perishable = $2 WHERE id = $1', [line?.product_id, perishable])
    expect((await desk.preview(1045)).decision.outcome).toBe('ALLOWED')
    await flag(true)
    const { decision } = await desk.preview(1045)
    await flag(false)
    expect(decision.outcome).toBe('DENIED')
    expect(rulesOf(decision.findings, 'DENY')).toEqual(['AS-POL-02'])
  })
})
