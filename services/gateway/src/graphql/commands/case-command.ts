import { CODES } from '../mapping.ts'
import { changedAfterSale, changedCase, changedComplaint, idField } from './answers.ts'
import { type SubjectCommand, subjectCommand } from './subject-command.ts'

/** What a command on a case leaves to say. */
type Preset<Input, Ids extends object> = Omit<SubjectCommand<Input, Ids>, 'subject' | 'answers'> &
  Partial<Pick<SubjectCommand<Input, Ids>, 'subject' | 'answers'>>

const aCase = (what: string) => ({ field: 'caseId', code: CODES.Case, description: `The ${what}.` })

/** A mutation for one step of an after-sale. */
export const afterSaleCommand = <Input, Ids extends object>(name: string, spec: Preset<Input, Ids>) =>
  subjectCommand<Input, Ids>(name, {
    subject: aCase('after-sale'),
    withNote: true,
    answers: changedAfterSale,
    ...spec,
  })

/** A mutation for one step of a complaint. */
export const complaintCommand = <Input, Ids extends object>(
  name: string,
  {
    permission = 'complaint.handle',
    ...spec
  }: Omit<Preset<Input, Ids>, 'permission'> & Partial<Pick<Preset<Input, Ids>, 'permission'>>,
) =>
  subjectCommand<Input, Ids>(name, {
    subject: aCase('complaint'),
    withNote: true,
    answers: changedComplaint,
    permission,
    ...spec,
  })

/** A mutation for one command on a case of any kind. `answers`: what it answers with besides the case. */
export const caseCommand = <Input, Ids extends object>(
  name: string,
  { answers, ...spec }: Preset<Input, Ids>,
) =>
  subjectCommand<Input, Ids>(name, {
    subject: aCase('case'),
    ...spec,
    answers: (t) => ({
      // The id alone for those who may not read cases.
      caseId: idField(t, 'caseId', CODES.Case, 'The id of the case.'),
      ...changedCase(t),
      ...answers?.(t),
    }),
  })
