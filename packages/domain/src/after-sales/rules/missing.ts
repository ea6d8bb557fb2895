import type { Rule } from '../../decisions/index.ts'
import { correct, deny, evidence, pass, say, wait, warn } from '../../decisions/index.ts'
import { claimOf } from '../claim.ts'
import { aCase, aLine, anOrder, applying, asking } from '../examples.ts'
import type { Cause } from '../facts.ts'
import { parcelOf, receivedAt } from '../parcels.ts'
import type { AfterSaleRequest } from '../request.ts'
import { shop } from '../verdicts.ts'
import { weigh } from '../weights.ts'
import { unproved } from './evidence.ts'

/** The shop found that it never went into the parcel (AS-TYP-09). */
const NEVER_PACKED: ReadonlySet<Cause> = new Set(['OMITTED', 'SHORT_COPIED', 'SHORT_PACKED', 'COPIED_WRONG'])
const missing = { reason: 'MISSING_ITEM', type: 'RESHIP' } as const
const scale = { ...missing, evidence: ['WEIGHT_PHOTO'] } as const
const toApprove = { step: 'APPROVE', amountFen: null } as const
const weighed = (receivedGrams: number, cause: Cause | null = null) =>
  aCase({
    ...missing,
    receivedGrams,
    cause,
    evidence: [{ kind: 'WEIGHT_PHOTO', at: '2026-03-09T02:00:00.000Z' }],
  })
const [first] = anOrder().shipments
const split = () =>
  anOrder({
    tradeStatus: 'SHIPPED',
    lines: [aLine(), aLine({ id: 'line-2', position: 2, status: 'SHIPPED', shipmentId: 'shipment-2' })],
    shipments: first ? [first, { ...first, id: 'shipment-2', status: 'IN_TRANSIT', signedAt: null }] : [],
    completedAt: null,
    tradeDeadlineAt: null,
  })

/** Missing items: first whether they come in another parcel, then what the scales say. */
export const MISSING_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-WF-BAS-7',
    title: say('少件先排除分单发货，再称重', 'Missing items: rule out a split shipment, then weigh'),
    basis: shop('售后(一)7'),
    message: say('已排除分单发货，凭证已提供。', 'A split shipment is ruled out, and the proof is there.'),
    reads: ['evidence.weight_for_missing'],
    judge: (request, context) => {
      const claim = claimOf(request, context.now)
      if (
        claim?.reason !== 'MISSING_ITEM' ||
        claim.type === 'COMPENSATION' ||
        claim.type === 'PLATFORM_DISPUTE'
      )
        return null
      const { order, lines } = claim
      if (lines.some((line) => line.status === 'OPEN' || !receivedAt(order, line, context.now)))
        return deny(
          say(
            '该商品分单发货，还没有签收，并非少件。',
            'These goods come in another parcel that is not signed for yet: they are not missing.',
          ),
          wait('请等另一个包裹送达', 'Wait for the other parcel'),
        )
      const unshown = unproved(claim, context)
      if (unshown) return unshown
      if (claim.receivedGrams === null && context.pack.get('evidence.weight_for_missing'))
        return (claim.step === 'APPLY' ? warn : deny)(
          say('请登记称重结果。', 'Record what the scale shows.'),
          correct('登记收到物品的总重量（克）', 'Record the weight of everything received, in grams'),
        )
      return pass()
    },
    cases: [
      {
        name: 'a photo will do in the base',
        facts: applying({ ...missing, evidence: ['PHOTO'] }),
        expect: 'PASS',
      },
      {
        name: 'the clothing shop wants it on a scale',
        facts: applying({ ...missing, evidence: ['PHOTO'] }),
        shop: 'apparel',
        expect: 'WARN',
      },
      { name: 'and the weight', facts: applying(scale), shop: 'apparel', expect: 'WARN' },
      { name: 'both are there', facts: asking(toApprove, weighed(500)), shop: 'apparel', expect: 'PASS' },
      {
        name: 'not agreed to without',
        facts: asking(toApprove, aCase(missing)),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'it is in the other parcel',
        facts: applying({ ...scale, lines: [{ lineId: 'line-2', quantity: 1 }] }, split()),
        expect: 'DENY',
      },
      { name: 'says nothing of damage', facts: applying({ reason: 'TRANSIT_DAMAGE' }), expect: null },
    ],
  },
  {
    id: 'AS-LIA-15',
    title: say('少件对比底单重量', 'Missing items: compare the weight on the stub'),
    basis: shop('售后一2'),
    message: say(
      '收到的重量比底单轻，途中短少：先为客户补发或退款，再向快递索赔。',
      'What arrived is lighter than what left: sent again or refunded to the customer, and claimed from the carrier.',
    ),
    reads: ['evidence.weight_tolerance_grams'],
    judge: (request, { pack, now }) => {
      const claim = claimOf(request, now)
      if (claim?.reason !== 'MISSING_ITEM') return null
      const tolerance = pack.get('evidence.weight_tolerance_grams')
      const lines = claim.lines.filter((line) => parcelOf(claim.order, line))
      const says = weigh(claim.order, lines, claim.receivedGrams, tolerance)
      if (!says) return null
      if (says === 'LIGHTER') return pass()
      if (says === 'HEAVIER')
        return warn(
          say('收到的重量比底单重，请重新称重核对。', 'What arrived is heavier than what left: weigh again.'),
          correct('重新称重', 'Weigh again'),
        )
      if (claim.cause && NEVER_PACKED.has(claim.cause))
        return pass(
          say(
            '已核实为漏发或少包，由本店补发。',
            'It was found that it never went into the parcel: the shop sends it.',
          ),
        )
      return (claim.step === 'APPLY' ? warn : deny)(
        say(
          '收到的重量与底单一致，途中没有短少，请先核对发货清单和出库照片。',
          'What arrived weighs what left: nothing was lost on the way. Check the packing list and the outbound photo first.',
        ),
        evidence('OUTBOUND_PHOTO', '核对出库照片并判定责任', 'Check the outbound photo and judge the cause'),
      )
    },
    cases: [
      { name: 'lighter: lost on the way', facts: asking(toApprove, weighed(500)), expect: 'PASS' },
      { name: 'as heavy as it left', facts: asking(toApprove, weighed(790)), expect: 'DENY' },
      { name: 'at the tolerance they agree', facts: asking(toApprove, weighed(750)), expect: 'DENY' },
      { name: 'a gram past it they do not', facts: asking(toApprove, weighed(749)), expect: 'PASS' },
      {
        name: 'as heavy, and found to be packed short',
        facts: asking(toApprove, weighed(790, 'SHORT_PACKED')),
        expect: 'PASS',
      },
      {
        name: 'asked for, it is looked into',
        facts: applying({ ...scale, receivedGrams: 790 }),
        expect: 'WARN',
      },
      { name: 'heavier than it left', facts: applying({ ...scale, receivedGrams: 1_200 }), expect: 'WARN' },
      { name: 'not weighed', facts: applying(missing), expect: null },
    ],
  },
]
