import {
  cancelFollowUp,
  completeFollowUp,
  handOverFollowUp,
  recordNoAnswer,
  rescheduleFollowUp,
  startFollowUp,
} from '@cs/commands'
import { ContactChannel, FollowUpCancelReason, FollowUpResult } from '../enums.ts'
import { FollowUp } from '../follow-ups/types.ts'
import { CODES } from '../mapping.ts'
import { answered, idField, permitted } from './answers.ts'
import { common, type InputBuilder } from './input-fields.ts'
import { type SubjectCommand, subjectCommand } from './subject-command.ts'

const followUpCommand = <Input, Ids extends object>(
  name: string,
  spec: Omit<SubjectCommand<Input, Ids>, 'permission' | 'subject' | 'answers'>,
) =>
  subjectCommand<Input, Ids>(name, {
    permission: 'follow_up.work',
    subject: { field: 'followUpId', code: CODES.FollowUp, description: 'The follow-up.' },
    answers: (t) => ({
      followUp: answered(
        t,
        FollowUp,
        'followUpId',
        'The follow-up as it is now; null where it went beyond the viewer.',
      ),
      followUpId: idField(t, 'followUpId', CODES.FollowUp, 'The id of the follow-up.'),
      ...permitted(t),
    }),
    ...spec,
  })

const channel = (t: InputBuilder) =>
  t.field({
    type: ContactChannel,
    required: true,
    description: 'Through what; outside of the platform by consent only.',
  })

followUpCommand('startFollowUp', {
  description:
    'Begins a contact, if the rules let it begin this moment; nobody else may contact the customer then (FUP-06, FUP-08, FUP-17).',
  fields: (t) => ({ channel: channel(t) }),
  success: 'It has begun.',
  command: startFollowUp,
})

followUpCommand('completeFollowUp', {
  description: 'Records a contact and what came of it (FUP-12); the next one is allowed on the 7th day.',
  fields: (t) => ({
    channel: channel(t),
    result: t.field({ type: FollowUpResult, required: true, description: 'What came of it.' }),
    durationSeconds: t.int({
      description: 'How long it took; required of a call, which takes 3 to 5 minutes (FUP-07).',
    }),
    satisfaction: t.int({ description: 'What the customer says, 1 to 5.' }),
    note: common.note(t),
  }),
  success: 'It was recorded.',
  command: completeFollowUp,
})

followUpCommand('recordNoAnswer', {
  description: 'Records that the customer did not answer: tried again the next day, three times at most.',
  fields: (t) => ({ channel: channel(t) }),
  success: 'It was recorded.',
  command: recordNoAnswer,
})

followUpCommand('rescheduleFollowUp', {
  description: 'Puts a follow-up off to another time that the rules allow.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', required: true, description: 'When the customer is to be contacted.' }),
  }),
  success: 'It was put off.',
  command: (deps, actor, input: { readonly followUpId: string; readonly at: string }) =>
    rescheduleFollowUp(deps, actor, { ...input, at: new Date(input.at).toISOString() }),
})

followUpCommand('handOverFollowUp', {
  description: 'Hands a follow-up over to a colleague.',
  fields: (t) => ({ toAgentId: t.id({ required: true, description: 'Who does it from now on.' }) }),
  ids: { toAgentId: CODES.Agent },
  success: 'It is theirs.',
  command: handOverFollowUp,
})

followUpCommand('cancelFollowUp', {
  description: 'Cancels a follow-up, with a reason.',
  fields: (t) => ({
    reason: t.field({ type: FollowUpCancelReason, required: true, description: 'Why.' }),
    note: common.note(t),
  }),
  success: 'Nobody is contacted for it.',
  command: cancelFollowUp,
})
