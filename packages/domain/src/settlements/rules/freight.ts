import type { Rule } from '../../decisions/index.ts'
import { fen } from '../../money/index.ts'
import type { FreightRequest } from '../facts.ts'

const example = (with_: Partial<FreightRequest> = {}): FreightRequest => ({
  caseId: 'case-1',
  direction: 'BACK',
  payer: 'SHOP',
  modes: ['PREPAID_PICKUP', 'REFUND', 'CREDIT_WITH_CONSENT'],
  mode: 'REFUND',
  amountFen: fen(1_200),
  advancedFen: fen(1_200),
  awaitsInspection: false,
  consent: false,
  before: [],
  ...with_,
})
const OWN_REASON = { payer: 'CUSTOMER', modes: ['TOP_UP_LINK', 'NONE'] } as const

/** Freight goes back to whoever advanced it, once, a credit only with consent, and a link only for the buyer's own. */
export const FREIGHT_SETTLEMENT_RULES: readonly Rule<FreightRequest>[] = [
  {
    id: 'AS-POL-33',
    title: { zh: '商家责任的垫付运费退回或经同意抵扣', en: 'Freight advanced for the shop goes back' },
    basis: { kind: 'cited', document: '004', section: '规范7a' },
    message: { zh: '运费可以按此方式结算。', en: 'Freight can be settled like this.' },
    reads: [],
    judge: (request) => {
      const { mode, amountFen, advancedFen } = request
      if (request.before.some((each) => each.direction === request.direction)) return SETTLED_BEFORE
      if (request.payer === null) return NOTHING_GOES
      if (request.payer === 'CUSTOMER' && mode !== 'TOP_UP_LINK' && mode !== 'NONE') return NOT_THE_SHOPS
      if (mode === 'CREDIT_WITH_CONSENT' && !request.consent) return NO_CONSENT
      const back = mode === 'REFUND' || mode === 'CREDIT_WITH_CONSENT'
      if (back && amountFen > advancedFen) return MORE_THAN_ADVANCED
      if (back && amountFen === 0) return NOTHING_TO_PAY_BACK
      if (mode === 'PREPAID_PICKUP' && advancedFen > 0) return ADVANCED
      if (mode === 'TOP_UP_LINK' && amountFen === 0) return NOTHING_TO_PAY
      if (!request.modes.includes(mode)) return NOT_OPEN
      return back && request.awaitsInspection ? NOT_SEEN_YET : { verdict: 'PASS' }
    },
    cases: [
      {
        name: 'the buyer pays by a link for an own reason',
        facts: example({ ...OWN_REASON, mode: 'TOP_UP_LINK', advancedFen: fen(0) }),
        expect: 'PASS',
      },
      {
        name: 'the buyer does not pay for the shop',
        facts: example({ mode: 'TOP_UP_LINK' }),
        expect: 'DENY',
      },
      { name: 'what was advanced for the shop goes back', facts: example(), expect: 'PASS' },
      {
        name: 'it is kept as credit with consent',
        facts: example({ mode: 'CREDIT_WITH_CONSENT', consent: true }),
        expect: 'PASS',
      },
      {
        name: 'it is not kept as credit without consent',
        facts: example({ mode: 'CREDIT_WITH_CONSENT' }),
        expect: 'DENY',
      },
      {
        name: 'more than was advanced does not go back',
        facts: example({ amountFen: fen(1_201) }),
        expect: 'DENY',
      },
      {
        name: 'what the buyer advanced was no pick-up of ours',
        facts: example({ mode: 'PREPAID_PICKUP' }),
        expect: 'DENY',
      },
      { name: 'before the goods were seen', facts: example({ awaitsInspection: true }), expect: 'WARN' },
      { name: 'nothing is no way to pay it back', facts: example({ amountFen: fen(0) }), expect: 'DENY' },
      {
        name: 'what was settled is not settled again',
        facts: example({ before: [{ direction: 'BACK', mode: 'REFUND', status: 'OPEN' }] }),
        expect: 'DENY',
      },
      {
        name: 'the shop does not pay for an own reason',
        facts: example({ ...OWN_REASON }),
        expect: 'DENY',
      },
    ],
  },
]

const SETTLED_BEFORE = {
  verdict: 'DENY',
  message: { zh: '该方向的运费已经结算。', en: 'Freight of this way was settled already.' },
} as const
const NOTHING_GOES = {
  verdict: 'DENY',
  message: {
    zh: '该方向没有包裹，无运费可结算。',
    en: 'Nothing goes this way: there is no freight to settle.',
  },
} as const
const NOT_THE_SHOPS = {
  verdict: 'DENY',
  message: {
    zh: '该运费由买家承担，商家不予报销。',
    en: 'The buyer bears this freight: it is not paid back.',
  },
  remedies: [
    {
      kind: 'ALTERNATIVE',
      text: { zh: '请买家拍补款链接', en: 'Have the buyer pay by a top-up link' },
      alternative: 'TOP_UP_LINK',
    },
  ],
} as const
const NO_CONSENT = {
  verdict: 'DENY',
  message: {
    zh: '转为运费抵扣须有买家的明确同意记录。',
    en: 'It is kept as credit only with the buyer’s recorded consent.',
  },
  remedies: [
    {
      kind: 'EVIDENCE',
      text: { zh: '请先征得买家同意', en: 'Have the buyer agree first' },
      evidence: 'CONSENT',
    },
  ],
} as const
const MORE_THAN_ADVANCED = {
  verdict: 'DENY',
  message: {
    zh: '结算金额不得超过买家实际垫付的运费。',
    en: 'No more goes back than is on record as advanced by the buyer.',
  },
} as const
const NOTHING_TO_PAY_BACK = {
  verdict: 'DENY',
  message: { zh: '退回的运费不能为零。', en: 'There is no freight in this to pay back.' },
} as const
const NOT_SEEN_YET = {
  verdict: 'WARN',
  message: {
    zh: '退回的商品还未验货：如验货不支持，运费应由客户承担，建议验货后再结算。',
    en: 'The goods are still to be inspected, which may turn round who bears this freight: better settled after that.',
  },
  remedies: [{ kind: 'WAIT', text: { zh: '请等待验货', en: 'Wait for the inspection' } }],
} as const
const ADVANCED = {
  verdict: 'DENY',
  message: {
    zh: '运费由买家垫付，须退回或经同意抵扣。',
    en: 'The buyer advanced this freight: it goes back, or is kept as credit with consent.',
  },
} as const
const NOTHING_TO_PAY = {
  verdict: 'DENY',
  message: { zh: '补款金额不能为零。', en: 'There is nothing to pay by a link.' },
} as const
const NOT_OPEN = {
  verdict: 'DENY',
  message: { zh: '该运费不能按此方式结算。', en: 'This freight can’t be settled in this mode.' },
} as const
