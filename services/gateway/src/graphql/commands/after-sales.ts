import {
  type AfterSaleRequested,
  acceptAfterAll,
  acknowledgeAfterSale,
  approveAfterSale,
  inspectReturn,
  judgeLiability,
  openDispute,
  previewAcceptAfterAll,
  previewApproveAfterSale,
  previewInspectReturn,
  previewJudgeLiability,
  previewReceiveReturn,
  previewRejectAfterSale,
  previewReopenAfterSale,
  type RequestAfterSaleInput as Request,
  receiveReturn,
  recordReturnShipment,
  refuseReturn,
  rejectAfterSale,
  reopenAfterSale,
  requestAfterSale,
  requestEvidence,
  resumeReview,
  settleDispute,
  tellPlan,
  withdrawAfterSale,
} from '@cs/commands'
import { builder } from '../builder.ts'
import type { Viewer } from '../context.ts'
import {
  AfterSaleReason,
  AfterSaleType,
  Appraiser,
  Carrier,
  CaseChannel,
  Cause,
  CompensationKind,
  EvidenceKind,
  InspectionFinding,
  InspectionResult,
  LiableParty,
  RefusedReason,
} from '../enums.ts'
import { CODES, idIn } from '../mapping.ts'
import { changedAfterSale } from './answers.ts'
import { afterSaleCommand } from './case-command.ts'
import { commandField } from './command.ts'
import { common, type InputBuilder } from './input-fields.ts'
import { translated } from './subject-command.ts'

const AfterSaleLineInput = builder.inputType('AfterSaleLineInput', {
  description: 'Pieces of a line of the order.',
  fields: (t) => ({
    lineId: t.id({ required: true, description: 'The line.' }),
    quantity: t.int({ required: true, description: 'How many pieces.' }),
  }),
})

const ParcelPlan = builder.enumType('ParcelPlan', {
  description: 'The plan for a lost, late or damaged parcel (AS-LOG-01, AS-LOG-02).',
  values: {
    SEARCH: { description: '向快递查件 · The carrier searches for it' },
    EXPEDITE: { description: '催促派送 · It is expedited' },
    RESHIP: { description: '补发 · The goods are sent again' },
    REFUND: { description: '退款 · The money goes back' },
  } as const,
})

const DisputeVerdict = builder.enumType('DisputeVerdict', {
  description: 'For whom the platform decided (AS-TYP-07).',
  values: {
    FOR_CUSTOMER: { description: '支持客户 · For the customer' },
    FOR_SHOP: { description: '支持商家 · For the shop' },
  } as const,
})

/** What is asked for: the same for the request and its preview. */
export const applicationFields = (t: InputBuilder) => ({
  orderId: t.id({ required: true, description: 'The order.' }),
  type: t.field({ type: AfterSaleType, required: true, description: 'Which of the seven types (AS-TYP).' }),
  reason: t.field({ type: AfterSaleReason, required: true, description: 'The real reason (C-10).' }),
  lines: t.field({
    type: [AfterSaleLineInput],
    description: 'The pieces it is about; none where it concerns the order as a whole.',
  }),
  evidence: t.field({ type: [EvidenceKind], description: 'What was shown for it so far (AS-POL-05).' }),
  worn: t.boolean({ description: 'Whether the goods were used (AS-LIA-12); left out: not known.' }),
  intact: t.boolean({
    description: 'Whether they can be sold again (AS-POL-01, AS-POL-13); left out: not known.',
  }),
  receivedGrams: t.int({
    description: 'What the scale shows for everything received, in grams (AS-WF-BAS-7).',
  }),
  asException: t.boolean({ description: 'Asks for special approval of what the rules refuse (AS-LIA-06).' }),
  amount: t.field({
    type: 'Decimal',
    description: 'The amount asked for, in yuan: partial refund, compensation.',
  }),
  compensationKind: t.field({ type: CompensationKind, description: 'In what a compensation is given.' }),
  replacementSkuId: t.id({ description: 'The specification wanted instead; left out: the same again.' }),
  demand: t.string({ description: 'What the customer said they want, at most 500 characters.' }),
  channel: t.field({ type: CaseChannel, description: 'Where it came in.' }),
})

export const RequestAfterSaleInput = builder.inputType('RequestAfterSaleInput', {
  description: 'An application for an after-sale (AS-WF-GEN-1).',
  fields: (t) => ({
    ...applicationFields(t),
    token: t.string({
      description:
        'The token of `previewAfterSale`: refused as a Conflict where it would be decided otherwise by now.',
    }),
    expectedVersion: common.expectedVersion(t),
    idempotencyKey: common.requiredKey(t),
  }),
})

/** An application with ids of the shop and amounts in fen. */
export function applicationInput(viewer: Viewer, input: object): Request {
  const request = translated<Request & { lines?: readonly { lineId: string; quantity: number }[] }>(
    viewer,
    input,
    {
      ids: { orderId: CODES.Order, replacementSkuId: CODES.Sku },
      amounts: ['amount'],
    },
  )
  const { lines } = request
  if (!lines) return request
  return {
    ...request,
    lines: lines.map((line) => ({ ...line, lineId: idIn(viewer, line.lineId, CODES.OrderLine) })),
  }
}

commandField<object, AfterSaleRequested>('requestAfterSale', {
  description:
    'Asks for an after-sale on an order (AS-WF-RET, AS-WF-EXC; a direct application is always accepted, C-53).',
  permission: 'after_sale.request',
  input: RequestAfterSaleInput,
  success: { description: 'It was applied for.', fields: changedAfterSale as never },
  run: (deps, actor, input, viewer) => requestAfterSale(deps, actor, applicationInput(viewer, input)),
})

afterSaleCommand('acknowledgeAfterSale', {
  description: 'Takes an application up: the first human answer (AS-SLA-01).',
  permission: 'after_sale.handle',
  success: 'It is under review.',
  command: acknowledgeAfterSale,
})

afterSaleCommand('requestEvidence', {
  description: 'Asks the customer for proof; the review waits until it is there (AS-POL-05, AS-WF-EXC).',
  permission: 'after_sale.handle',
  fields: (t) => ({ kinds: t.field({ type: [EvidenceKind], required: true, description: 'Which proof.' }) }),
  success: 'The customer was asked.',
  command: requestEvidence,
})

afterSaleCommand('resumeReview', {
  description: 'Goes on with a review after the customer has answered.',
  permission: 'after_sale.handle',
  fields: (t) => ({
    worn: t.boolean({ description: 'Whether the goods were used.' }),
    intact: t.boolean({ description: 'Whether they can be sold again.' }),
    receivedGrams: t.int({ description: 'What the scale shows, in grams (AS-WF-BAS-7).' }),
  }),
  success: 'It is under review again.',
  command: resumeReview,
})

afterSaleCommand('judgeLiability', {
  description: 'Records the cause and who answers for it, on the evidence (AS-LIA-07, AS-LIA-08, AS-LIA-20).',
  permission: 'after_sale.handle',
  fields: (t) => ({
    cause: t.field({ type: Cause, required: true, description: 'The cause.' }),
    liable: t.field({
      type: LiableParty,
      required: true,
      description: 'Who answers for it, towards the buyer.',
    }),
    appraiser: t.field({ type: Appraiser, description: 'Who looked at it; an agent where nothing is said.' }),
  }),
  success: 'It was recorded.',
  command: judgeLiability,
  preview: previewJudgeLiability,
})

export const ApproveAfterSale = afterSaleCommand('approveAfterSale', {
  description: 'Agrees to an after-sale (AS-WF-RET step 3); a trade that goes on is extended (AS-SLA-28).',
  permission: 'after_sale.handle',
  keyRequired: true,
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', description: 'The partial refund agreed, in yuan (AS-POL-09).' }),
    pickup: t.boolean({ description: 'Whether the shop has the goods collected (AS-SLA-02).' }),
  }),
  amounts: ['amount'],
  success: 'It was agreed to.',
  command: approveAfterSale,
  preview: previewApproveAfterSale,
})

afterSaleCommand('rejectAfterSale', {
  description: 'Refuses an after-sale by a rule that speaks against it (AS-WF-RET).',
  permission: 'after_sale.handle',
  fields: (t) => ({
    ruleIds: t.stringList({ required: true, description: 'The rules it rests on, such as `AS-POL-02`.' }),
  }),
  success: 'It was refused.',
  command: rejectAfterSale,
  preview: previewRejectAfterSale,
})

afterSaleCommand('recordReturnShipment', {
  description: 'Files the waybill of a return; nothing is received without one (AS-WF-RET step 4, C-50).',
  permission: 'after_sale.request',
  keyRequired: true,
  fields: (t) => ({
    waybill: t.string({ required: true, description: 'The waybill number.' }),
    carrier: t.field({ type: Carrier, required: true, description: 'The carrier.' }),
    freightCollect: t.boolean({
      description: 'Whether the freight is to be paid at the door (AS-WF-BAS-3).',
    }),
    freight: t.field({ type: 'Decimal', description: 'What the customer paid the courier, in yuan.' }),
    pickup: t.boolean({ description: 'Whether a courier of the shop collected it.' }),
  }),
  amounts: ['freight'],
  success: 'It is on its way back.',
  command: recordReturnShipment,
})

afterSaleCommand('receiveReturn', {
  description:
    'Takes a return in: inspection and settlement are owed from now on (AS-SLA-03, AS-SLA-04, AS-SLA-08).',
  permission: 'after_sale.receive',
  keyRequired: true,
  fields: (t) => ({ weightGrams: t.int({ description: 'The weight on arrival, in grams.' }) }),
  success: 'It was received.',
  command: receiveReturn,
  preview: previewReceiveReturn,
})

afterSaleCommand('refuseReturn', {
  description:
    'Refuses a return at the door: its carrier is not accepted, or freight is to collect (AS-WF-BAS-3).',
  permission: 'after_sale.receive',
  keyRequired: true,
  fields: (t) => ({ reason: t.field({ type: RefusedReason, required: true, description: 'Why.' }) }),
  success: 'It was refused; the customer has the time to send it once more.',
  command: refuseReturn,
})

afterSaleCommand('inspectReturn', {
  description: 'Records what the inspection of a return found (AS-SLA-08, AS-POL-01).',
  permission: 'after_sale.receive',
  keyRequired: true,
  fields: (t) => ({
    result: t.field({ type: InspectionResult, required: true, description: 'Passed or failed.' }),
    finding: t.field({ type: InspectionFinding, required: true, description: 'What was found.' }),
  }),
  success: 'It was recorded.',
  command: inspectReturn,
  preview: previewInspectReturn,
})

export const AcceptAfterAll = afterSaleCommand('acceptAfterAll', {
  description: 'Settles a return although its inspection failed, under a special approval (C-36).',
  permission: 'after_sale.handle',
  keyRequired: true,
  success: 'It goes on as if it had passed.',
  command: acceptAfterAll,
  preview: previewAcceptAfterAll,
})

afterSaleCommand('tellPlan', {
  description:
    'Records that the customer was told the plan for a lost, late or damaged parcel (AS-SLA-10, AS-LOG-01).',
  permission: 'after_sale.handle',
  fields: (t) => ({ plan: t.field({ type: ParcelPlan, required: true, description: 'The plan.' }) }),
  success: 'The customer knows.',
  command: tellPlan,
})

afterSaleCommand('withdrawAfterSale', {
  description: 'Ends an after-sale that the customer no longer wants; its pieces are free again.',
  permission: 'after_sale.request',
  success: 'It was withdrawn.',
  command: withdrawAfterSale,
})

export const ReopenAfterSale = afterSaleCommand('reopenAfterSale', {
  description: 'Opens an after-sale again that lapsed, was rejected or withdrawn: once (Q46).',
  permission: 'after_sale.request',
  success: 'It is under review again.',
  command: reopenAfterSale,
  preview: previewReopenAfterSale,
})

afterSaleCommand('openDispute', {
  description: 'Records that the platform has taken the matter over (AS-TYP-07).',
  permission: 'after_sale.handle',
  success: 'It is with the platform.',
  command: openDispute,
})

afterSaleCommand('settleDispute', {
  description:
    'Records how the platform decided, and by which document (AS-TYP-07). What it awards is carried out, and takes no authority.',
  permission: 'after_sale.handle',
  keyRequired: true,
  fields: (t) => ({
    verdict: t.field({ type: DisputeVerdict, required: true, description: 'For whom.' }),
    reference: t.string({
      description:
        'The number of the document of its decision: letters, digits, `/`, `_` and `-`. Required where it is for the customer.',
    }),
    amount: t.field({
      type: 'Decimal',
      description:
        'What the platform awards while the goods stay, in yuan; left out: what the pieces cost. Required where it is about no pieces, a partial refund or a compensation.',
    }),
  }),
  amounts: ['amount'],
  success: 'The dispute is settled.',
  command: settleDispute,
})
