import type { Where } from './coverage.ts'

const HINT: Where = ['computed', 'consultations: receptionHints']
const QUEUE: Where = ['computed', 'consultations: priorityOf']
const ANSWERS: Where = ['content', 'cases: inquiry types; answers are catalogue data']

/** Area B, and the rules that all kinds of cases have in common. */
export const CONVERSATION_STATUS: Readonly<Record<string, Where>> = {
  'PRE-WF-01': ['enforced', 'cases: stages'],
  'PRE-WF-02': ['out of scope', 'textbook only, which decides nothing (C-41)'],
  'PRE-WF-03': ['content', 'cases: kinds; the boundary is the payment (C-41)'],
  'PRE-WF-05': ['enforced', 'cases: closing a consultation'],
  'PRE-WF-06': ['out of scope', 'training has no module'],
  'PRE-TYP-01': ANSWERS,
  'PRE-TYP-02': ANSWERS,
  'PRE-TYP-03': ANSWERS,
  'PRE-TYP-04': ANSWERS,
  'PRE-TYP-05': ANSWERS,
  'PRE-TYP-07': QUEUE,
  'PRE-TYP-08': QUEUE,
  'PRE-TYP-09': QUEUE,
  'PRE-TYP-10': QUEUE,
  'PRE-RSP-02': ['enforced', 'cases: questions deferred; clock question.unlisted_detail'],
  'PRE-RSP-07': ['enforced', 'cases: PRE-RSP-02, a deferred question has a time'],
  'PRE-RSP-09': ['computed', 'clocks: chat.human_takeover'],
  'PRE-CNV-01': ['enforced', 'consultations: leads'],
  'PRE-CNV-02': ['enforced', 'consultations: follow-ups of payments'],
  'PRE-CNV-03': ['enforced', 'consultations: follow-ups of payments; silentOrders'],
  'PRE-CNV-04': HINT,
  'PRE-CNV-05': HINT,
  'PRE-CNV-06': HINT,
  'PRE-CNV-13': ['computed', 'consultations: convertedOrder'],
  'PRV-02': ['enforced', 'cases: archive; access to content'],
  'PRV-10': ['enforced', 'cases: messages are append-only'],
  'ROL-06': ['enforced', 'cases: tasks of departments'],
}
