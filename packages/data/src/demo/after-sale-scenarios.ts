import type { Scenario } from './scenarios.ts'

type Lines = Scenario['lines']
const one: Lines = [['NORMAL', 3, 1]]

const signed = (
  suffix: number,
  about: string,
  signedDays: number,
  customer: number,
  lines: Lines = one,
  more: Partial<Scenario> = {},
): Scenario => ({
  suffix,
  about,
  state: signedDays > 10 ? 'completed' : 'signed',
  customer,
  hours: Math.round((signedDays + 5) * 24),
  signedDays,
  lines,
  ...more,
})

/** Orders to ask an after-sale of, by what the handbooks make depend on: days since signing, goods, money, tier. */
export const AFTER_SALE_SCENARIOS: readonly Scenario[] = [
  signed(1034, 'signed two days ago: fast track of the clothing shop', 2, 2, [['NORMAL', 2, 2]]),
  signed(1035, 'signed six days ago: no reason needed yet', 6, 3),
  signed(1036, 'signed nine days ago: only quality claims', 9, 4),
  signed(1037, 'completed, signed 14 days ago: quality claims still open', 14, 6),
  signed(1038, 'completed, signed 20 days ago: out of every period', 20, 7),
  signed(1039, 'completed, signed 60 days ago', 60, 8),
  signed(1040, 'three lines with a discount, signed three days ago (Q07)', 3, 9, [
    ['NORMAL', 0, 1],
    ['NORMAL', 7, 1],
    ['NORMAL', 13, 1],
  ]),
  signed(1041, 'five of one, signed three days ago', 3, 10, [['NORMAL', 5, 5]]),
  {
    suffix: 1042,
    about: 'no scan for four days: suspected lost',
    state: 'in_transit',
    customer: 12,
    hours: 150,
    silent: true,
    lines: [['NORMAL', 6, 1]],
  },
  {
    suffix: 1043,
    about: 'paid, not dispatched for five days: delayed',
    state: 'paid',
    customer: 13,
    hours: 122,
    lines: [['NORMAL', 8, 1]],
  },
  signed(1044, 'customised, signed three days ago', 3, 14, [['CUSTOM', 0, 1]]),
  signed(1045, 'perishable where the shop has any, signed three days ago', 3, 15, [['PERISHABLE', 0, 1]]),
  signed(1046, 'spent 21,000 yuan: platinum', 90, 16, [['NORMAL', 1, -21_000]]),
  signed(1047, 'of a platinum member, signed four days ago', 4, 16, [['NORMAL', 10, 1]]),
  signed(1048, 'spent 52,000 yuan: diamond', 95, 17, [['NORMAL', 2, -52_000]]),
  signed(1049, 'of a diamond member, signed four days ago', 4, 17, [['NORMAL', 12, 1]]),
  signed(1050, 'spent 6,000 yuan: gold', 80, 18, [['NORMAL', 3, -6_000]]),
  signed(1051, 'of a gold member, signed four days ago', 4, 18, [['NORMAL', 14, 1]]),
  signed(1052, 'paid from the platform balance, signed three days ago', 3, 19, one, { method: 'BALANCE' }),
  signed(1053, 'paid by bank card, signed three days ago', 3, 19, one, { method: 'BANK_CARD' }),
  signed(1054, 'paid by credit card, signed three days ago', 3, 20, one, { method: 'CREDIT_CARD' }),
  signed(1055, 'with freight insurance, signed three days ago', 3, 20, one, { insured: true }),
  signed(1056, 'two different items, signed yesterday', 1, 5, [
    ['NORMAL', 16, 1],
    ['NORMAL', 9, 2],
  ]),
  {
    suffix: 1057,
    about: 'in transit, scanned this morning',
    state: 'in_transit',
    customer: 11,
    hours: 48,
    lines: [['NORMAL', 11, 1]],
  },
]
