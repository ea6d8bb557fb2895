export const REMARK_ACTIONS = [
  'PRICE_CHANGE',
  'UNSHIPPED_ISSUE',
  'SHIPPED_ISSUE',
  'SPECIAL_REQUEST',
  'REFUNDABLE',
  'ADDRESS_CHANGE',
  'ITEM_CHANGE',
  'WITHDRAWAL',
  'RESHIPMENT',
  'AFTER_SALE',
  'NOTE',
] as const
/** What a structured remark is about. */
export type RemarkAction = (typeof REMARK_ACTIONS)[number]

export const FLAGS = ['YELLOW', 'PURPLE', 'BLUE', 'RED', 'GREEN'] as const
/** The coloured flag: a view of the remarks, never their content (C-21). */
export type Flag = (typeof FLAGS)[number]

const FIXED: Partial<Record<RemarkAction, Flag>> = {
  PRICE_CHANGE: 'YELLOW',
  UNSHIPPED_ISSUE: 'PURPLE',
  SHIPPED_ISSUE: 'BLUE',
  SPECIAL_REQUEST: 'RED',
  REFUNDABLE: 'GREEN',
  RESHIPMENT: 'BLUE',
  AFTER_SALE: 'BLUE',
}

/**
 * The colour a remark gives (ORD-FLG-02 to -08). A change or withdrawal is purple before the goods left and
 * blue after; a plain note leaves the colour as it is (`null`).
 */
export function flagFor(action: RemarkAction, goodsLeft: boolean): Flag | null {
  const fixed = FIXED[action]
  if (fixed) return fixed
  if (action === 'NOTE') return null
  return goodsLeft ? 'BLUE' : 'PURPLE'
}
