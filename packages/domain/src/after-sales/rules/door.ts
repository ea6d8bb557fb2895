import type { Rule } from '../../decisions/index.ts'
import { deny, pass, say, wait, warn } from '../../decisions/index.ts'
import { aCase, anOrder, applying, asking } from '../examples.ts'
import type { AfterSaleCaseFacts } from '../facts.ts'
import type { AfterSaleRequest } from '../request.ts'
import { shop } from '../verdicts.ts'

const back = {
  carrier: 'ZTO',
  freightCollect: false,
  freightFen: anOrder().freightFen,
  pickup: false,
} as const
type ReturnShipment = NonNullable<AfterSaleCaseFacts['returnShipment']>
const arriving = (with_: Partial<ReturnShipment>) =>
  aCase({ state: 'RETURN_IN_TRANSIT', returnShipment: { ...back, at: '2026-03-09T02:00:00.000Z', ...with_ } })

/** What the shop's door takes in (C-35, C-55). */
export const DOOR_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-WF-BAS-3',
    title: say('退货快递与到付限制', 'Carriers of returns, and freight collect'),
    basis: shop('售后(一)3'),
    message: say('该快递可以接收。', 'Returns by this carrier are taken in.'),
    reads: ['return.accepted_carriers', 'return.collect_carriers'],
    judge: ({ ask, case: found }, { pack }) => {
      const parcel = ask.step === 'RECORD_RETURN_SHIPMENT' ? ask : found?.returnShipment
      if (!parcel || !['RECORD_RETURN_SHIPMENT', 'RECEIVE_RETURN', 'REFUSE_RETURN'].includes(ask.step))
        return null
      const takes = (key: 'return.accepted_carriers' | 'return.collect_carriers') =>
        parcel.pickup || pack.get(key).some((each) => each === 'ANY' || each === parcel.carrier)
      const refusal = !takes('return.accepted_carriers')
        ? say(
            '不接收该快递（平邮、快邮等）的退货，会在签收时拒收。',
            'Returns by this carrier are not taken in and are refused at the door.',
          )
        : parcel.freightCollect && !takes('return.collect_carriers')
          ? say(
              '不接受该快递到付，会在签收时拒收。',
              'Freight collect by this carrier is refused at the door.',
            )
          : null
      if (ask.step === 'REFUSE_RETURN')
        return refusal
          ? pass(refusal)
          : deny(say('该快递可以接收，不能拒收。', 'This carrier is accepted: the parcel cannot be refused.'))
      if (!refusal) return pass()
      const again = wait(
        '请客户改用可接收的快递寄付',
        'The customer sends it by an accepted carrier, prepaid',
      )
      return ask.step === 'RECEIVE_RETURN' ? deny(refusal, again) : warn(refusal, again)
    },
    cases: [
      {
        name: 'a courier, prepaid',
        facts: asking({ step: 'RECEIVE_RETURN' }, arriving({})),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'surface mail',
        facts: asking({ step: 'RECEIVE_RETURN' }, arriving({ carrier: 'SURFACE_MAIL' })),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'is refused at the door',
        facts: asking({ step: 'REFUSE_RETURN' }, arriving({ carrier: 'SURFACE_MAIL' })),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'freight collect by ZTO',
        facts: asking({ step: 'RECEIVE_RETURN' }, arriving({ freightCollect: true })),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'freight collect by SF',
        facts: asking({ step: 'RECEIVE_RETURN' }, arriving({ carrier: 'SF', freightCollect: true })),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'told when the waybill is recorded',
        facts: asking({ step: 'RECORD_RETURN_SHIPMENT', ...back, freightCollect: true }),
        shop: 'apparel',
        expect: 'WARN',
      },
      {
        name: 'what is accepted is not refused',
        facts: asking({ step: 'REFUSE_RETURN' }, arriving({})),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'the base takes any carrier',
        facts: asking(
          { step: 'RECEIVE_RETURN' },
          arriving({ carrier: 'SURFACE_MAIL', freightCollect: true }),
        ),
        expect: 'PASS',
      },
      { name: 'says nothing of an application', facts: applying(), expect: null },
    ],
  },
]
