import type { Bilingual } from '../decisions/index.ts'
import { AFTER_SALE_LABELS } from './after-sales.ts'
import { CASE_LABELS } from './cases.ts'
import { CLOCK_LABELS } from './clocks.ts'
import { CONVERSATION_LABELS } from './conversations.ts'
import { CUSTOMER_LABELS } from './customers.ts'
import { FOLLOW_UP_LABELS } from './follow-ups.ts'
import { MONEY_LABELS } from './money.ts'
import { ORDER_LABELS } from './orders.ts'
import { PEOPLE_LABELS } from './people.ts'
import { PRICE_LABELS } from './prices.ts'
import { SETTLEMENT_LABELS } from './settlements.ts'

export { CLOCK_OF_VALUE } from './clocks.ts'

/**
 * What to show for every value of every enum, in both languages. Names and values are those of the API;
 * grades, functions and departments are stored in lower case and appear here in upper case.
 */
export const ENUM_LABELS = {
  ...ORDER_LABELS,
  ...MONEY_LABELS,
  ...PRICE_LABELS,
  ...CUSTOMER_LABELS,
  ...CASE_LABELS,
  ...CONVERSATION_LABELS,
  ...FOLLOW_UP_LABELS,
  ...CLOCK_LABELS,
  ...AFTER_SALE_LABELS,
  ...SETTLEMENT_LABELS,
  ...PEOPLE_LABELS,
}

export type EnumName = keyof typeof ENUM_LABELS

/** The label of one value, upper or lower case; `undefined` where the enum has no such value. */
export function labelOf(name: EnumName, value: string): Bilingual | undefined {
  const table: Readonly<Record<string, Bilingual>> = ENUM_LABELS[name]
  return table[value.toUpperCase()]
}
