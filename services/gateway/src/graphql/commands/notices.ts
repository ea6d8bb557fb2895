import { recordNoticeFailed, recordNoticeSent } from '@cs/commands'
import { Notice } from '../after-sales/types.ts'
import { ContactChannel, NoticeFailure } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { answered, permitted } from './answers.ts'
import type { InputBuilder } from './input-fields.ts'
import { subjectCommand } from './subject-command.ts'

const NOTICE = { field: 'noticeId', code: CODES.Notice, description: 'The notice.' }
const changed = (t: unknown) => ({
  notice: answered(t, Notice, 'noticeId', 'The notice as it is now.'),
  ...permitted(t),
})
const channel = (t: InputBuilder) =>
  t.field({ type: ContactChannel, required: true, description: 'Through what.' })

subjectCommand('recordNoticeSent', {
  description: 'Records that a customer was told what a notice says, and how (FUP-14, AS-RFD-07).',
  permission: 'notice.send',
  subject: NOTICE,
  fields: (t) => ({ channel: channel(t) }),
  success: 'It is no longer owed.',
  answers: changed,
  command: recordNoticeSent,
})

subjectCommand('recordNoticeFailed', {
  description: 'Records that a customer could not be told: it stays owed, unless nothing more is tried.',
  permission: 'notice.send',
  subject: NOTICE,
  fields: (t) => ({
    channel: channel(t),
    failure: t.field({ type: NoticeFailure, required: true, description: 'Why.' }),
    givingUp: t.boolean({ description: 'Nothing more is tried; left out: it stays in line.' }),
  }),
  success: 'It was recorded.',
  answers: changed,
  command: recordNoticeFailed,
})
