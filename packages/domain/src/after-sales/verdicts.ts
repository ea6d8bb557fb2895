import { inShanghai } from '../calendar/index.ts'
import { type Basis, type Remedy, remedy, type SourceDocument } from '../decisions/index.ts'
import type { AfterSaleType } from './states.ts'

/** What can be done instead of what was asked. */
export type Alternative =
  | AfterSaleType
  | 'REFUND_BEFORE_DISPATCH'
  | 'INTERCEPTION'
  | 'AFTER_RECEIPT'
  | 'PAY_IN_ADVANCE'
  | 'CARRIER_PICKUP'
  | 'EXPEDITE'
  | 'OTHER_SPECIFICATION'
  | 'TAKE_BACK'

/** An alternative by its name, open until an instant where it has one. */
export const instead = (name: Alternative, zh: string, en: string, until: Date | null = null): Remedy =>
  remedy('ALTERNATIVE')(zh, en, { alternative: name, ...(until && { openUntil: until.toISOString() }) })

export const cited =
  (document: SourceDocument) =>
  (section: string): Basis => ({ kind: 'cited', document, section })
export const handbook = cited('000')
export const guide = cited('001')
export const shop = cited('004')

/** What a supervisor or manager can let happen all the same (AS-LIA-06, C-36). */
export const specialApproval = remedy('APPROVAL')(
  '可以申请特批，由主管或经理决定',
  'A special approval may be asked for; a supervisor or manager decides',
  { approver: 'approval.decide' },
)

/** An instant for a sentence. */
export const at = (instant: Date) => inShanghai(instant)
