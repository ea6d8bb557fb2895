import type { Basis, Rule } from '../decisions/index.ts'
import { pass, say } from '../decisions/index.ts'
import { mattersOf, type ParcelMatter, type TrackingFacts } from './matters.ts'

const shop = (section: string): Basis => ({ kind: 'cited', document: '004', section })

const on = (kinds: TrackingFacts['kinds'], more: Partial<TrackingFacts> = {}): TrackingFacts => ({
  orderId: 'order-1',
  shipmentId: 'shipment-1',
  kinds,
  signed: false,
  recalled: false,
  ...more,
})

const about = (matters: readonly ParcelMatter[]) => (facts: TrackingFacts) =>
  mattersOf(facts).some((matter) => matters.includes(matter)) ? pass() : null

/** What the shop does of itself when a parcel goes astray. */
export const TRACKING_RULES: readonly Rule<TrackingFacts>[] = [
  {
    id: 'AS-LOG-05',
    title: say('丢失、破损件补发', 'Lost or broken parcels are sent again'),
    basis: shop('售后二2B'),
    message: say(
      '包裹丢失或破损，已登记补发售后单。',
      'The parcel is lost or broken: an after-sale to send it again is opened.',
    ),
    reads: [],
    judge: about(['LOSS', 'DAMAGE']),
    cases: [
      { name: 'lost', facts: on(['LOST']), expect: 'PASS' },
      { name: 'broken on the way', facts: on(['ARRIVED_AT_HUB', 'DAMAGED']), expect: 'PASS' },
      { name: 'signed for after all', facts: on(['LOST', 'SIGNED'], { signed: true }), expect: null },
    ],
  },
  {
    id: 'AS-LOG-04',
    title: say('疑难件与快递协调', 'A parcel that finds nobody'),
    basis: shop('售后二2A'),
    message: say(
      '派送不成功，已登记疑难件，与快递协调改派或补偿延误。',
      'It could not be delivered: a case is opened to have it re-routed, or the delay made good.',
    ),
    reads: [],
    judge: about(['UNREACHABLE']),
    cases: [
      { name: 'nobody was there', facts: on(['OUT_FOR_DELIVERY', 'DELIVERY_FAILED']), expect: 'PASS' },
      { name: 'on its way', facts: on(['LEFT_HUB']), expect: null },
    ],
  },
  {
    id: 'AS-WF-RB-1',
    title: say('退回件（无点件）改发', 'A parcel that comes back undelivered goes out again'),
    basis: shop('售后(二)1'),
    message: say(
      '包裹退回，已登记售后单：无派送点的改用 EMS 补发，拒收的收回后退款。',
      'The parcel comes back: what had no delivery point goes out again by EMS, what was refused is refunded once it is back.',
    ),
    reads: [],
    judge: about(['RETURN', 'REFUSAL']),
    cases: [
      { name: 'no delivery point', facts: on(['NO_DELIVERY_POINT', 'RETURNING']), expect: 'PASS' },
      { name: 'refused by the customer', facts: on(['REFUSED']), expect: 'PASS' },
      { name: 'called back by the shop', facts: on(['RETURNED'], { recalled: true }), expect: null },
    ],
  },
  {
    id: 'AS-WF-RB-2',
    title: say('召回件按备注处理', 'A parcel that the shop called back'),
    basis: shop('售后(二)2'),
    message: say(
      '召回的包裹已退回，按当时的备注处理并备注结果。',
      'The parcel that was called back is here: go by the remark of whoever asked for it.',
    ),
    reads: [],
    judge: ({ kinds, recalled }) => (recalled && kinds.includes('RETURNED') ? pass() : null),
    cases: [
      { name: 'it is back', facts: on(['RETURNED'], { recalled: true }), expect: 'PASS' },
      { name: 'it is not back yet', facts: on(['RETURNING'], { recalled: true }), expect: null },
    ],
  },
]
