import { newId } from '@cs/data'
import {
  type ComplaintSubject,
  complaintPast,
  findComplaintSubject,
  type GroupKey,
  lockForComplaint,
  markComplaint,
  openGroup,
  openComplaint as openRow,
  recordComplaintStep,
} from '@cs/data/complaints'
import { addNotice } from '@cs/data/notices'
import {
  COMPLAINT_HARMS,
  COMPLAINT_TOPICS,
  type ComplaintRequest,
  type ComplaintTopic,
  classify,
  clocksAtOpening,
  type NewComplaint,
} from '@cs/domain/complaints'
import { labelOf } from '@cs/domain/labels'
import { fen } from '@cs/domain/money'
import { dueAfter, secondsOf } from '@cs/domain/policy'
import { z } from 'zod'
import { moveClocks } from '../clocks/index.ts'
import type { Command, EventDraft, Loaded } from '../command.ts'
import { type Actor, agentOf, originOf, type Run } from '../context.ts'
import { id, idempotencyKey, note } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { invalid, notFound, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { ownerFor } from '../routing/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { complaintActor, judgeComplaintStep } from './complaint.ts'
import { escalate } from './escalation.ts'

const schema = z.strictObject({
  /** One of these two, at least. */
  orderId: id.optional(),
  customerId: id.optional(),
  /** The specification it is about, where the order does not say. */
  skuId: id.optional(),
  topic: z.enum(COMPLAINT_TOPICS),
  problem: note,
  expectedSolution: note.optional(),
  harms: z.array(z.enum(COMPLAINT_HARMS)).max(COMPLAINT_HARMS.length).optional(),
  /** Fen. */
  claimedFen: z.int().positive().optional(),
  channel: z.enum(['CHAT', 'PHONE', 'OFFLINE_MESSAGE', 'FORM', 'REVIEW']).optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type OpenComplaintInput = z.input<typeof schema>

export interface ComplaintOpened {
  readonly caseId: string
  /** The number people see. */
  readonly number: string
  readonly version: number
  readonly ownerId: string
}

interface Opening extends Loaded<ComplaintRequest> {
  readonly about: ComplaintSubject
  readonly key: GroupKey
  readonly groupId: string | null
  readonly since: Date
  readonly complaint: NewComplaint
}

/**
 * Takes a complaint in, from an agent or for a customer from a storefront (CMP-WF-01 step 1): a case in the state
 * LISTENED with its promises running. What makes it serious, repeated or part of a group is found here, and what is
 * serious or a new group goes to a supervisor at once (CMP-GRD-02, CMP-SPC-05, CMP-SPC-06, Q35).
 */
export function openComplaint(
  deps: CommandDeps,
  actor: Actor,
  input: OpenComplaintInput,
): Promise<Outcome<ComplaintOpened>> {
  return runCommand(deps, actor, openComplaintCommand, input)
}

/** What would be found out about a complaint that came in now. */
export function previewOpenComplaint(
  deps: CommandDeps,
  actor: Actor,
  input: OpenComplaintInput,
): Promise<Preview> {
  return preview(deps, actor, openComplaintCommand, input)
}

const openComplaintCommand: Command<z.output<typeof schema>, ComplaintRequest, ComplaintOpened, Opening> = {
  name: 'openComplaint',
  permission: 'complaint.open',
  schema,
  subjectType: 'Case',
  async load(run, input) {
    const { tx, actor, now, context, asking } = run
    const { orderId = null, customerId = null, skuId = null } = input
    if (!orderId && !customerId) throw invalid('orderId', 'REQUIRED', WHOSE)
    const about = await findComplaintSubject(tx, actor.shop, { orderId, customerId, skuId })
    if (!about) throw notFound(orderId ? 'Order' : 'Customer')
    const key = keyOf(input.topic, about)
    if (!asking && !(await lockForComplaint(tx, actor.shop, about.customerId, key)))
      throw notFound('Customer')
    const since = new Date(now.getTime() - secondsOf(context.pack.get('complaint.group_window')) * 1000)
    const past = await complaintPast(tx, actor.shop, about.customerId, key, since)
    const complaint: NewComplaint = {
      topic: input.topic,
      harms: [...new Set(input.harms ?? [])],
      claimedFen: input.claimedFen === undefined ? null : fen(input.claimedFen),
      previousAt: past.previousAt,
      customers: past.customers,
      groupOpen: past.groupId !== null,
    }
    const facts: ComplaintRequest = {
      complaint: null,
      actor: complaintActor(run),
      ask: { step: 'OPEN', complaint },
    }
    return { subjectId: newId(now), version: 1, facts, about, key, since, complaint, groupId: past.groupId }
  },
  judge: judgeComplaintStep,
  async execute(run, input, found, decision) {
    const { tx, actor, now, context } = run
    const { subjectId: caseId, about, complaint, key } = found
    const { grade, graded, special } = classify(complaint, now, context.pack)
    const on = { shopId: actor.shop, at: now }
    const number = newNumber('CS', now)
    const ownerId = await ownerFor(run, { queue: 'COMPLAINT', customerId: about.customerId })
    await openRow(tx, {
      ...on,
      ...about,
      ...complaint,
      ...key,
      id: caseId,
      number,
      grade,
      gradedAt: graded ? now : null,
      subject: `投诉（${labelOf('ComplaintTopic', input.topic)?.zh ?? input.topic}）`,
      problem: input.problem,
      expectedSolution: input.expectedSolution ?? null,
      reviewId: null,
      channel: input.channel ?? (actor.kind === 'agent' ? 'CHAT' : 'FORM'),
      priority: graded ? 'URGENT' : 'HIGH',
      ownerId,
    })
    await recordComplaintStep(tx, {
      ...on,
      caseId,
      step: 'OPEN',
      from: null,
      to: 'LISTENED',
      actorKind: originOf(run).actorKind,
      agentId: agentOf(run),
      decisionId: decision.id,
      note: null,
    })
    for (const kind of special) {
      if (kind !== 'GROUP') await markComplaint(tx, { ...on, caseId, kind, by: null })
    }
    const grouped = special.includes('GROUP') ? await joinGroup(run, found) : []
    const raised = grouped.some((event) => event.type === 'GroupComplaintRaised')
    const escalates = raised || grade === 'SERIOUS'
    const events: EventDraft[] = [
      {
        type: 'ComplaintOpened',
        data: { number, topic: input.topic, grade, special, ownerId, orderId: about.orderId },
      },
      ...grouped,
    ]
    if (escalates) events.push(await escalate(run, { id: caseId, ownerId }, raised ? 'GROUP' : 'SERIOUS'))
    await moveClocks(
      run,
      { subjectType: 'Case', subjectId: caseId, caseId },
      { start: [...clocksAtOpening(grade), ...(escalates ? (['complaint.escalate'] as const) : [])] },
    )
    if (!special.includes('MEDIA')) await thank(run, found, number, grade)
    return { ids: { caseId, number, version: 1, ownerId }, events, fields: ['cases'] }
  },
}

/** The goods and what was said of them count by SKU, the delivery by carrier; service and price by neither. */
function keyOf(topic: ComplaintTopic, { skuId, carrier }: ComplaintSubject): GroupKey {
  if (topic === 'DELIVERY') return { skuId: null, carrier }
  return { skuId: topic === 'GOODS' || topic === 'DESCRIPTION' ? skuId : null, carrier: null }
}

/** Joins the group that is open, or raises one with all complaints of the window (CMP-SPC-06). */
async function joinGroup(run: Run, { subjectId: caseId, groupId, key, since, complaint }: Opening) {
  const { tx, actor, now } = run
  const on = { shopId: actor.shop, at: now }
  if (groupId) {
    await markComplaint(tx, { ...on, caseId, kind: 'GROUP', groupId, by: null })
    return [{ type: 'GroupComplaintJoined', data: { groupId, ...key } }]
  }
  const id = newId(now)
  const number = newNumber('CG', now)
  const caseIds = await openGroup(tx, { ...on, ...key, id, number, since })
  const data = { groupId: id, number, ...key, customers: complaint.customers, caseIds }
  return [{ type: 'GroupComplaintRaised', data }]
}

/** The customer hears that it was received, and by when somebody answers. */
async function thank(run: Run, { about, subjectId }: Opening, number: string, grade: 'ORDINARY' | 'SERIOUS') {
  const due = run.context.pack.get(
    grade === 'SERIOUS'
      ? 'clock.complaint.first_response.serious.breach'
      : 'clock.complaint.first_response.ordinary.breach',
  )
  await addNotice(run.tx, {
    shopId: run.actor.shop,
    customerId: about.customerId,
    caseId: subjectId,
    orderId: about.orderId,
    script: 'COMPLAINT_RECEIVED',
    parameters: { number, ...(due && { dueAt: dueAfter(run.now, due).toISOString() }) },
    at: run.now,
    commandId: run.commandId,
  })
}

const WHOSE = { zh: '请给出订单或客户。', en: 'Name the order or the customer.' }
