import { addDays, dayOf, endOfDay } from '../calendar/index.ts'
import type { Context } from '../decisions/index.ts'
import { dueAfter } from '../policy/index.ts'
import type { AfterSaleLineFacts, AfterSaleOrderFacts } from './facts.ts'
import { receivedAt } from './parcels.ts'
import { isFault, isOwnChoice } from './reasons.ts'
import type { AfterSaleReason, AfterSaleType } from './states.ts'

/** Goods for which there is no return without a reason (AS-POL-02). */
export type ExcludedGoods = 'CUSTOMISED' | 'PERISHABLE' | 'DIGITAL'

/** The last instants of what a line's receipt opened; `null`: never was, or not received yet. */
export interface Windows {
  readonly receivedAt: Date | null
  /** Return without a reason (AS-POL-01); `null` for goods that are excluded. */
  readonly noReason: Date | null
  /** Exchange for another size (AS-POL-06); `null` for goods that are excluded. */
  readonly size: Date | null
  /** What is wrong with the goods (AS-POL-04, Q36). */
  readonly quality: Date | null
  /** Settled at once, in shops that have it (AS-LIA-10, C-09). */
  readonly fastTrack: Date | null
  /** The product's own warranty (C-09, C-46). */
  readonly warranty: Date | null
  readonly excludedAs: ExcludedGoods | null
}

/** Every reason of every type asks for the windows of the same line. */
const known = new WeakMap<Context, OfOrders>()
type OfLines = WeakMap<AfterSaleLineFacts, Windows>
type OfOrders = WeakMap<AfterSaleOrderFacts, OfLines>

/** The windows of a line. Days count from the day after its receipt, to 24:00 of the last one (Q11, Q37). */
export function windowsOf(order: AfterSaleOrderFacts, line: AfterSaleLineFacts, context: Context): Windows {
  const orders = known.get(context) ?? (new WeakMap() as OfOrders)
  const lines = orders.get(order) ?? (new WeakMap() as OfLines)
  const windows = lines.get(line) ?? readWindows(order, line, context)
  known.set(context, orders.set(order, lines.set(line, windows)))
  return windows
}

function readWindows(order: AfterSaleOrderFacts, line: AfterSaleLineFacts, context: Context): Windows {
  const { pack, now } = context
  const start = receivedAt(order, line, now)
  const excludedAs = excludedAsOf(line, context)
  const scope = { category: line.category, ...(order.tier && { tier: order.tier }) }
  const until = (key: 'return.no_reason_window' | 'return.size_window' | 'return.quality_window') =>
    start && dueAfter(start, pack.get(key, scope))
  const fast = pack.get('return.fast_track_window', scope)
  return {
    receivedAt: start,
    noReason: excludedAs ? null : until('return.no_reason_window'),
    size: excludedAs ? null : until('return.size_window'),
    quality: until('return.quality_window'),
    fastTrack: start && fast && dueAfter(start, fast),
    warranty: start && line.warrantyMonths !== null ? monthsAfter(start, line.warrantyMonths) : null,
    excludedAs,
  }
}

/** Which of the windows bears on a claim; `null`: it has no last day. */
export function windowFor(
  type: AfterSaleType,
  reason: AfterSaleReason,
): 'noReason' | 'size' | 'quality' | 'repair' | null {
  if (type === 'REPAIR') return 'repair'
  if (type === 'EXCHANGE' && isOwnChoice(reason)) return 'size'
  if (type === 'RETURN_AND_REFUND' && isOwnChoice(reason)) return 'noReason'
  const goods = type === 'RETURN_AND_REFUND' || type === 'EXCHANGE' || type === 'RESHIP'
  return goods && isFault(reason) ? 'quality' : null
}

/** The last instant at which a line can be claimed so; `null`: there is none, or the window is not open. */
export function closesAt(windows: Windows, type: AfterSaleType, reason: AfterSaleReason): Date | null {
  const name = windowFor(type, reason)
  if (name !== 'repair') return name && windows[name]
  const { quality, warranty } = windows
  return warranty && quality && warranty > quality ? warranty : quality
}

function excludedAsOf(line: AfterSaleLineFacts, { pack }: Context): ExcludedGoods | null {
  const excluded = pack.get('return.no_reason_excluded', { category: line.category })
  if (line.customised && excluded.includes('CUSTOMISED')) return 'CUSTOMISED'
  if (line.perishable && excluded.includes('PERISHABLE')) return 'PERISHABLE'
  return line.digital && excluded.includes('DIGITAL') ? 'DIGITAL' : null
}

/** 24:00 of the same day so many months later, or of that month's last day. */
function monthsAfter(start: Date, months: number): Date {
  const [year = 0, month = 0, day = 0] = dayOf(start).split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
  const next = new Date(Date.UTC(year, month + months, 1)).toISOString().slice(0, 10)
  const same = addDays(first, day - 1)
  return endOfDay(same < next ? same : addDays(next, -1))
}
