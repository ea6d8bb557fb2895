import { citing, ours } from '../source.ts'

const cited = citing('000')

/** What the shop, or the carrier for it, answers for. */
export const FAULT_REASONS = [
  'QUALITY',
  'MADE_WRONG',
  'WRONG_ITEM',
  'NOT_AS_DESCRIBED',
  'TRANSIT_DAMAGE',
  'MISSING_ITEM',
  'EXTRA_ITEM',
] as const

/** What went wrong with the delivery or the service. */
export const LATER_REASONS = ['LOST', 'LATE', 'SERVICE'] as const

const ALL = ['NO_REASON', 'SIZE_FIT', 'PRICE', ...FAULT_REASONS, ...LATER_REASONS] as const

/** Which reasons open which of the seven types in the base (000 §4.1, C-47). */
export const handbookReasons = {
  // Within seven days nobody needs a reason: a real one is recorded all the same (C-10).
  'after_sale.reasons.return_and_refund': cited([...ALL], '§4.1'),
  'after_sale.reasons.exchange': cited(
    ['SIZE_FIT', 'QUALITY', 'MADE_WRONG', 'WRONG_ITEM', 'NOT_AS_DESCRIBED', 'TRANSIT_DAMAGE'],
    '§4.1, §8.1 Q4',
  ),
  'after_sale.reasons.repair': cited(['QUALITY', 'MADE_WRONG'], '§4.1'),
  'after_sale.reasons.reship': ours(
    ['LOST', 'LATE', 'TRANSIT_DAMAGE', 'MISSING_ITEM', 'WRONG_ITEM'],
    '000 §4.1 names lost and damaged; what is missing, wrong or came back undelivered (AS-WF-RB-1) is settled likewise',
  ),
  'after_sale.reasons.partial_refund': ours(
    ['QUALITY', 'MADE_WRONG', 'WRONG_ITEM', 'NOT_AS_DESCRIBED', 'TRANSIT_DAMAGE', 'MISSING_ITEM', 'PRICE'],
    '000 §4.1 names no reasons; on goods, and what of discount or postage is owed (Q61)',
  ),
  'after_sale.reasons.compensation': ours(
    [...FAULT_REASONS, ...LATER_REASONS],
    '000 §4.1 says service problems; quality and delay by AS-POL-15 and AS-TYP-14',
  ),
  'after_sale.reasons.platform_dispute': cited([...ALL], '§4.1'),
} as const
