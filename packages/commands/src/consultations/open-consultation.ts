import { newId } from '@cs/data'
import { addMessage } from '@cs/data/cases'
import { askingCustomer, isAbout, openConsultationCase } from '@cs/data/consultations'
import { clocksAtMessage, INQUIRY_TYPES, type InquiryType, type MessageChannel } from '@cs/domain/cases'
import { priorityOf } from '@cs/domain/consultations'
import { judge } from '@cs/domain/decisions'
import { labelOf } from '@cs/domain/labels'
import { queueOf } from '@cs/domain/routing'
import { z } from 'zod'
import { moveClocks } from '../clocks/index.ts'
import type { Command, Done } from '../command.ts'
import { type Actor, agentOf, type Run } from '../context.ts'
import { id, idempotencyKey, line, message } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { notFound, type Outcome } from '../outcomes.ts'
import { giveTo } from '../routing/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  customerId: id,
  orderId: id.optional(),
  productId: id.optional(),
  channel: z.enum(['CHAT', 'PHONE', 'OFFLINE_MESSAGE', 'FORM']),
  inquiryType: z.enum(INQUIRY_TYPES).default('OTHER'),
  /** A line for lists; the inquiry type where nothing is said. */
  subject: line.optional(),
  /** What the customer wrote first. */
  text: message.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type OpenConsultationInput = z.input<typeof schema>

export interface ConsultationOpened {
  readonly caseId: string
  readonly number: string
  readonly version: number
  readonly ownerId: string
  /** `null`: nothing was written yet. */
  readonly messageId: string | null
}

/**
 * Opens a consultation (PRE-WF-01). Who takes it in owns it to the end (CMP-PRI-01); one that no agent took in is given
 * to somebody by its queue. With a first message, its answer is owed from now on.
 */
export function openConsultation(
  deps: CommandDeps,
  actor: Actor,
  input: OpenConsultationInput,
): Promise<Outcome<ConsultationOpened>> {
  return runCommand(deps, actor, openConsultationCommand, input)
}

type Input = z.output<typeof schema>
interface Facts {
  readonly customerId: string
  readonly orderId: string | null
  readonly productId: string | null
  readonly inquiryType: InquiryType
}

const openConsultationCommand: Command<Input, Facts, ConsultationOpened> = {
  name: 'openConsultation',
  permission: 'case.open',
  schema,
  subjectType: 'Customer',
  async load(run, { customerId, orderId = null, productId = null, inquiryType }) {
    const { tx, actor } = run
    if (!(await askingCustomer(tx, actor.shop, customerId))) return null
    const here = await isAbout(tx, actor.shop, customerId, { orderId, productId })
    if (!here.order) throw notFound('Order')
    if (!here.product) throw notFound('Product')
    return { subjectId: customerId, version: 1, facts: { customerId, orderId, productId, inquiryType } }
  },
  judge: (facts, context) => judge('OPEN_CONSULTATION', [], facts, context),
  execute: (run, { channel, subject, text }, { facts }) =>
    openConsultationOf(run, {
      ...facts,
      channel,
      subject: subject ?? null,
      text: text ?? null,
      ownerId: agentOf(run),
    }),
}

/** A consultation that begins; `ownerId` `null`: whoever has the fewest open cases. */
export interface Beginning extends Facts {
  readonly channel: MessageChannel
  readonly subject: string | null
  readonly text: string | null
  readonly ownerId: string | null
}

/** Opens a consultation in a run, with its first message and the promises that this starts. */
export async function openConsultationOf(run: Run, beginning: Beginning): Promise<Done<ConsultationOpened>> {
  const { tx, actor, now } = run
  const { customerId, inquiryType, channel } = beginning
  const asking = await askingCustomer(tx, actor.shop, customerId, true)
  if (!asking) throw notFound('Customer')
  const caseId = newId(now)
  const number = newNumber('CS', now)
  const queue = queueOf({ kind: 'CONSULTATION', inquiryType, orderId: beginning.orderId })
  const ownerId = beginning.ownerId ?? (await giveTo(run, { queue, customerId }))
  const priority = priorityOf({ inquiryType, ...asking }, run.context.pack)
  await openConsultationCase(tx, {
    ...beginning,
    shopId: actor.shop,
    id: caseId,
    number,
    ownerId,
    priority,
    subject: beginning.subject ?? `咨询：${labelOf('InquiryType', inquiryType)?.zh ?? inquiryType}`,
    at: now,
  })
  const subject = { type: 'Case', id: caseId }
  const opened = {
    type: 'ConsultationOpened',
    subject,
    data: { number, customerId, inquiryType, channel, priority, ownerId },
  }
  if (beginning.text === null)
    return {
      ids: { caseId, number, version: 1, ownerId, messageId: null },
      events: [opened],
      fields: ['cases'],
    }
  const { messageId, version } = await addMessage(tx, {
    shopId: actor.shop,
    caseId,
    sender: 'CUSTOMER',
    agentId: null,
    channel,
    inquiryType,
    text: beginning.text,
    at: now,
    begins: true,
  })
  const start = clocksAtMessage({ channel, kind: 'CONSULTATION', inquiryType, first: true })
  await moveClocks(run, { subjectType: 'Case', subjectId: caseId, caseId }, { start })
  return {
    ids: { caseId, number, version, ownerId, messageId },
    events: [
      opened,
      { type: 'MessageReceived', subject, data: { messageId, channel, inquiryType, begins: true } },
    ],
    fields: ['cases', 'messages'],
  }
}
