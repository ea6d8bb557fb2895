import { addLink, addMessage, worksHere } from '@cs/data/cases'
import {
  beginsConversation,
  type CaseFacts,
  type CaseRequest,
  clocksAtMessage,
  INQUIRY_TYPES,
  isFirstOfCustomer,
  judgeCase,
  resumedByMessage,
} from '@cs/domain/cases'
import { z } from 'zod'
import { moveClocks } from '../clocks/index.ts'
import type { Command, Done } from '../command.ts'
import { openConsultationOf } from '../consultations/index.ts'
import type { Actor, Run } from '../context.ts'
import { message } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { caseInput, clocksOf, type LoadedCase, readCase, requestOf } from './case.ts'

const schema = z.strictObject({
  ...caseInput,
  channel: z.enum(['CHAT', 'PHONE', 'OFFLINE_MESSAGE', 'FORM']),
  text: message,
  inquiryType: z.enum(INQUIRY_TYPES).optional(),
})
export type ReceiveMessageInput = z.input<typeof schema>
type Input = z.output<typeof schema>

/** Where a customer's message went. */
export interface MessageReceived {
  readonly caseId: string
  readonly version: number
  readonly messageId: string
}

/**
 * Keeps what a customer wrote on a case: starts the promises of an answer, and ends waiting for the customer (Q14, Q16,
 * Q60). What is written on a duplicate goes to its main case; on a closed case it opens a consultation that follows it,
 * with the same owner (CMP-PRI-01).
 */
export function receiveMessage(
  deps: CommandDeps,
  actor: Actor,
  input: ReceiveMessageInput,
): Promise<Outcome<MessageReceived>> {
  return runCommand(deps, actor, receiveMessageCommand, input)
}

const receiveMessageCommand: Command<Input, CaseRequest, MessageReceived, LoadedCase> = {
  name: 'receiveMessage',
  permission: 'case.open',
  schema,
  subjectType: 'Case',
  async load(run, { caseId, channel, inquiryType }) {
    const found = await mainOf(run, caseId)
    return (
      found && requestOf(run, found, { step: 'RECEIVE_MESSAGE', channel, inquiryType: inquiryType ?? null })
    )
  },
  judge: judgeCase,
  execute(run, input, { facts: { case: of } }) {
    return of.status === 'CLOSED' ? openFollowing(run, input, of) : receive(run, input, of)
  },
}

/** The case itself, or the one that it was merged into. */
async function mainOf(run: Run, caseId: string): Promise<CaseFacts | null> {
  const found = await readCase(run, caseId)
  return found?.mergedInto ? mainOf(run, found.mergedInto) : found
}

async function receive(run: Run, input: Input, of: CaseFacts): Promise<Done<MessageReceived>> {
  const { tx, now, actor } = run
  const { pack } = run.context
  const begins = beginsConversation(of, now, pack)
  const inquiryType = input.inquiryType ?? null
  const { messageId, version } = await addMessage(tx, {
    shopId: actor.shop,
    caseId: of.id,
    sender: 'CUSTOMER',
    agentId: null,
    channel: input.channel,
    inquiryType,
    text: input.text,
    at: now,
    begins,
    ...(of.status === 'WAITING_FOR_CUSTOMER' && { status: 'OPEN' as const }),
  })
  const start = clocksAtMessage({
    channel: input.channel,
    kind: of.kind,
    inquiryType: inquiryType ?? of.inquiryType,
    first: isFirstOfCustomer(of, now, pack),
  })
  await moveClocks(run, clocksOf(of.id), { resume: resumedByMessage(of), start })
  return {
    ids: { caseId: of.id, version, messageId },
    events: [{ type: 'MessageReceived', data: { messageId, channel: input.channel, inquiryType, begins } }],
    fields: ['messages', ...(of.status === 'WAITING_FOR_CUSTOMER' ? ['status'] : [])],
  }
}

async function openFollowing(run: Run, input: Input, of: CaseFacts): Promise<Done<MessageReceived>> {
  const { tx, actor, now } = run
  const ownerId = (await worksHere(tx, actor.shop, of.ownerId)) ? of.ownerId : null
  const opened = await openConsultationOf(run, {
    customerId: of.customerId,
    orderId: of.orderId,
    productId: of.productId,
    inquiryType: input.inquiryType ?? of.inquiryType ?? 'OTHER',
    channel: input.channel,
    subject: null,
    text: input.text,
    ownerId,
  })
  const { caseId, version, messageId } = opened.ids
  if (messageId === null) throw new Error('a message opened a consultation without it')
  await addLink(tx, { shopId: actor.shop, caseId, otherId: of.id, kind: 'FOLLOWS', at: now })
  return { ids: { caseId, version, messageId }, events: opened.events, fields: ['links'] }
}
