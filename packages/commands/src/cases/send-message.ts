import { addMessage } from '@cs/data/cases'
import { keepCaseDue, startClocks } from '@cs/data/clocks'
import { beginsConversation, type CaseFacts, MET_BY_REPLY } from '@cs/domain/cases'
import { startClock } from '@cs/domain/clocks'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import { moveClocks } from '../clocks/index.ts'
import type { Actor, Run } from '../context.ts'
import { message } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CaseChanged, caseCommand, caseInput, clocksOf } from './case.ts'

const schema = z.strictObject({
  ...caseInput,
  text: message,
  channel: z.enum(['CHAT', 'PHONE', 'OFFLINE_MESSAGE']).default('CHAT'),
  /** DEFERRED: what the page does not say is looked into first (PRE-RSP-02). ANSWERED: that was the answer. */
  question: z.enum(['DEFERRED', 'ANSWERED']).optional(),
})
export type SendMessageInput = z.input<typeof schema>

export interface MessageSent extends CaseChanged {
  readonly messageId: string
}

/**
 * Answers a customer: the reply of a person, which keeps every promise of a reply at once (Q14, Q60). A question that
 * is deferred has to be answered within the time of the pack, from when it was asked (PRE-RSP-02, AS-SLA-24).
 */
export function sendMessage(
  deps: CommandDeps,
  actor: Actor,
  input: SendMessageInput,
): Promise<Outcome<MessageSent>> {
  return runCommand(deps, actor, sendMessageCommand, input)
}

const sendMessageCommand = caseCommand<z.output<typeof schema>, { readonly messageId: string }>({
  name: 'sendMessage',
  permission: 'case.reply',
  schema,
  ask: (_run, { question }) => ({ step: 'SEND_MESSAGE', question: question ?? null }),
  async execute(run, { text, channel, question }, of) {
    const { messageId, version } = await addMessage(run.tx, {
      shopId: run.actor.shop,
      caseId: of.id,
      sender: 'AGENT',
      agentId: requireAgent(run, 'case.reply').id,
      channel,
      inquiryType: null,
      text,
      at: run.now,
      begins: beginsConversation(of, run.now, run.context.pack),
    })
    const answered = question === 'ANSWERED' ? (['question.unlisted_detail'] as const) : []
    await moveClocks(run, clocksOf(of.id), { stop: [...MET_BY_REPLY, ...answered] })
    if (question === 'DEFERRED') await startQuestion(run, of)
    return {
      version,
      ids: { messageId },
      events: [{ type: 'MessageSent', data: { messageId, channel, question: question ?? null } }],
      fields: ['messages'],
    }
  },
})

/** The time for the answer runs from the question itself, not from the word that it is being looked into. */
async function startQuestion(run: Run, of: CaseFacts): Promise<void> {
  const { tx, actor, now, context } = run
  const asked = of.lastCustomerAt === null ? now : new Date(of.lastCustomerAt)
  const clock = startClock('question.unlisted_detail', asked, context.pack)
  if (!clock) return
  await startClocks(tx, actor.shop, clocksOf(of.id), [clock])
  await keepCaseDue(tx, actor.shop, of.id)
}
