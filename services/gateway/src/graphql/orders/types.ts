import { CODES, mapper } from '../mapping.ts'

export const Order = mapper.type('Order', 'orders', {
  code: CODES.Order,
  guard: 'order.read',
  description:
    'An order. Trade status and physical status may differ, and both are shown (ORD-CAN-08, table E.1).',
})

export const OrderLine = mapper.type('OrderLine', 'order_lines', {
  code: CODES.OrderLine,
  nodeGuard: 'order.read',
  description: 'A line of an order. What was paid for it is fixed at payment (Q07).',
})

export const OrderDiscount = mapper.type('OrderDiscount', 'order_discounts', {
  key: 'order_id',
  description: 'A discount on a whole order; its share of each line is in `OrderLine.paid` (PRC-05, Q07).',
})

export const Payment = mapper.type('Payment', 'payments', {
  code: CODES.Payment,
  guard: 'order.payment.read',
  description: 'A payment, received or not (ORD-AUD-04).',
})

export const Refund = mapper.type('Refund', 'refunds', {
  code: CODES.Refund,
  guard: 'refund.read',
  description: 'Money owed back, and where it stands (AS-RFD-01…04).',
})

export const RefundLine = mapper.type('RefundLine', 'refund_lines', {
  key: 'refund_id',
  description: 'What a refund gives back for one line.',
})

export const Shipment = mapper.type('Shipment', 'shipments', {
  code: CODES.Shipment,
  nodeGuard: 'order.read',
  description: 'A parcel of an order.',
})

export const TrackingEvent = mapper.type('TrackingEvent', 'tracking_events', {
  key: 'shipment_id',
  description: 'What a carrier reported of a parcel (FUL-15).',
})

export const OrderRemark = mapper.type('OrderRemark', 'order_remarks', {
  code: CODES.OrderRemark,
  guard: 'order.remark.read',
  description:
    'A structured remark; the coloured flag is a view of it, its history is kept (ORD-FLG-01, C-21).',
})

export const OrderProblem = mapper.type('OrderProblem', 'order_problems', {
  code: CODES.OrderProblem,
  guard: 'order.remark.read',
  description: 'Something abnormal about an order (ORD-ABN-01…07).',
})

export const Invoice = mapper.type('Invoice', 'invoices', {
  code: CODES.Invoice,
  guard: 'order.payment.read',
  description: 'An invoice, asked for or issued (FAQ-10).',
})
