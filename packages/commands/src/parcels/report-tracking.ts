import { addOrderRemark } from '@cs/data/orders'
import {
  addScans,
  lockParcel,
  newScans,
  type Parcel,
  type Scan,
  setLossConfirmed,
  setParcel,
  signLines,
  takeParcelsBack,
} from '@cs/data/parcels'
import { grantsOf } from '@cs/domain/access'
import {
  hasArrived,
  judgeTracking,
  mattersOf,
  type ParcelStatus,
  statusAfter,
  TRACKING_KINDS,
  type TrackingFacts,
  wasHandedOver,
} from '@cs/domain/parcels'
import { z } from 'zod'
import type { Command, EventDraft, Loaded } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { line } from '../fields.ts'
import { invalid, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { leave, signed } from './moments.ts'
import { type MatterOpened, openParcelCase } from './open-case.ts'
import { requireKind, whoseWord } from './whose-word.ts'

/** How far the clock of a carrier may be ahead, in milliseconds. */
const AHEAD = 5 * 60_000

const schema = z.strictObject({
  waybill: z.string().regex(/^[A-Za-z0-9-]{6,40}$/),
  /** The code of the carrier, such as SF. */
  carrier: z.string().regex(/^[A-Z][A-Z0-9_]{1,19}$/),
  events: z
    .array(
      z.strictObject({
        kind: z.enum(TRACKING_KINDS),
        place: line,
        occurredAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
      }),
    )
    .min(1)
    .max(50),
})
export type ReportTrackingInput = z.input<typeof schema>
type Reported = z.output<typeof schema>

export interface TrackingReported {
  readonly orderId: string
  readonly shipmentId: string
  readonly status: ParcelStatus
  /** How many of the events were new. */
  readonly added: number
  /** The after-sales that were opened for it. */
  readonly caseIds: readonly string[]
}

interface LoadedParcel extends Loaded<TrackingFacts> {
  readonly parcel: Parcel
  readonly fresh: readonly Scan[]
}

/**
 * Takes in what a carrier reports of a parcel (FUL-15): where it is, and with it its lines and its order (table
 * E.1). What was reported before is known by kind and time. A parcel that goes astray opens its after-sale, once for
 * each matter. For partners who carry parcels or keep the warehouse; Forbidden for other partners.
 */
export function reportTracking(
  deps: CommandDeps,
  actor: Actor,
  input: ReportTrackingInput,
): Promise<Outcome<TrackingReported>> {
  return runCommand(deps, actor, reportTrackingCommand, input)
}

const reportTrackingCommand: Command<Reported, TrackingFacts, TrackingReported, LoadedParcel> = {
  name: 'reportTracking',
  permission: 'tracking.report',
  schema,
  subjectType: 'Order',
  async load(run, { waybill, carrier, events }) {
    await requireKind(run, 'tracking.report', ['CARRIER', 'ERP'])
    const { tx, actor, now } = run
    const parcel = await lockParcel(tx, actor.shop, { waybill, carrier })
    if (!parcel) return null
    const ahead = events.findIndex(({ occurredAt }) => occurredAt.getTime() > now.getTime() + AHEAD)
    if (ahead >= 0) throw invalid(`events.${ahead}.occurredAt`, 'INVALID', NOT_YET)
    const scans = events.map(({ occurredAt: at, ...scan }) => ({ ...scan, at }))
    const fresh = await newScans(tx, actor.shop, parcel.id, scans)
    const kinds = fresh.map(({ kind }) => kind)
    const signed = statusAfter(parcel.status, kinds) === 'SIGNED'
    const recalled = parcel.physicalStatus === 'INTERCEPT_REQUESTED'
    const { id: shipmentId, orderId, orderVersion: version } = parcel
    return {
      subjectId: orderId,
      version,
      facts: { orderId, shipmentId, kinds, signed, recalled },
      parcel,
      fresh,
    }
  },
  judge: judgeTracking,
  async execute(run, _input, { parcel, fresh, facts }) {
    const { id: shipmentId, orderId } = parcel
    const { tx, actor } = run
    const status = statusAfter(parcel.status, facts.kinds)
    const reportedBy = actor.kind === 'partner' ? actor.id : null
    await addScans(tx, actor.shop, shipmentId, fresh, reportedBy)
    const moved = fresh.length > 0 ? await follow(run, parcel, status, fresh) : []
    const opened: MatterOpened[] = []
    for (const matter of mattersOf(facts)) {
      const case_ = await openParcelCase(run, parcel, matter)
      if (case_) opened.push(case_)
    }
    const caseIds = opened.filter((each) => each.opened).map((each) => each.caseId)
    const report = { shipmentId, kinds: facts.kinds, status, caseIds }
    return {
      ids: { orderId, shipmentId, status, added: fresh.length, caseIds },
      events: fresh.length > 0 ? [{ type: 'TrackingReported', data: report }, ...moved] : [],
      fields: fresh.length > 0 ? ['tracking', 'status'] : [],
    }
  },
}

/** Moves the parcel, its lines and its order to where the reports have it. Returns what there is to tell. */
async function follow(
  run: Run,
  parcel: Parcel,
  status: ParcelStatus,
  fresh: readonly Scan[],
): Promise<readonly EventDraft[]> {
  const { tx, actor, now } = run
  const shopId = actor.shop
  const of = { orderId: parcel.orderId, shipmentId: parcel.id }
  const leaves = wasHandedOver(status) && !wasHandedOver(parcel.status)
  const arrives = hasArrived(status) && !hasArrived(parcel.status)
  const at = fresh[0]?.at ?? now
  // A loss is no sign of life: a parcel is silent since its last real scan.
  const seen = fresh.filter(({ kind }) => kind !== 'LOST').at(-1)?.at
  const signedAt = arrives ? fresh.findLast(({ kind }) => kind === 'SIGNED')?.at : undefined
  await setParcel(tx, shopId, parcel.id, {
    status,
    signedAt: status === 'SIGNED' ? signedAt : undefined,
    handedOverAt: leaves ? at : undefined,
    lastScanAt: seen,
  })
  const events: EventDraft[] = []
  if (leaves) events.push(...(await leave(run, of, at)))
  if (arrives && status === 'SIGNED' && (await signLines(tx, shopId, of)))
    events.push(...(await signed(run, { ...of, customerId: parcel.customerId })))
  if (arrives && status === 'RETURNED') events.push(...(await takeBack(run, parcel)))
  if (fresh.some(({ kind }) => kind === 'LOST')) events.push(...(await confirm(run, parcel)))
  return events
}

/** A parcel is back at the shop: what was to become of it is in the remark of whoever called it back (AS-WF-RB-2). */
async function takeBack(run: Run, parcel: Parcel): Promise<readonly EventDraft[]> {
  const { tx, actor, now } = run
  await takeParcelsBack(tx, actor.shop, parcel.orderId)
  await addOrderRemark(tx, {
    shopId: actor.shop,
    orderId: parcel.orderId,
    actionType: 'SHIPPED_ISSUE',
    flag: null,
    text: parcel.physicalStatus === 'INTERCEPT_REQUESTED' ? '召回件已退回' : '包裹已退回',
    agentId: null,
    at: now,
  })
  return [{ type: 'ParcelReturned', data: { shipmentId: parcel.id } }]
}

/** Whoever may confirm a loss has done so by reporting it: the carrier's word (Q21). */
async function confirm(run: Run, parcel: Parcel): Promise<readonly EventDraft[]> {
  const { tx, actor, now } = run
  const by = grantsOf(actor).has('loss.confirm') ? await whoseWord(run) : null
  if (by === null) return []
  const fresh = await setLossConfirmed(tx, actor.shop, parcel.id, by, now)
  return fresh ? [{ type: 'LossConfirmed', data: { shipmentId: parcel.id, by } }] : []
}

const NOT_YET = { zh: '发生时间不能在将来。', en: 'This has not happened yet.' }
