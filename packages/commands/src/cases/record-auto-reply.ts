import { addMessage } from '@cs/data/cases'
import { awaitsReply, beginsConversation } from '@cs/domain/cases'
import { z } from 'zod'
import { moveClocks } from '../clocks/index.ts'
import type { Actor } from '../context.ts'
import { message } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { caseCommand, caseInput, clocksOf } from './case.ts'
import type { MessageSent } from './send-message.ts'

const schema = z.strictObject({
  ...caseInput,
  text: message,
  channel: z.enum(['CHAT', 'OFFLINE_MESSAGE']).default('CHAT'),
})
export type RecordAutoReplyInput = z.input<typeof schema>

/**
 * Records what a robot answered. It is no response of the shop (C-01): while the customer waits, it starts the time in
 * which a person takes over, where the pack promises one (AS-SLA-18).
 */
export function recordAutoReply(
  deps: CommandDeps,
  actor: Actor,
  input: RecordAutoReplyInput,
): Promise<Outcome<MessageSent>> {
  return runCommand(deps, actor, recordAutoReplyCommand, input)
}

const recordAutoReplyCommand = caseCommand<z.output<typeof schema>, { readonly messageId: string }>({
  name: 'recordAutoReply',
  permission: 'case.auto_reply',
  schema,
  ask: () => ({ step: 'RECORD_AUTO_REPLY' }),
  async execute(run, { text, channel }, of) {
    const { messageId, version } = await addMessage(run.tx, {
      shopId: run.actor.shop,
      caseId: of.id,
      sender: 'AUTO_REPLY',
      agentId: null,
      channel,
      inquiryType: null,
      text,
      at: run.now,
      begins: beginsConversation(of, run.now, run.context.pack),
    })
    if (awaitsReply(of)) await moveClocks(run, clocksOf(of.id), { start: ['chat.human_takeover'] })
    return {
      version,
      ids: { messageId },
      events: [{ type: 'AutoReplyRecorded', data: { messageId, channel } }],
      fields: ['messages'],
    }
  },
})
