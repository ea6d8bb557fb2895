import type { Where } from './coverage.ts'

const enforced: Where = ['enforced', 'complaints']
const attitude: Where = ['out of scope', 'an attitude; quality inspection looks at it']

/** Where the rows of area P stand. */
export const COMPLAINT_STATUS: Readonly<Record<string, Where>> = {
  'CMP-WF-01': enforced,
  'CMP-WF-02': enforced,
  'CMP-WF-03': enforced,
  'CMP-GRD-01': enforced,
  'CMP-GRD-02': enforced,
  'CMP-PRI-01': ['enforced', 'cases: the owner stays'],
  'CMP-PRI-02': attitude,
  'CMP-PRI-03': enforced,
  'CMP-PRI-04': attitude,
  'CMP-PRI-05': ['enforced', 'complaints: CMP-WF-01'],
  'CMP-PRI-06': enforced,
  'CMP-PRI-08': attitude,
  'CMP-PRI-10': attitude,
  'CMP-SPC-01': enforced,
  'CMP-SPC-02': enforced,
  'CMP-SPC-03': enforced,
  'CMP-SPC-04': enforced,
  'CMP-SPC-05': enforced,
  'CMP-SPC-06': enforced,
  'CMP-TEC-01': attitude,
  'CMP-TEC-02': attitude,
  'CMP-TEC-05': enforced,
  'CMP-TEC-06': ['content', 'wording: notice of a complaint'],
  'CMP-TEC-07': ['out of scope', 'care for agents, not a decision of the service'],
  'CMP-TEC-08': attitude,
  'CMP-CAL-02': ['out of scope', 'an example'],
  'AS-POL-34': ['out of scope', 'an example of a settlement'],
  'AS-LIA-19': ['enforced', 'complaints: CMP-SPC-04'],
  'OPS-REG-14': ['content', 'complaints: the record of a complaint'],
  'PRV-07': ['content', 'complaints: evidence pack'],
  'ROL-12': enforced,
}
