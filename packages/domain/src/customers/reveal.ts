import { type Context, type Decision, type Judgement, judge, type Rule } from '../decisions/index.ts'

/** What contact data may be looked at for. The purpose is kept in the audit entry. */
export const REVEAL_PURPOSES = [
  'CONTACT_CUSTOMER',
  'VERIFY_IDENTITY',
  'ARRANGE_DELIVERY',
  'CORRECT_ADDRESS',
  'ARRANGE_REFUND',
  'PLATFORM_DISPUTE',
] as const
export type RevealPurpose = (typeof REVEAL_PURPOSES)[number]

/** How often one person may reveal within an hour: our own default, ample for work on cases. */
export const REVEALS_PER_HOUR = 30
/** How often one person may search by a whole phone number within an hour: our own default. */
export const PHONE_SEARCHES_PER_HOUR = 60
/** How long a revealed value may stay on a screen: our own default. */
export const REVEAL_DISPLAY_SECONDS = 60

/** What is true when somebody asks to see contact data in full. */
export interface RevealFacts {
  readonly customerId: string
  readonly purpose: RevealPurpose
  /** How far the permission reaches; in its own or team scope a case has to be named (PRV-01). */
  readonly scope: 'own' | 'team' | 'shop'
  /** The case named; that it is within the scope was settled before. */
  readonly case: null | { readonly id: string; readonly open: boolean; readonly concernsCustomer: boolean }
  /** Reveals of the same person in the last hour. */
  readonly reveals: number
  /** RFC 3339 UTC: when the oldest of them leaves the hour; `null`: there are none. */
  readonly nextAt: string | null
}

const deny = (zh: string, en: string, openUntil?: string): Judgement => ({
  verdict: 'DENY',
  message: { zh, en },
  remedies: openUntil
    ? [{ kind: 'WAIT', text: { zh: '稍后再试', en: 'Try again later' }, openUntil }]
    : [
        {
          kind: 'CORRECTION',
          text: { zh: '请选择该客户未关闭的工单', en: 'Name an open case of this customer' },
        },
      ],
})

const wanted: RevealFacts = {
  customerId: '01900000-0000-7000-8000-00000000b001',
  purpose: 'CONTACT_CUSTOMER',
  scope: 'own',
  case: { id: '01900000-0000-7000-8000-00000000b002', open: true, concernsCustomer: true },
  reveals: 0,
  nextAt: null,
}
const openCase = { id: '01900000-0000-7000-8000-00000000b002', open: true, concernsCustomer: true }

/** The rules of revealing contact data. */
export const REVEAL_RULES: readonly Rule<RevealFacts>[] = [
  {
    id: 'PRV-01',
    title: { zh: '按需知悉客户信息', en: 'Contact data on a need-to-know basis' },
    basis: { kind: 'cited', document: '001', section: '四(二)1' },
    message: {
      zh: '联系信息仅限因处理工单需要时查看，查看记录会留存。',
      en: 'Contact data is shown where work on a case needs it; who saw it and why is kept.',
    },
    reads: [],
    judge: (facts) => {
      if (facts.reveals >= REVEALS_PER_HOUR) {
        return deny(
          `一小时内最多查看 ${REVEALS_PER_HOUR} 次联系信息。`,
          `Contact data can be revealed ${REVEALS_PER_HOUR} times an hour at most.`,
          facts.nextAt ?? undefined,
        )
      }
      if (!facts.case) {
        if (facts.scope === 'shop') return { verdict: 'PASS' }
        return deny('查看联系信息须关联工单。', 'A case has to be named to see contact data.')
      }
      if (!facts.case.concernsCustomer)
        return deny('该工单不属于此客户。', 'That case is not about this customer.')
      if (!facts.case.open)
        return deny('工单已关闭，不再需要联系信息。', 'The case is closed: the need has ended.')
      return { verdict: 'PASS' }
    },
    cases: [
      { name: 'own open case', facts: wanted, expect: 'PASS' },
      { name: 'closed case', facts: { ...wanted, case: { ...openCase, open: false } }, expect: 'DENY' },
      {
        name: 'case of somebody else',
        facts: { ...wanted, case: { ...openCase, concernsCustomer: false } },
        expect: 'DENY',
      },
      { name: 'no case named', facts: { ...wanted, case: null }, expect: 'DENY' },
      { name: 'a manager without a case', facts: { ...wanted, scope: 'shop', case: null }, expect: 'PASS' },
      { name: 'too many within the hour', facts: { ...wanted, reveals: REVEALS_PER_HOUR }, expect: 'DENY' },
    ],
  },
]

/** May contact data of this customer be seen now? */
export function judgeReveal(facts: RevealFacts, context: Context): Decision {
  return judge('REVEAL_CONTACT', REVEAL_RULES, facts, context)
}
