import { consentsInForce } from '@cs/data/customers'
import { lockNotice, type NoticeTold, type OwedNotice, setNotice } from '@cs/data/notices'
import { CONTACT_CHANNELS, type ContactChannel, consentTo } from '@cs/domain/customers'
import { judge } from '@cs/domain/decisions'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import { type Actor, originOf, principalOf, type Run } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { conflict, Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const common = {
  noticeId: id,
  channel: z.enum(CONTACT_CHANNELS),
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
}
const sent = z.strictObject(common)
const failed = z.strictObject({
  ...common,
  failure: z.enum(['UNREACHABLE', 'REJECTED', 'NO_CHANNEL', 'PROVIDER']),
  /** Nothing more is tried. */
  givingUp: z.boolean().optional(),
})
export type RecordNoticeSentInput = z.input<typeof sent>
export type RecordNoticeFailedInput = z.input<typeof failed>

/** A notice that was told, or could not be. */
export interface NoticeRecorded {
  readonly noticeId: string
  readonly version: number
}

/**
 * Records that a customer was told what was owed, and through what (FUP-14). A notice is owed by a promise, so neither hours
 * nor other contacts are in its way (Q26); what left the platform is kept with what the customer had agreed to (C-34).
 */
export function recordNoticeSent(
  deps: CommandDeps,
  actor: Actor,
  input: RecordNoticeSentInput,
): Promise<Outcome<NoticeRecorded>> {
  return runCommand(deps, actor, recordNoticeSentCommand, input)
}

/** Records that a customer could not be told: it stays in line, and is tried again, until somebody gives it up. */
export function recordNoticeFailed(
  deps: CommandDeps,
  actor: Actor,
  input: RecordNoticeFailedInput,
): Promise<Outcome<NoticeRecorded>> {
  return runCommand(deps, actor, recordNoticeFailedCommand, input)
}

interface NoticeFacts {
  readonly noticeId: string
  readonly script: string
  readonly status: OwedNotice['status']
  readonly channel: ContactChannel
  /** What the customer said to matters of an order through this channel; `null`: never asked. */
  readonly consent: boolean | null
}
interface Found extends Loaded<NoticeFacts> {
  readonly notice: OwedNotice
}

function noticeCommand<Input extends { readonly noticeId: string; readonly channel: ContactChannel }>(
  name: string,
  action: string,
  schema: z.ZodType<Input>,
  told: (run: Run, input: Input) => NoticeTold,
): Command<Input, NoticeFacts, NoticeRecorded, Found> {
  return {
    name,
    permission: 'notice.send',
    schema,
    subjectType: 'Notice',
    async load({ tx, actor }, { noticeId, channel }) {
      const notice = await lockNotice(tx, actor.shop, noticeId)
      if (!notice) return null
      const { script, status } = notice
      const consent = consentTo(await consentsInForce(tx, actor.shop, notice.customerId), 'SERVICE', channel)
      return {
        subjectId: noticeId,
        version: notice.version,
        facts: { noticeId, script, status, channel, consent },
        notice,
      }
    },
    async attempt(_run, _input, { facts, version: current }) {
      if (facts.status === 'SENT' || facts.status === 'CANCELLED') throw conflict(current, OVER)
      return facts
    },
    judge: (facts, context) => judge(action, [], facts, context),
    async execute(run, input, { notice, facts }) {
      const to = told(run, input)
      const next = await setNotice(run.tx, run.actor.shop, notice.id, to, run.now)
      const { caseId, orderId, script } = notice
      return {
        ids: { noticeId: notice.id, version: next },
        events: [
          {
            type: to.status === 'SENT' ? 'NoticeSent' : 'NoticeFailed',
            data: {
              script,
              caseId,
              orderId,
              channel: input.channel,
              consent: facts.consent,
              ...('failure' in to && {
                failure: to.failure,
                attempts: notice.attempts + 1,
                owed: to.status === 'TO_SEND',
              }),
            },
          },
        ],
        fields: ['status', 'channel'],
      }
    },
  }
}

const recordNoticeSentCommand = noticeCommand(
  'recordNoticeSent',
  'RECORD_NOTICE_SENT',
  sent,
  (run, { channel }) => {
    const by = principalOf(run.actor)
    const byKind = originOf(run).actorKind
    if (by === null || byKind === 'WORKER') throw new Forbidden('notice.send')
    return { status: 'SENT', channel, by, byKind }
  },
)

const recordNoticeFailedCommand = noticeCommand(
  'recordNoticeFailed',
  'RECORD_NOTICE_FAILED',
  failed,
  (_run, { channel, failure, givingUp }) => ({ status: givingUp ? 'FAILED' : 'TO_SEND', channel, failure }),
)

const OVER = { zh: '该通知已告知客户，或已取消。', en: 'The customer was told already, or it was cancelled.' }
