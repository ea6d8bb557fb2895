import { type Context, type Decision, deny, judge, pass, type Rule, say } from '../decisions/index.ts'
import type { Pack } from '../policy/index.ts'
import { type BenefitCode, ruleOfBenefit, tiersWith } from './benefits.ts'
import type { Tier } from './tiers.ts'

/** The benefits that are handed over once a year. */
const GIFT_BENEFITS = ['BIRTHDAY_GIFT', 'YEARLY_GIFT'] as const satisfies readonly BenefitCode[]
export type GiftBenefit = (typeof GIFT_BENEFITS)[number]

/** A gift that is due on a day, and to whom. */
export interface GiftDue {
  readonly benefit: GiftBenefit
  readonly year: number
  /** The month of birth, 1 to 12; `null`: it does not matter. */
  readonly bornIn: number | null
  readonly tiers: readonly Tier[]
  readonly ruleId: string
}

/** The gifts of a day `YYYY-MM-DD`: for birthdays in its month, and the one of its year (MEM-02, MEM-05). */
export function giftsOn(day: string, pack: Pack): readonly GiftDue[] {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return GIFT_BENEFITS.map((benefit) => ({
    benefit,
    year,
    bornIn: benefit === 'BIRTHDAY_GIFT' ? month : null,
    tiers: tiersWith(benefit, pack),
    ruleId: ruleOfBenefit(benefit),
  }))
}

/** What is true of a gift that somebody hands over. */
export interface GiftFacts {
  readonly id: string
  readonly customerId: string
  readonly benefit: GiftBenefit
  readonly status: 'GRANTED' | 'FULFILLED'
}

const gift = (status: GiftFacts['status']): GiftFacts => ({
  id: '01900000-0000-7000-8000-00000000d001',
  customerId: '01900000-0000-7000-8000-00000000c001',
  benefit: 'BIRTHDAY_GIFT',
  status,
})

/** Handing over gifts. */
export const GIFT_RULES: readonly Rule<GiftFacts>[] = [
  {
    id: 'MEM-07',
    title: say('会员礼', 'Gifts to members'),
    basis: { kind: 'cited', document: '002', section: '§5.2-3' },
    message: say('每份会员礼只发放一次。', 'Each gift is handed over once.'),
    reads: [],
    judge: ({ status }) =>
      status === 'GRANTED' ? pass() : deny(say('这份礼已发放。', 'This gift has been handed over.')),
    cases: [
      { name: 'one that waits', facts: gift('GRANTED'), expect: 'PASS' },
      { name: 'one that was handed over', facts: gift('FULFILLED'), expect: 'DENY' },
    ],
  },
]

/** May this gift be handed over? */
export function judgeGift(facts: GiftFacts, context: Context): Decision {
  return judge('FULFIL_GIFT', GIFT_RULES, facts, context)
}
