import type { Context } from '../decisions/index.ts'
import { hasFreeReturn, type Tier } from '../membership/index.ts'
import { type Fault, isNotAsSent, isOnShop } from './fault.ts'
import { FREIGHT_MODES, type FreightMode } from './request.ts'
import type { AfterSaleType } from './states.ts'
import { comesBack } from './steps.ts'

export const FREIGHT_PAYERS = ['SHOP', 'CUSTOMER'] as const
/** Who bears a freight. An insurer never does: insurance is a hint (Q30). */
export type FreightPayer = (typeof FREIGHT_PAYERS)[number]

/** What freight is judged by. */
export interface FreightQuestion extends Fault {
  readonly type: AfterSaleType
  /** The tier at the request (Q22); `null`: no member. */
  readonly tier: Tier | null
  /** The buyer took a freight insurance out. */
  readonly insured: boolean
}

/** Who bears which freight of an after-sale, and how it may be settled. */
export interface FreightTerms {
  /** The way back; `null`: nothing comes back. */
  readonly back: FreightPayer | null
  /** The way out again: replacement, re-shipment, repaired or refused goods; `null`: nothing goes out. */
  readonly out: FreightPayer | null
  /** How the way back may be settled, the usual one first. A credit takes the customer's consent (AS-POL-33). */
  readonly modes: readonly FreightMode[]
  readonly outModes: readonly FreightMode[]
  readonly insured: boolean
  /** The rules that decided. */
  readonly rules: readonly string[]
}

/**
 * Who pays which freight (AS-FRT-01 to -04, -09, -10). The shop, for what it or the carrier answers for; else the
 * customer, whose tier may make returns and exchanges free (MEM-04, C-49). Sent in without a defect, the customer
 * pays by a top-up link, unless the tier says otherwise (Q29); so does whoever sends back
 * something that is not as it was sent, whatever the tier (AS-LIA-05).
 */
export function freightOf(question: FreightQuestion, { pack }: Pick<Context, 'pack'>): FreightTerms {
  const { payer, rules } = payerOf(question, pack)
  const { type, finding, insured } = question
  const back = comesBack(type) ? payer : null
  const out = goesOut(question) ? payer : null
  const failed = finding === 'NO_DEFECT' || isNotAsSent(finding)
  return {
    back,
    out,
    modes:
      back === null ? [] : back === 'SHOP' ? reimbursements(pack) : failed ? BY_LINK : ['NONE', ...BY_LINK],
    outModes: out === null ? [] : out === 'SHOP' ? ['PREPAID_PICKUP'] : BY_LINK,
    insured,
    rules: back === null && out === null ? [] : [...rules, ...(insured ? ['AS-FRT-10'] : [])],
  }
}

type Pack = Context['pack']

const BY_LINK: readonly FreightMode[] = ['TOP_UP_LINK']

function payerOf(
  question: FreightQuestion,
  pack: Pack,
): { readonly payer: FreightPayer; readonly rules: readonly string[] } {
  if (isOnShop(question)) return { payer: 'SHOP', rules: ['AS-FRT-02'] }
  const { type, tier, finding } = question
  if (isNotAsSent(finding)) return { payer: 'CUSTOMER', rules: ['AS-LIA-05'] }
  const free = tier !== null && type !== 'REPAIR' && comesBack(type) && hasFreeReturn(tier, pack)
  if (free) return { payer: 'SHOP', rules: ['AS-FRT-09'] }
  if (finding === 'NO_DEFECT') return { payer: 'CUSTOMER', rules: ['AS-LIA-11'] }
  return { payer: 'CUSTOMER', rules: goesOut(question) ? ['AS-FRT-01', 'AS-FRT-04'] : ['AS-FRT-01'] }
}

/** Whether a parcel leaves the shop again; refused goods of a return do. */
function goesOut({ type, finding }: FreightQuestion): boolean {
  if (type === 'RETURN_AND_REFUND') return finding === 'NO_DEFECT' || isNotAsSent(finding)
  return comesBack(type) || type === 'RESHIP'
}

/** How the shop pays for its fault, by the pack (C-11). */
function reimbursements(pack: Pack): readonly FreightMode[] {
  const named = new Set(pack.get('freight.reimbursement_modes'))
  return FREIGHT_MODES.filter((mode) => named.has(mode))
}
