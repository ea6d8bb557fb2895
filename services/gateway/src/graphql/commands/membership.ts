import { enrolMember, fulfilGift } from '@cs/commands'
import { CODES } from '../mapping.ts'
import { GiftGrant } from '../membership/types.ts'
import { answered, memberField, permitted } from './answers.ts'
import { subjectCommand } from './subject-command.ts'

subjectCommand('enrolMember', {
  description: 'Makes a customer a member, with the tier that was reached already (MEM-06, Q42).',
  permission: 'member.manage',
  subject: { field: 'customerId', code: CODES.Customer, description: 'The customer.' },
  withoutVersion: true,
  success: 'The customer is a member.',
  answers: (t) => ({ member: memberField(t), ...permitted(t) }),
  command: enrolMember,
})

subjectCommand('fulfilGift', {
  description: 'Notes that a member was handed a gift (MEM-07); each is handed over once.',
  permission: 'member.manage',
  subject: { field: 'giftId', code: CODES.GiftGrant, description: 'The gift.' },
  keyRequired: true,
  success: 'It was handed over.',
  answers: (t) => ({
    gift: answered(t, GiftGrant, 'giftId', 'The gift as it is now.'),
    member: memberField(t),
    ...permitted(t),
  }),
  command: fulfilGift,
})
