import {
  closeProductIssue,
  type ProductIssueClosed,
  verifyWrongShipment,
  type WrongShipmentVerified,
} from '@cs/commands'
import { sql } from 'kysely'
import { ProductIssue, WrongShipment } from '../after-sales/types.ts'
import { builder } from '../builder.ts'
import { CODES, mapper } from '../mapping.ts'
import { translated } from './case-command.ts'
import { commandField } from './command.ts'
import { common } from './input-fields.ts'
import { decisionField } from './outcomes.ts'

const VerifyWrongShipmentInput = builder.inputType('VerifyWrongShipmentInput', {
  description: 'What a second look at a wrong shipment found.',
  fields: (t) => ({
    caseId: t.id({ required: true, description: 'The case in the register.' }),
    confirmed: t.boolean({ required: true, description: 'Whether it turned out to be one.' }),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

const CloseProductIssueInput = builder.inputType('CloseProductIssueInput', {
  description: 'A product issue that is settled.',
  fields: (t) => ({
    issueId: t.id({ required: true, description: 'The issue.' }),
    expectedVersion: common.expectedVersion(t),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

commandField<object, WrongShipmentVerified>('verifyWrongShipment', {
  description: 'Verifies a wrong shipment that somebody else recorded (OPS-REG-04).',
  permission: 'register.verify',
  input: VerifyWrongShipmentInput,
  success: {
    description: 'It was verified.',
    fields: ((t: unknown) => ({
      wrongShipment: mapper.read<{ caseId: string }>(t, (f) =>
        f.one(WrongShipment, {
          description: 'The entry as it is now.',
          where: (w, _parent, c) =>
            sql`${w.case_id} = ${c.parent((p: { caseId: string }) => p.caseId)}::uuid`,
        }),
      ),
      decision: decisionField(t, 'The decision that permitted it.'),
    })) as never,
  },
  run: (deps, actor, input, viewer) =>
    verifyWrongShipment(deps, actor, translated(viewer, input, { ids: { caseId: CODES.Case } })),
})

commandField<object, ProductIssueClosed>('closeProductIssue', {
  description: 'Closes a product issue: cases from now on are counted anew (OPS-REG-07).',
  permission: 'register.verify',
  input: CloseProductIssueInput,
  success: {
    description: 'It is closed.',
    fields: ((t: unknown) => ({
      productIssue: mapper.read<{ issueId: string }>(t, (f) =>
        f.one(ProductIssue, {
          description: 'The issue as it is now.',
          where: (i, _parent, c) => sql`${i.id} = ${c.parent((p: { issueId: string }) => p.issueId)}::uuid`,
        }),
      ),
      decision: decisionField(t, 'The decision that permitted it.'),
    })) as never,
  },
  run: (deps, actor, input, viewer) =>
    closeProductIssue(deps, actor, translated(viewer, input, { ids: { issueId: CODES.ProductIssue } })),
})
