import {
  appealBlacklisting,
  blacklistCustomer,
  liftBlacklisting,
  previewBlacklistCustomer,
  upholdBlacklisting,
  warnCustomer,
} from '@cs/commands'
import { Blacklisting } from '../customers/types.ts'
import { BlacklistReason, WarningSkipped } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { answered, changedCustomer } from './answers.ts'
import { customerCommand } from './profiles.ts'
import { type SubjectCommand, subjectCommand } from './subject-command.ts'

const blacklisting = (t: unknown) => ({
  blacklisting: answered(t, Blacklisting, 'blacklistingId', 'The blacklisting as it is now.'),
})

customerCommand('warnCustomer', {
  description: 'Records that a customer was warned of being blacklisted (C-44, Q65).',
  permission: 'customer.blacklist.propose',
  fields: (t) => ({
    text: t.string({ required: true, description: 'What the customer was told, at most 500 characters.' }),
    caseId: t.id({ description: 'The case it was about.' }),
  }),
  ids: { caseId: CODES.Case },
  success: 'The warning is on record.',
  command: warnCustomer,
})

export const BlacklistCustomer = customerCommand('blacklistCustomer', {
  description:
    'Proposes that new orders of a customer are refused. It takes stored proof and a manager’s approval: ask for it with `requestApproval` (CUS-TAG-03, C-44).',
  permission: 'customer.blacklist.propose',
  fields: (t) => ({
    reason: t.field({ type: BlacklistReason, required: true, description: 'What for.' }),
    evidenceIds: t.idList({
      required: true,
      description: 'The files of this customer’s cases that prove it.',
    }),
    warningSkipped: t.field({ type: WarningSkipped, description: 'Why nobody warned before (Q65).' }),
  }),
  ids: { evidenceIds: CODES.Evidence },
  success: 'New orders are refused from now on.',
  answers: blacklisting,
  command: blacklistCustomer,
  preview: previewBlacklistCustomer,
})

const step = <Input, Ids extends object>(
  name: string,
  spec: Omit<SubjectCommand<Input, Ids>, 'subject' | 'answers'>,
) =>
  subjectCommand<Input, Ids>(name, {
    subject: { field: 'blacklistingId', code: CODES.Blacklisting, description: 'The blacklisting.' },
    ...spec,
    answers: (t) => ({ ...blacklisting(t), ...changedCustomer(t) }),
  })

step('appealBlacklisting', {
  description: 'Records what a customer says against being blacklisted, once (C-44).',
  permission: 'customer.appeal',
  fields: (t) => ({
    text: t.string({ required: true, description: 'What they say, at most 500 characters.' }),
  }),
  success: 'A manager answers it.',
  command: appealBlacklisting,
})

step('upholdBlacklisting', {
  description: 'Refuses an appeal; never by who approved the blacklisting (C-44).',
  permission: 'customer.blacklist',
  success: 'The blacklisting stays.',
  command: upholdBlacklisting,
})

step('liftBlacklisting', {
  description: 'Ends a blacklisting before its time (C-44).',
  permission: 'customer.blacklist',
  success: 'Orders are taken again.',
  command: liftBlacklisting,
})
