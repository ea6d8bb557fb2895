import type { Grade } from '../access/index.ts'
import type { Fen } from '../money/index.ts'
import type { Spending } from '../points/index.ts'
import type { OrderFacts, OrderLineFacts, ProblemKind } from './facts.ts'
import type { RemarkAction } from './flags.ts'
import type { PriceFall } from './protection.ts'

/** The address that is asked for. Absent members make it incomplete (ORD-AUD-01). */
export type AddressFacts = NonNullable<OrderFacts['address']>

/** The specification that is asked for in place of a line's. */
export interface SkuFacts {
  readonly skuId: string
  readonly productId: string
  readonly unitPriceFen: Fen
  /** Its price in the campaigns that the order took; `null`: they are not about it. */
  readonly campaignPriceFen: Fen | null
  /** What else the order took for the line's goods is about these, too. */
  readonly keepsOffers: boolean
  /** Pieces that can be sold. */
  readonly stock: number
  readonly active: boolean
  readonly minQuantity: number | null
  readonly maxQuantity: number | null
  readonly customised: boolean
}

/** A parcel that is to be packed, or to leave. */
export interface ParcelAsk {
  /** The lines in it. */
  readonly lineIds: readonly string[]
  /** The lines of the order that are in other parcels. */
  readonly packed: readonly string[]
}

/** What is true of the parcels of an order when its receipt is confirmed. */
export interface ReceiptFacts {
  /** RFC 3339 UTC: from when it counts as received by time; `null`: never. */
  readonly confirmsAt: string | null
  /** After-sales that have not ended. */
  readonly openCases: number
  /** Lines that arrived, or are in a parcel that may have. */
  readonly arriving: number
  /** Lines in parcels that are lost or turned round, neither replaced nor refunded. */
  readonly astray: number
}

/** What is asked of an order. Details are `null` where only the state of the order is in question. */
export type Ask =
  | { readonly action: 'CHANGE_ADDRESS'; readonly address: AddressFacts | null }
  | { readonly action: 'CHANGE_ITEM'; readonly line: OrderLineFacts | null; readonly target: SkuFacts | null }
  /** `lineIds` null: the whole order. `by` BUYER: a storefront acts for the buyer. */
  | { readonly action: 'CANCEL'; readonly lineIds: readonly string[] | null; readonly by: 'BUYER' | 'SHOP' }
  | { readonly action: 'INTERCEPT' }
  | { readonly action: 'CORRECT_WITH_CARRIER'; readonly address: AddressFacts | null }
  | { readonly action: 'REMARK'; readonly type: RemarkAction | null; readonly text: string | null }
  | { readonly action: 'REPORT_PROBLEM'; readonly kind: ProblemKind | null }
  | { readonly action: 'AUDIT' }
  /** The order is one to be: nothing of it is stored yet. `expectedFen`: what the buyer was told it costs; `null`: nothing was. */
  /** `offset`: the points to be spent on it; absent or `null`: none. */
  | {
      readonly action: 'PLACE'
      readonly expectedFen: Fen | null
      readonly offset?: Spending | null
    }
  /** `amountFen`, `method` null: only the state of the order is in question. */
  /** `amountFen` null: only the state of the order is in question. `grade` null: no agent asks. */
  | { readonly action: 'GRANT_CONCESSION'; readonly amountFen: Fen | null; readonly grade: Grade | null }
  /** `line`, `fall` null: only the state of the order is in question. */
  | {
      readonly action: 'CLAIM_PRICE_PROTECTION'
      readonly line: OrderLineFacts | null
      readonly fall: PriceFall | null
    }
  | { readonly action: 'RECORD_PAYMENT'; readonly amountFen: Fen | null; readonly method: string | null }
  /** `parcel` null: only the state of the order is in question. */
  | { readonly action: 'RECORD_SHIPMENT'; readonly parcel: ParcelAsk | null }
  /** `receipt` null: only the state of the order is in question. */
  | {
      readonly action: 'CONFIRM_RECEIPT'
      readonly by: 'BUYER' | 'TIME'
      readonly receipt: ReceiptFacts | null
    }

/** What may be asked of an order that is there. */
export type OrderActionName = Exclude<Ask['action'], 'PLACE'>

/** The facts of one judgement: the order and what is asked of it. */
export interface OrderRequest {
  readonly order: OrderFacts
  readonly ask: Ask
}

/** The ask, if it is one of these actions. */
export function asked<A extends Ask['action']>(
  request: OrderRequest,
  ...actions: readonly A[]
): Extract<Ask, { action: A }> | null {
  const wanted: readonly string[] = actions
  return wanted.includes(request.ask.action) ? (request.ask as Extract<Ask, { action: A }>) : null
}
