import {
  eraseCustomer,
  mergeCustomers,
  previewEraseCustomer,
  previewMergeCustomers,
  type RequestCustomerExportInput,
  requestCustomerExport,
  signExport,
  undoCustomerMerge,
} from '@cs/commands'
import { type RequestContext, shopOf } from '../context.ts'
import { CustomerMerge } from '../customers/types.ts'
import { ErasureGround, ExportPurpose } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { answered, changedCustomer } from './answers.ts'
import { customerCommand } from './profiles.ts'
import { subjectCommand } from './subject-command.ts'

interface Exported {
  readonly exportId: string
  readonly expiresAt: string
}

interface Fields {
  string(options: object): unknown
  field(options: object): unknown
}

customerCommand<RequestCustomerExportInput, Exported>('requestCustomerExport', {
  description:
    'Opens the handing out of all that is known of a person, contact data included, for a purpose (PRV-15). It is fetched once, within an hour, by who asked for it.',
  permission: 'customer.export',
  fields: (t) => ({
    purpose: t.field({ type: ExportPurpose, required: true, description: 'Why. Kept in the audit entry.' }),
  }),
  success: 'It can be fetched.',
  answers: (t) => ({
    path: (t as Fields).string({
      description: 'GET it from this path of the service, with an access token of the same person, once.',
      resolve: ({ exportId }: Exported, _args: unknown, { viewer, commands }: RequestContext) =>
        `/evidence/person/${signExport(commands.hashKey, shopOf(viewer), exportId)}`,
    }),
    expiresAt: (t as Fields).field({
      type: 'DateTime',
      description: 'The last moment to fetch it.',
      resolve: ({ expiresAt }: Exported) => expiresAt,
    }),
  }),
  command: requestCustomerExport,
})

export const EraseCustomer = customerCommand('eraseCustomer', {
  description:
    'Forgets who a customer was, for good: contact data, names, texts, files. Orders and ledger stay under the number. While something is owed it is denied; then a second person confirms it: ask with `requestApproval` (PRV-15).',
  permission: 'customer.erase',
  fields: (t) => ({
    ground: t.field({ type: ErasureGround, required: true, description: 'On what ground.' }),
  }),
  success: 'It is forgotten.',
  command: eraseCustomer,
  preview: previewEraseCustomer,
})

const merged = (t: unknown) => ({
  merge: answered(t, CustomerMerge, 'mergeId', 'The merge as it is now.'),
})

customerCommand('mergeCustomers', {
  description:
    'Makes two records of one person one: what names the duplicate names the customer since. A member stays; of two members only one without any entry of points can go. It can be undone (PRV-15).',
  permission: 'customer.merge',
  fields: (t) => ({ duplicateId: t.id({ required: true, description: 'The record that goes into it.' }) }),
  ids: { duplicateId: CODES.Customer },
  success: 'They are one.',
  answers: merged,
  command: mergeCustomers,
  preview: previewMergeCustomers,
})

subjectCommand('undoCustomerMerge', {
  description:
    'Takes a merge back: what it moved names the former record again. The newest is undone first (PRV-15).',
  permission: 'customer.merge',
  subject: { field: 'mergeId', code: CODES.CustomerMerge, description: 'The merge.' },
  withoutVersion: true,
  success: 'They are two again.',
  answers: (t) => ({ ...merged(t), ...changedCustomer(t) }),
  command: undoCustomerMerge,
})
