import { CODES, mapper } from '../mapping.ts'

export const Lead = mapper.type('Lead', 'leads', {
  code: CODES.Lead,
  guard: 'lead.read',
  description: 'Who asked and did not order, why, and when they are contacted next (PRE-CNV-01).',
})

export const PaymentFollowUp = mapper.type('PaymentFollowUp', 'payment_follow_ups', {
  code: CODES.PaymentFollowUp,
  guard: 'lead.read',
  description: 'Why an order was not paid, and what was agreed (PRE-CNV-02).',
})
