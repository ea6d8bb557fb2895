import type { Where } from './coverage.ts'

const enforced: Where = ['enforced', 'customers']

/** Where the rows of areas R and S stand that became more than a field. */
export const CUSTOMER_STATUS: Readonly<Record<string, Where>> = {
  'CUS-SEG-01': ['computed', 'customers: reviewLifecycle, playbookOf'],
  'CUS-SEG-02': ['computed', 'customers: valueClassOf, playbookOf'],
  'CUS-SEG-05': enforced,
  'CUS-TAG-01': enforced,
  'CUS-TAG-02': ['content', 'customers: tags'],
  'CUS-TAG-03': enforced,
  'CUS-ATT-01': ['enforced', 'customers: CUS-TAG-03 asks for stored proof'],
  'CUS-ATT-02': enforced,
  'CUS-ATT-04': ['content', 'customers: tags'],
  'CUS-ATT-05': enforced,
  'CUS-ATT-06': ['computed', 'consultations: priorityOf'],
  'PRV-13': ['computed', 'evidence: files bear their number, never a customer'],
  'PRV-15': enforced,
}
