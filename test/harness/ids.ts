import { randomUUID } from 'node:crypto'
import { SHOP_IDS, type ShopCode } from './world.ts'

/** The type bytes of global ids: opaque to clients, but never reused, so tests may forge with them. */
export const TYPE_BYTES = {
  Shop: 1,
  Agent: 2,
  Team: 3,
  Product: 4,
  Sku: 5,
  Customer: 6,
  Address: 7,
  Order: 8,
  OrderLine: 9,
  Payment: 10,
  Refund: 11,
  Shipment: 12,
  Invoice: 13,
  Review: 14,
  Case: 15,
  PointsEntry: 16,
  Decision: 17,
  Approval: 18,
  Event: 19,
  AuditEntry: 20,
  OrderRemark: 21,
  OrderProblem: 22,
  CaseMessage: 23,
  ContactPoint: 24,
  Member: 25,
  ReturnShipment: 26,
  Inspection: 27,
  Replacement: 28,
  Compensation: 29,
  FreightSettlement: 30,
  CarrierClaim: 31,
  Evidence: 32,
  ProductIssue: 33,
  Notice: 34,
  Clock: 35,
  AfterSaleStepTaken: 36,
  WrongShipment: 37,
  LedgerJournal: 38,
  Shift: 60,
  HandoverItem: 61,
  Promotion: 80,
  Coupon: 81,
  TierChange: 90,
  GiftGrant: 91,
  Concession: 82,
  CaseTask: 50,
  Lead: 51,
  PaymentFollowUp: 52,
  Blacklisting: 71,
  PointsHold: 100,
  FollowUp: 70,
  Reward: 101,
  Redemption: 102,
  Draw: 103,
  DrawPlay: 104,
  CustomerMerge: 72,
} as const
export type NodeName = keyof typeof TYPE_BYTES

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')

/** The global id of a row, made by hand. */
export function globalId(type: NodeName, shop: ShopCode, uuid: string): string {
  return Buffer.concat([Buffer.from([TYPE_BYTES[type]]), bytesOf(SHOP_IDS[shop]), bytesOf(uuid)]).toString(
    'base64url',
  )
}

/** The uuid of the row that a global id stands for. */
export function uuidOf(id: string): string {
  const hex = Buffer.from(id, 'base64url').subarray(17).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** A well-formed id of nothing. */
export const nobody = (type: NodeName, shop: ShopCode) => globalId(type, shop, randomUUID())
