import { closeProductIssue, verifyWrongShipment } from '@cs/commands'
import { sql } from 'kysely'
import { ProductIssue, WrongShipment } from '../after-sales/types.ts'
import { CODES, mapper } from '../mapping.ts'
import { answered, permitted } from './answers.ts'
import { subjectCommand } from './subject-command.ts'

subjectCommand('verifyWrongShipment', {
  description: 'Verifies a wrong shipment that somebody else recorded (OPS-REG-04).',
  permission: 'register.verify',
  subject: { field: 'caseId', code: CODES.Case, description: 'The case in the register.' },
  fields: (t) => ({
    confirmed: t.boolean({ required: true, description: 'Whether it turned out to be one.' }),
  }),
  withoutVersion: true,
  success: 'It was verified.',
  answers: (t) => ({
    // An entry of this register has no id but that of its case.
    wrongShipment: mapper.read<{ caseId: string }>(t, (f) =>
      f.one(WrongShipment, {
        description: 'The entry as it is now.',
        where: (w, _parent, c) => sql`${w.case_id} = ${c.parent((p: { caseId: string }) => p.caseId)}::uuid`,
      }),
    ),
    ...permitted(t),
  }),
  command: verifyWrongShipment,
})

subjectCommand('closeProductIssue', {
  description: 'Closes a product issue: cases from now on are counted anew (OPS-REG-07).',
  permission: 'register.verify',
  subject: { field: 'issueId', code: CODES.ProductIssue, description: 'The issue.' },
  success: 'It is closed.',
  answers: (t) => ({
    productIssue: answered(t, ProductIssue, 'issueId', 'The issue as it is now.'),
    ...permitted(t),
  }),
  command: closeProductIssue,
})
