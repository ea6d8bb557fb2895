import type { Where } from './coverage.ts'

const enforced: Where = ['enforced', 'follow-ups']
const computed = (what: string): Where => ['computed', `follow-ups: ${what}`]

/** Where the rows of area V stand, and those of others that follow-ups act on. */
export const FOLLOW_UP_STATUS: Readonly<Record<string, Where>> = {
  'FUP-01': computed('purchaseCallbackAt, where the pack counts from the purchase (C-22)'),
  'FUP-02': computed('afterSaleCallbackAt'),
  'FUP-03': computed('birthdays and statutory holidays, planned by the day'),
  'FUP-04': computed('wake-up when the silence begins'),
  'FUP-05': computed('win-back when the customer counts as lost'),
  'FUP-06': enforced,
  'FUP-07': enforced,
  'FUP-08': enforced,
  'FUP-09': computed('purchaseCallbackAt'),
  'FUP-10': enforced,
  'FUP-11': computed('VIP care once a month'),
  'FUP-13': ['later', 'campaigns: pushes to all customers of a class'],
  'FUP-14': ['content', 'notices: told by partners and agents, with the channel'],
  'FUP-15': ['content', 'follow-ups: satisfaction of each contact'],
  'FUP-17': enforced,
  'FUP-18': ['later', 'campaigns: surveys'],
  'CMP-CAL-01': enforced,
  'CUS-BUY-02': enforced,
  'CUS-SEG-05': computed('VIP care'),
  'MEM-07': computed('holiday wishes and birthdays; early trials are campaigns'),
}
