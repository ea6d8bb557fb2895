import type { Bilingual } from '../decisions/index.ts'
import { CLOCK_NAMES, CLOCKS, type ClockName } from '../policy/index.ts'
import { labels } from './label.ts'

/** The value of a clock in the API: `after_sale.review` is AFTER_SALE_REVIEW. */
const codeOf = (name: ClockName) => name.replaceAll('.', '_').toUpperCase()

/** The stored names of clocks by their values in the API. */
export const CLOCK_OF_VALUE: Readonly<Record<string, ClockName>> = Object.fromEntries(
  CLOCK_NAMES.map((name) => [codeOf(name), name]),
)

const clockNames: Readonly<Record<string, Bilingual>> = Object.fromEntries(
  CLOCK_NAMES.map((name) => [codeOf(name), { zh: CLOCKS[name].zh, en: CLOCKS[name].en }]),
)

export const CLOCK_LABELS = {
  ClockName: clockNames,
  ClockResult: labels({
    MET: ['按时', 'Met'],
    BREACHED: ['超时', 'Breached'],
    VOID: ['不再适用', 'Void'],
  }),
  ClockSubject: labels({
    CASE: ['工单', 'Case'],
    ORDER: ['订单', 'Order'],
    REVIEW: ['评价', 'Review'],
    HANDOVER_ITEM: ['交接事项', 'Hand-over item'],
  }),
  PauseReason: labels({
    WAITING_FOR_CUSTOMER: ['等待客户', 'Waiting for the customer'],
  }),
}
