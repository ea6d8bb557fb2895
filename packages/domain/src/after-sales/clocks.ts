import type { Context } from '../decisions/index.ts'
import type { ClockName } from '../policy/index.ts'
import type { AfterSaleCaseFacts, AfterSaleOrderFacts } from './facts.ts'
import { isWithCustomer, nothingToSendBack } from './parcels.ts'
import { isOfParcel } from './reasons.ts'
import type { AfterSaleReason } from './states.ts'
import { AHEAD, comesBack } from './steps.ts'

type OfCase = Pick<AfterSaleCaseFacts, 'type' | 'reason' | 'lines'>

/** Those of the clocks that the shop's pack promises (Q01). */
const promised = (names: readonly ClockName[], { pack }: Context): readonly ClockName[] =>
  names.filter((name) => pack.get(`clock.${name}.breach`) !== null)

/**
 * What starts with an application: the first answer and the decision, two clocks (C-02); for a lost parcel
 * its plan, and where the shop promises it the solution of a logistics problem (C-27, AS-SLA-10, -23).
 */
export function clocksAtApply(
  { reason }: { readonly reason: AfterSaleReason },
  context: Context,
): readonly ClockName[] {
  return promised(
    [
      'after_sale.acknowledge',
      'after_sale.review',
      ...(reason === 'LOST' ? (['parcel.lost_plan'] as const) : []),
      ...(isOfParcel(reason) ? (['parcel.resolve'] as const) : []),
    ],
    context,
  )
}

/**
 * What starts with an approval: the way back, by the customer or by our courier (AS-SLA-02), or the refund of
 * what was agreed on (AS-SLA-26). Nothing has to be received before a re-shipment: it leaves as a replacement
 * does (AS-SLA-04, our default). No way back where nothing comes back, or what was
 * refused at the door comes by itself.
 */
export function clocksAtApproval(
  found: OfCase & Pick<AfterSaleCaseFacts, 'id'>,
  order: AfterSaleOrderFacts,
  { pickup }: { readonly pickup: boolean },
  context: Context,
): readonly ClockName[] {
  if (found.type === 'PARTIAL_REFUND') return promised(['partial_refund'], context)
  if (found.type === 'RESHIP') return promised(['after_sale.replacement'], context)
  if (!comesBack(found.type) || nothingToSendBack(order, found)) return []
  if (!isWithCustomer(order, found, context.now)) return []
  return promised([pickup ? 'after_sale.pickup' : 'after_sale.send_back'], context)
}

/**
 * What starts with the receipt of a return: the inspection, and the refund or the replacement beside it (Q13,
 * Q74). What went ahead of the goods does not start again.
 */
export function clocksAtReceipt(
  { type, reason, state }: Pick<AfterSaleCaseFacts, 'type' | 'reason' | 'state'>,
  context: Context,
): readonly ClockName[] {
  const settled = reason === 'EXTRA_ITEM' || AHEAD.includes(state)
  return promised(['after_sale.inspect', ...(settled ? [] : owedAfter(type))], context)
}

/** What starts again when a failed inspection is settled after all: its clocks ended with it. */
export function clocksAtAcceptance({ type }: Pick<OfCase, 'type'>, context: Context): readonly ClockName[] {
  return promised(owedAfter(type), context)
}

function owedAfter(type: OfCase['type']): readonly ClockName[] {
  if (type === 'RETURN_AND_REFUND') return ['after_sale.refund']
  return type === 'EXCHANGE' ? ['after_sale.replacement'] : []
}
