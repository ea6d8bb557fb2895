import type { Grade } from './grades.ts'
import type { Scope } from './principal.ts'

/** One line of the matrix: what a permission means and who holds it, how far. */
export interface Grant {
  readonly description: string
  /** The grades that hold it, with the scope. A grade that is not named does not hold it. */
  readonly grades: Readonly<Partial<Record<Grade, Scope>>>
  /** A partner client may be given it as a scope of its grant; how far it reaches then. */
  readonly partner?: 'own' | 'shop'
  /** Held by everybody, with or without a token. */
  readonly public?: true
  /** The rule it comes from; absent: our own default. */
  readonly rule?: string
}

const everyGrade = { specialist: 'shop', senior: 'shop', supervisor: 'shop', manager: 'shop' } as const
const supervisors = { supervisor: 'shop', manager: 'shop' } as const
const ownTeamShop = { specialist: 'own', senior: 'own', supervisor: 'team', manager: 'shop' } as const

/** The permission matrix: the one table of who may do what, how far. */
export const MATRIX = {
  'handbook.read': {
    description: 'Read rule texts, enum labels and the permission matrix itself.',
    grades: everyGrade,
    partner: 'shop',
    public: true,
  },
  'shop.read': {
    description: 'Read the shop, its teams and its published pack.',
    grades: everyGrade,
    partner: 'shop',
  },
  'agent.read': { description: 'Read agents, teams and the roster of the shop.', grades: everyGrade },
  'product.read': {
    description: 'Read products, attributes and stock.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'CAT-02',
  },
  'product.cost.read': {
    description: 'See the cost price of a product.',
    grades: { manager: 'shop' },
    rule: 'CAT-27',
  },
  'customer.read': {
    description: 'Read customers with masked contact data.',
    grades: everyGrade,
    partner: 'shop',
  },
  'customer.name.read': {
    description: "Read a customer's name in full; others see the masked name.",
    grades: everyGrade,
    rule: 'CUS-ATT-02',
  },
  'customer.profile.read': {
    description: 'Read segments, behaviour hints, tags and risk of a customer.',
    grades: everyGrade,
    rule: 'CUS-TAG-01',
  },
  'customer.contact.reveal': {
    description: 'See contact data in full once, for a stated purpose, with an audit entry.',
    grades: ownTeamShop,
    rule: 'PRV-01',
  },
  'customer.search_phone': {
    description: 'Find a customer or an order by a whole phone number or platform account.',
    grades: everyGrade,
    rule: 'PRV-01',
  },
  'customer.record': {
    description: 'Record a customer, their contacts and addresses.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'PRV-01',
  },
  'customer.profile.manage': {
    description: 'Keep a profile: form of address, behaviour, tags, do-not-contact, contacts outside.',
    grades: everyGrade,
    rule: 'CUS-TAG-01',
  },
  'customer.consent.record': {
    description: 'Record what a customer agreed to or took back.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'CUS-ATT-05',
  },
  'customer.vip': {
    description: 'Put customers on the list of special VIPs, or take them off.',
    grades: supervisors,
    rule: 'CUS-SEG-05',
  },
  'customer.blacklist.propose': {
    description: 'Warn a customer, and propose to blacklist them on proof.',
    grades: everyGrade,
    rule: 'CUS-TAG-03',
  },
  'customer.blacklist': {
    description: 'Approve a blacklisting, lift it, and answer appeals.',
    grades: { manager: 'shop' },
    rule: 'CUS-TAG-03',
  },
  'customer.appeal': {
    description: 'Record what a customer says against being blacklisted.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'CUS-TAG-03',
  },
  'customer.merge': {
    description: 'Make two records of one person one, and take that back.',
    grades: supervisors,
    rule: 'PRV-15',
  },
  'customer.export': {
    description:
      'Hand out all that is known of a person, contact data in full among it, for a purpose, with an audit entry.',
    grades: { manager: 'shop' },
    rule: 'PRV-15',
  },
  'customer.erase': {
    description: 'Ask for the erasure of a person, and confirm what somebody else asked for.',
    grades: supervisors,
    rule: 'PRV-15',
  },
  'member.read': {
    description: 'Read tier, benefits, points balance and entries.',
    grades: everyGrade,
    partner: 'shop',
  },
  'member.manage': {
    description: 'Enrol members, and note that a gift was handed over.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'MEM-06',
  },
  'order.read': { description: 'Read orders, lines and shipments.', grades: everyGrade, partner: 'shop' },
  'order.payment.read': {
    description: 'Read payments and invoices of an order.',
    grades: everyGrade,
    rule: 'PRV-01',
  },
  'order.remark.read': { description: 'Read remarks, flags and problems of an order.', grades: everyGrade },
  'order.risk.read': { description: "See an order's risk score.", grades: supervisors, rule: 'ORD-ABN-06' },
  'price.quote': {
    description: 'Ask what an order would cost, with the best lawful combination of offers.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'PRC-11',
  },
  'price.concede': {
    description: 'Take something off the price of an unpaid order, within one’s authority.',
    grades: everyGrade,
    rule: 'PRC-07',
  },
  'price.protection.claim': {
    description: 'Claim the difference where a price fell after the payment.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'PRC-04',
  },
  'product.price.change': {
    description: 'Change the public price of a specification.',
    grades: { manager: 'shop' },
    rule: 'PRC-01',
  },
  'price.offer.read': {
    description: 'Read the promotions of the shop, and the coupons of its customers.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'PRC-05',
  },
  'promotion.manage': {
    description: 'Write, change and end the promotions of the shop.',
    grades: supervisors,
    rule: 'PRC-01',
  },
  'coupon.issue': {
    description: 'Issue a coupon of a promotion to a customer.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'PRC-05',
  },
  'order.place': {
    description: 'Place an order for a customer.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'PRC-20',
  },
  'order.record_payment': {
    description: 'Record that an order was paid.',
    grades: supervisors,
    partner: 'shop',
    rule: 'ORD-AUD-04',
  },
  'order.audit': { description: 'Record the audit of an order.', grades: everyGrade, rule: 'ORD-AUD-01' },
  'order.change_address': {
    description: 'Change the address of an order.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'ORD-MOD-02',
  },
  'order.change_item': {
    description: 'Change the specification of an order line at the same price.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'ORD-MOD-06',
  },
  'order.cancel': {
    description: 'Cancel an order or its unshipped lines.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'ORD-CAN-01',
  },
  'order.close_unpaid': {
    description: 'Close an unpaid order for the buyer.',
    grades: everyGrade,
    rule: 'PRC-20',
  },
  'order.remark': {
    description: 'Write a structured remark on an order.',
    grades: everyGrade,
    rule: 'ORD-FLG-01',
  },
  'order.report_problem': {
    description: 'Report an abnormal order.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'ORD-ABN-01',
  },
  'order.settle_problem': {
    description: 'Settle what was reported of an order, which may let it go.',
    grades: everyGrade,
    rule: 'ORD-ABN-01',
  },
  'case.read': {
    description: 'Read cases, without what was said in them.',
    grades: everyGrade,
    partner: 'shop',
  },
  'case.content.read': {
    description: 'Read messages, internal notes and free text of a case.',
    grades: ownTeamShop,
    rule: 'PRV-01',
  },
  'case.open': {
    description: 'Open a consultation, and pass on what a customer wrote.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'PRE-WF-01',
  },
  'case.reply': { description: 'Answer a customer.', grades: everyGrade, rule: 'AS-SLA-11' },
  'case.auto_reply': {
    description: 'Record what a robot answered: no first response (C-01).',
    grades: everyGrade,
    partner: 'shop',
    rule: 'AS-SLA-18',
  },
  'case.handle': {
    description: 'Work on a case: stage, notes, questions to departments, waiting, links, endings, archive.',
    grades: everyGrade,
    rule: 'PRE-WF-01',
  },
  'case.transfer': {
    description: 'Give a case to a colleague to work on; the owner stays (C-38).',
    grades: everyGrade,
    rule: 'CMP-PRI-01',
  },
  'case.own': {
    description: 'Take ownership of a case over, with a recorded reason (Q49).',
    grades: supervisors,
    rule: 'CMP-PRI-01',
  },
  'task.read': { description: 'Read what departments are asked about cases.', grades: everyGrade },
  'task.answer': {
    description: 'Answer what one’s department was asked about a case.',
    grades: everyGrade,
    rule: 'ROL-06',
  },
  'lead.read': {
    description: 'Read who asked and did not order, and why orders are not paid.',
    grades: everyGrade,
    rule: 'PRE-CNV-01',
  },
  'lead.manage': {
    description: 'Register and follow up leads and unpaid orders.',
    grades: everyGrade,
    rule: 'PRE-CNV-01',
  },
  'after_sale.read': {
    description: 'Read after-sales: options, steps, goods on their way, settlement.',
    grades: everyGrade,
    partner: 'shop',
  },
  'after_sale.request': {
    description: 'Ask for an after-sale, file the waybill of its return, withdraw or reopen it.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'AS-WF-RET',
  },
  'after_sale.handle': {
    description: 'Take an after-sale through its steps: review, evidence, liability, approval, return.',
    grades: everyGrade,
    rule: 'AS-WF-RET',
  },
  'after_sale.receive': {
    description: 'Receive, refuse and inspect what comes back, and send what goes out again.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'AS-SLA-08',
  },
  'refund.read': {
    description: 'Read what is owed back to a buyer, and what came of it.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'AS-RFD-07',
  },
  'refund.issue': {
    description: 'Issue what is owed back, and record that it arrived or failed.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'AS-RFD-01',
  },
  'compensation.grant': {
    description: 'Grant compensation within one’s authority.',
    grades: everyGrade,
    rule: 'AS-POL-22',
  },
  'compensation.read': {
    description: 'Read the goodwill given.',
    grades: everyGrade,
    rule: 'AS-POL-22',
  },
  'complaint.open': {
    description: 'Take in a complaint, or open one again.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'CMP-WF-01',
  },
  'complaint.handle': {
    description:
      'Take a complaint through its steps: record, grade, verify, plan, discuss, carry out, close.',
    grades: everyGrade,
    rule: 'CMP-WF-01',
  },
  'complaint.supervise': {
    description:
      'Acknowledge escalations, grade down, warn and appeal against malice, speak where the media listen.',
    grades: supervisors,
    rule: 'CMP-GRD-02',
  },
  'evidence.add': {
    description: 'Add proof to a case.',
    grades: ownTeamShop,
    partner: 'shop',
    rule: 'AS-WF-BAS-1',
  },
  'evidence.read': {
    description: 'See the files that prove a case.',
    grades: ownTeamShop,
    rule: 'PRV-01',
  },
  'claim.manage': {
    description: 'Open and settle claims against carriers.',
    grades: everyGrade,
    rule: 'AS-LOG-12',
  },
  'loss.confirm': {
    description: 'Confirm that a parcel is lost, on the carrier’s word or one’s own finding.',
    grades: supervisors,
    partner: 'shop',
    rule: 'AS-POL-11',
  },
  'register.read': {
    description: 'Read the registers: wrong shipments, claims, product issues, reasons of returns.',
    grades: everyGrade,
    rule: 'OPS-REG-04',
  },
  'register.verify': {
    description: 'Verify a wrong shipment that somebody else recorded; close product issues.',
    grades: everyGrade,
    rule: 'OPS-REG-04',
  },
  'ledger.read': {
    description: 'Read the settlement ledger of orders and cases.',
    grades: supervisors,
  },
  'shipment.record': {
    description: 'Record what is packed into a parcel, and that it left.',
    grades: supervisors,
    partner: 'shop',
    rule: 'FUL-14',
  },
  'receipt.confirm': {
    description: 'Confirm for a buyer that an order was received.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'AS-SLA-28',
  },
  'tracking.report': {
    description: 'Report what happened to a parcel.',
    grades: supervisors,
    partner: 'shop',
    rule: 'FUL-15',
  },
  'clock.read': {
    description: 'Read the clocks of promises, running and stopped.',
    grades: everyGrade,
  },
  'board.read': {
    description: 'Read how much work is at hand, in numbers.',
    grades: ownTeamShop,
  },
  'team.load.read': {
    description: 'Read how much work each agent has.',
    grades: { supervisor: 'team', manager: 'shop' },
  },
  'case.take_over': {
    description: 'Take over what an agent of another shift worked on; the owner stays.',
    grades: everyGrade,
    rule: 'OPS-SHF-06',
  },
  'case.fast_lane': {
    description: 'Put a hard problem into the fast lane.',
    grades: everyGrade,
    rule: 'CMP-ESC-01',
  },
  'handover.read': {
    description: 'Read what shifts hand over.',
    grades: everyGrade,
    rule: 'OPS-SHF-02',
  },
  'handover.manage': {
    description: 'Hand over an item to the next shift, take one over, and complete it.',
    grades: everyGrade,
    rule: 'OPS-SHF-02',
  },
  'follow_up.read': {
    description: 'Read follow-ups: who is to be contacted, why, and what came of it.',
    grades: ownTeamShop,
    rule: 'FUP-01',
  },
  'follow_up.work': {
    description: 'Contact customers for follow-ups, put them off, hand them over, cancel them.',
    grades: ownTeamShop,
    rule: 'FUP-01',
  },
  'satisfaction.read': {
    description: 'Read how content customers were, by agent.',
    grades: ownTeamShop,
    rule: 'FUP-15',
  },
  'notice.send': {
    description: 'Fetch what customers are owed to be told, and record that they were told or could not be.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'FUP-14',
  },
  'review.read': { description: 'Read reviews and their replies.', grades: everyGrade, partner: 'shop' },
  'points.check_in': {
    description: 'Check a member in, once a day.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'PTS-03',
  },
  'points.spend': {
    description: 'Exchange points for rewards and draw with them, for a member.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'PTS-04',
  },
  'points.adjust': {
    description: 'Give, take and reverse points by hand, as far as the authority of one’s grade reaches.',
    grades: everyGrade,
    rule: 'ROL-01',
  },
  'points.audit': {
    description: 'Add up the ledger of points anew.',
    grades: supervisors,
  },
  'reward.manage': {
    description: 'Say what points are exchanged for; open and close draws.',
    grades: supervisors,
    rule: 'PTS-04',
  },
  'reward.fulfil': {
    description: 'Record that a reward was handed over.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'PTS-04',
  },
  'review.record': {
    description: 'Pass on what a buyer wrote of a line of an order.',
    grades: everyGrade,
    partner: 'shop',
    rule: 'REV-05',
  },
  'review.care': {
    description: 'Take back the points of a review that is found empty.',
    grades: everyGrade,
    rule: 'PTS-02',
  },
  'decision.read': {
    description: 'Read a stored decision and replay it; a partner those on its own commands.',
    grades: everyGrade,
    partner: 'own',
  },
  'approval.read': {
    description: 'Read requests for approval; who may decide them sees all of them.',
    grades: { specialist: 'own', senior: 'own', supervisor: 'shop', manager: 'shop' },
  },
  'approval.request': { description: 'Ask for an approval.', grades: everyGrade },
  'approval.decide': {
    description: 'Decide a request for approval; nobody decides their own.',
    grades: { supervisor: 'shop', manager: 'shop' },
    rule: 'CMP-PRI-07',
  },
  'audit.read': {
    description: 'Read who did and saw what.',
    grades: { supervisor: 'team', manager: 'shop' },
    rule: 'PRV-01',
  },
} as const satisfies Record<string, Grant>

/** The name of a permission: `concept.verb` or `concept.part.verb`. */
export type Permission = keyof typeof MATRIX

export const PERMISSIONS = Object.keys(MATRIX) as Permission[]
