import type { Permission } from '@cs/domain/access'

/** A partner client of the demo shops, with the scopes it is granted in each. */
export interface DemoPartner {
  readonly subject: string
  readonly name: string
  readonly kind: 'STOREFRONT' | 'ERP' | 'CARRIER' | 'APP'
  readonly scopes: readonly Permission[]
}

export const PARTNERS: readonly DemoPartner[] = [
  {
    subject: 'partner-storefront',
    name: '商城前台',
    kind: 'STOREFRONT',
    scopes: [
      'handbook.read',
      'shop.read',
      'product.read',
      'customer.read',
      'member.read',
      'member.manage',
      'order.read',
      'price.quote',
      'price.offer.read',
      'order.place',
      'price.protection.claim',
      'order.record_payment',
      'order.change_address',
      'order.change_item',
      'order.cancel',
      'case.read',
      'after_sale.read',
      'after_sale.request',
      'refund.read',
      'complaint.open',
      'evidence.add',
      'decision.read',
      'case.open',
      'review.read',
      'points.check_in',
      'notice.send',
      'points.spend',
      'review.record',
      'receipt.confirm',
    ],
  },
  {
    subject: 'partner-erp',
    name: '仓储 ERP',
    kind: 'ERP',
    scopes: [
      'handbook.read',
      'shop.read',
      'product.read',
      'order.read',
      'order.report_problem',
      'case.read',
      'after_sale.read',
      'after_sale.receive',
      'refund.read',
      'refund.issue',
      'reward.fulfil',
      'tracking.report',
      'shipment.record',
      'decision.read',
    ],
  },
  {
    subject: 'partner-carrier',
    name: '快递公司',
    kind: 'CARRIER',
    scopes: ['handbook.read', 'tracking.report', 'loss.confirm', 'decision.read'],
  },
]
