import type {
  ApprovalRequired,
  Conflict,
  Issue,
  NotFound,
  PolicyDenied,
  ValidationFailed,
} from '@cs/commands'
import type { Bilingual as Text } from '@cs/domain/decisions'
import { sql } from 'kysely'
import { Approval } from '../approvals/index.ts'
import { builder } from '../builder.ts'
import { DecisionRecord } from '../decisions/index.ts'
import { Bilingual } from '../decisions/shape.ts'
import { mapper } from '../mapping.ts'

/** A field that reads the decision whose id the parent carries. */
export const decisionField = (t: unknown, description = 'The decision, with all findings and remedies.') =>
  mapper.read<{ decisionId: string }>(t, (f) =>
    f.one(DecisionRecord, {
      description,
      where: (d, _parent, c) => sql`${d.id} = ${c.parent((p: { decisionId: string }) => p.decisionId)}::uuid`,
    }),
  )

/** A field that reads the approval whose id the parent carries. */
export const approvalField = (t: unknown, description: string) =>
  mapper.read<{ approvalId: string | null }>(t, (f) =>
    f.one(Approval, {
      description,
      where: (a, _parent, c) =>
        sql`${a.id} = ${c.parent((p: { approvalId: string | null }) => p.approvalId)}::uuid`,
    }),
  )

const Denied = builder.objectRef<PolicyDenied>('PolicyDenied').implement({
  description:
    'The rules say no. Nothing was changed; the decision is stored and says what would change the answer.',
  fields: (t) => ({ decision: decisionField(t) }),
})

const Approvable = builder.objectRef<ApprovalRequired>('ApprovalRequired').implement({
  description: 'The rules say: not without an approval. Nothing was changed; `requestApproval` asks for it.',
  fields: (t) => ({
    decision: decisionField(t),
    approver: t.exposeString('approver', {
      description: 'Who holds this permission can approve; nobody decides their own.',
    }),
    approval: approvalField(t, 'The request that is already waiting for this; null where none is.'),
  }),
})

const IssueType = builder.objectRef<Issue>('ValidationIssue').implement({
  description: 'One thing wrong with the input.',
  fields: (t) => ({
    field: t.string({
      description: 'The path in the input, such as `address.phone`.',
      // Commands count in fen; the API has amounts.
      resolve: (i) => i.field.replace(/Fen$/, ''),
    }),
    code: t.exposeString('code', { description: 'A stable code, see docs/errors.md.' }),
    message: t.field({ type: Bilingual, description: 'What is wrong.', resolve: (i) => i.message }),
  }),
})

const Invalid = builder.objectRef<ValidationFailed>('ValidationFailed').implement({
  description: 'The input cannot be acted on. Nothing was written.',
  fields: (t) => ({
    issues: t.field({
      type: [IssueType],
      description: 'Everything wrong with it.',
      resolve: (v) => [...v.issues],
    }),
  }),
})

const Changed = builder.objectRef<Conflict>('Conflict').implement({
  description: 'The subject changed since the caller looked. Nothing was written.',
  fields: (t) => ({
    currentVersion: t.exposeInt('currentVersion', { description: 'The version it has now.' }),
    message: t.field({ type: Bilingual, description: 'What is in the way.', resolve: (c) => c.message }),
  }),
})

const MISSING: Text = { zh: '未找到该对象。', en: 'There is no such thing in this shop.' }

const Missing = builder.objectRef<NotFound>('NotFound').implement({
  description: 'Not in this shop, whether or not it exists elsewhere.',
  fields: (t) => ({
    what: t.exposeString('what', { description: 'The kind of thing that was not found.' }),
    message: t.field({ type: Bilingual, description: 'The same as a sentence.', resolve: () => MISSING }),
  }),
})

/** The members that every result union has besides its success. */
export const REFUSALS = {
  PolicyDenied: Denied,
  ApprovalRequired: Approvable,
  ValidationFailed: Invalid,
  Conflict: Changed,
  NotFound: Missing,
}
