import { type Context, type Decision, deny, judge, pass, type Rule, say } from '../decisions/index.ts'

/** What is true of a customer who is to become a member. */
export interface EnrolmentFacts {
  readonly customerId: string
  readonly member: boolean
}

const customer = (member: boolean): EnrolmentFacts => ({
  customerId: '01900000-0000-7000-8000-00000000c001',
  member,
})

/** Who becomes a member. */
export const ENROLMENT_RULES: readonly Rule<EnrolmentFacts>[] = [
  {
    id: 'MEM-06',
    title: say('会员体系', 'Membership'),
    basis: { kind: 'cited', document: '002', section: '§5.2-2' },
    message: say(
      '入会后按近期实付金额确定等级，享受积分、折扣与专属权益。',
      'A member gets the tier of what was paid lately, with its points, discounts and rights.',
    ),
    reads: ['membership.window'],
    judge: ({ member }) =>
      member ? deny(say('该客户已是会员。', 'This customer is a member already.')) : pass(),
    cases: [
      { name: 'a customer', facts: customer(false), expect: 'PASS' },
      { name: 'a member', facts: customer(true), expect: 'DENY' },
    ],
  },
]

/** May this customer become a member? */
export function judgeEnrolment(facts: EnrolmentFacts, context: Context): Decision {
  return judge('ENROL_MEMBER', ENROLMENT_RULES, facts, context)
}
