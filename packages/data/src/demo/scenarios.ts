import { AFTER_SALE_SCENARIOS } from './after-sale-scenarios.ts'

/** States of E.1 that orders are made in; `sql/20-orders.sql` says what each means. */
export type DemoState =
  | 'unpaid'
  | 'paid'
  | 'printed'
  | 'packed'
  | 'pull_failed'
  | 'held'
  | 'presale'
  | 'customised'
  | 'partly_shipped'
  | 'in_transit'
  | 'intercepted'
  | 'delivered'
  | 'signed'
  | 'completed'
  | 'cancelled_unpaid'
  | 'cancelled'
  | 'returned'

type SkuPool = 'NORMAL' | 'PRESALE' | 'CUSTOM' | 'DIGITAL' | 'LIMITED' | 'PERISHABLE'

/** An order that docs and tests name: its number is the shop's prefix, a hyphen and `suffix` (`G-1001`). */
export interface Scenario {
  readonly suffix: number
  /** What it is for. */
  readonly about: string
  readonly state: DemoState
  /** The ordinal of its customer: numbers `GC000001` and so on. */
  readonly customer: number
  /** Placed that many hours before the demo's now. */
  readonly hours: number
  /** Which of the customer's addresses. */
  readonly address?: 1 | 2
  readonly remark?: string
  /** Signed for that many days before the demo's now, two hours earlier in the day. */
  readonly signedDays?: number
  /** Paid by this method. */
  readonly method?: 'BALANCE' | 'BANK_CARD' | 'CREDIT_CARD'
  /** With freight insurance. */
  readonly insured?: true
  /** The carrier has reported nothing since it took the parcel. */
  readonly silent?: true
  /** Pool, ordinal in it (modulo its size), quantity; a negative quantity is as many as that many yuan buy. */
  readonly lines: readonly (readonly [SkuPool, number, number])[]
}

/** Every shop has all of them. Customers 1 to 20 are theirs alone; customer 1 has a long history besides. */
export const SCENARIOS: readonly Scenario[] = [
  {
    suffix: 1001,
    about: 'unpaid: address and item may be changed',
    state: 'unpaid',
    customer: 1,
    hours: 3,
    lines: [['NORMAL', 0, 1]],
  },
  {
    suffix: 1002,
    about: 'paid, label not printed: address after an identity check',
    state: 'paid',
    customer: 1,
    hours: 5,
    lines: [
      ['NORMAL', 1, 1],
      ['NORMAL', 9, 2],
    ],
  },
  {
    suffix: 1003,
    about: 'paid, label printed: the warehouse pulls the parcel',
    state: 'printed',
    customer: 2,
    hours: 20,
    lines: [['NORMAL', 2, 1]],
  },
  {
    suffix: 1004,
    about: 'packed, still unshipped in the trade',
    state: 'packed',
    customer: 2,
    hours: 30,
    lines: [['NORMAL', 3, 1]],
  },
  {
    suffix: 1005,
    about: 'the parcel was not found on the shelf',
    state: 'pull_failed',
    customer: 3,
    hours: 40,
    lines: [['NORMAL', 4, 1]],
  },
  {
    suffix: 1006,
    about: 'partly shipped: the open lines can be cancelled',
    state: 'partly_shipped',
    customer: 3,
    hours: 50,
    lines: [
      ['NORMAL', 5, 1],
      ['NORMAL', 11, 1],
      ['NORMAL', 17, 2],
    ],
  },
  {
    suffix: 1007,
    about: 'shipped, in transit: no change, or interception',
    state: 'in_transit',
    customer: 4,
    hours: 60,
    lines: [['NORMAL', 6, 1]],
  },
  {
    suffix: 1008,
    about: 'interception requested',
    state: 'intercepted',
    customer: 4,
    hours: 70,
    lines: [['NORMAL', 7, 1]],
  },
  {
    suffix: 1009,
    about: 'delivered, not confirmed',
    state: 'delivered',
    customer: 4,
    hours: 120,
    lines: [['NORMAL', 8, 1]],
  },
  {
    suffix: 1010,
    about: 'signed three days ago',
    state: 'signed',
    customer: 1,
    hours: 160,
    lines: [
      ['NORMAL', 10, 1],
      ['NORMAL', 14, 1],
    ],
  },
  {
    suffix: 1011,
    about: 'completed',
    state: 'completed',
    customer: 1,
    hours: 900,
    lines: [['NORMAL', 12, 1]],
  },
  {
    suffix: 1012,
    about: 'cancelled before payment',
    state: 'cancelled_unpaid',
    customer: 5,
    hours: 200,
    lines: [['NORMAL', 13, 1]],
  },
  {
    suffix: 1013,
    about: 'cancelled after payment, refunded',
    state: 'cancelled',
    customer: 5,
    hours: 300,
    lines: [
      ['NORMAL', 15, 1],
      ['NORMAL', 3, 1],
    ],
  },
  {
    suffix: 1014,
    about: 'returned and refunded',
    state: 'returned',
    customer: 5,
    hours: 800,
    lines: [['NORMAL', 16, 1]],
  },
  {
    suffix: 1015,
    about: 'presale, before the balance opens',
    state: 'presale',
    customer: 6,
    hours: 72,
    lines: [['PRESALE', 0, 1]],
  },
  {
    suffix: 1016,
    about: 'customised: no cancellation',
    state: 'customised',
    customer: 6,
    hours: 26,
    lines: [['CUSTOM', 0, 1]],
  },
  {
    suffix: 1017,
    about: 'held for a check',
    state: 'held',
    customer: 7,
    hours: 12,
    lines: [['NORMAL', 18, 1]],
  },
  {
    suffix: 1018,
    about: 'first of two duplicates',
    state: 'paid',
    customer: 8,
    hours: 6,
    lines: [['NORMAL', 19, 1]],
  },
  {
    suffix: 1019,
    about: 'its duplicate, four minutes later',
    state: 'paid',
    customer: 8,
    hours: 5.9333,
    lines: [['NORMAL', 19, 1]],
  },
  {
    suffix: 1020,
    about: 'vague address',
    state: 'paid',
    customer: 9,
    hours: 8,
    address: 2,
    lines: [['NORMAL', 0, 1]],
  },
  {
    suffix: 1021,
    about: 'invalid phone',
    state: 'paid',
    customer: 10,
    hours: 9,
    address: 2,
    lines: [['NORMAL', 1, 1]],
  },
  {
    suffix: 1022,
    about: 'blacklisted customer',
    state: 'paid',
    customer: 11,
    hours: 10,
    lines: [['NORMAL', 2, 1]],
  },
  {
    suffix: 1023,
    about: 'suspected fake: high risk score',
    state: 'paid',
    customer: 12,
    hours: 7,
    lines: [['NORMAL', 4, 1]],
  },
  {
    suffix: 1024,
    about: 'payment failed once, then nothing',
    state: 'unpaid',
    customer: 13,
    hours: 4,
    lines: [['NORMAL', 5, 1]],
  },
  {
    suffix: 1025,
    about: 'company invoice with a wrong tax id',
    state: 'paid',
    customer: 14,
    hours: 11,
    lines: [['NORMAL', 6, 1]],
  },
  {
    suffix: 1026,
    about: 'company invoice that is right',
    state: 'paid',
    customer: 14,
    hours: 15,
    lines: [['NORMAL', 8, 1]],
  },
  {
    suffix: 1027,
    about: 'more than the purchase limit',
    state: 'paid',
    customer: 15,
    hours: 13,
    lines: [['LIMITED', 0, 1]],
  },
  {
    suffix: 1028,
    about: 'oversold: the stock does not suffice',
    state: 'paid',
    customer: 16,
    hours: 14,
    lines: [['NORMAL', -1, 1]],
  },
  {
    suffix: 1029,
    about: "the buyer's remark is not registered yet",
    state: 'paid',
    customer: 17,
    hours: 16,
    remark: '请发顺丰，周六前必须收到，谢谢',
    lines: [['NORMAL', 10, 1]],
  },
  {
    suffix: 1030,
    about: 'a coupon that is not valid',
    state: 'paid',
    customer: 18,
    hours: 17,
    lines: [['NORMAL', 12, 1]],
  },
  {
    suffix: 1031,
    about: 'cash on delivery',
    state: 'paid',
    customer: 19,
    hours: 18,
    lines: [['NORMAL', 14, 1]],
  },
  {
    suffix: 1032,
    about: 'digital goods',
    state: 'completed',
    customer: 20,
    hours: 700,
    lines: [['DIGITAL', 0, 1]],
  },
  {
    suffix: 1033,
    about: 'odd fen: a discount over three lines (Q07)',
    state: 'paid',
    customer: 20,
    hours: 19,
    lines: [
      ['NORMAL', 0, 1],
      ['NORMAL', 7, 1],
      ['NORMAL', 13, 1],
    ],
  },
  ...AFTER_SALE_SCENARIOS,
]
