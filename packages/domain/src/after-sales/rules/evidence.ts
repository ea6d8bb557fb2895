import type { Context, Judgement, Rule } from '../../decisions/index.ts'
import { deny, evidence, pass, say, wait, warn } from '../../decisions/index.ts'
import { labelOf } from '../../labels/index.ts'
import { type Claim, claimOf } from '../claim.ts'
import { evidenceMissing } from '../evidence.ts'
import { aCase, anOrder, applying, asking } from '../examples.ts'
import { isComingBack, parcelOf, receivedAt } from '../parcels.ts'
import { isDefect } from '../reasons.ts'
import type { AfterSaleRequest } from '../request.ts'
import { comesBack } from '../steps.ts'
import { handbook, shop } from '../verdicts.ts'
import { onItsWay } from './trade.ts'

const toApprove = { step: 'APPROVE', amountFen: null } as const
const photo = [{ kind: 'PHOTO', at: '2026-03-09T02:00:00.000Z' }] as const
const settlesGoods = (claim: Claim) => claim.type !== 'COMPENSATION' && claim.type !== 'PLATFORM_DISPUTE'

/** Without proof an application is taken, not agreed to (C-53, Q19). `null`: all there. */
export function unproved(claim: Claim, context: Context): Judgement | null {
  const missing = evidenceMissing(claim, context)
  if (missing.length === 0) return null
  const named = missing.map((group) => group.map((kind) => labelOf('EvidenceKind', kind) ?? say(kind, kind)))
  const zh = named.map((group) => group.map((each) => each.zh).join('或')).join('，')
  const en = named.map((group) => group.map((each) => each.en.toLowerCase()).join(' or ')).join(', ')
  const text = say(`还需要凭证：${zh}。`, `Still to be shown: ${en}.`)
  const remedies = missing.map((group, index) =>
    evidence(
      group.join('|'),
      `请提供${named[index]?.map((each) => each.zh).join('或')}`,
      `Bring a ${named[index]?.map((each) => each.en.toLowerCase()).join(' or a ')}`,
    ),
  )
  return claim.step === 'APPLY' ? warn(text, ...remedies) : deny(text, ...remedies)
}

/** What has to be shown before a claim is agreed to. Applying is always open; agreeing is not (C-53). */
export const EVIDENCE_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-POL-05',
    title: say('质量问题须提供照片或视频', 'A quality claim takes a photo or video'),
    basis: handbook('§6.1'),
    message: say('凭证已提供，运费由本店承担。', 'The proof is there; the freight is ours.'),
    reads: ['evidence.quality_photos'],
    judge: (request, context) => {
      const claim = claimOf(request, context.now)
      if (!claim || !isDefect(claim.reason) || !settlesGoods(claim)) return null
      const unshown = unproved(claim, context)
      if (unshown) return unshown
      return claim.evidence.length > 0 ? pass() : null
    },
    cases: [
      {
        name: 'a photo of the problem',
        facts: applying({ reason: 'QUALITY', evidence: ['PHOTO'] }),
        expect: 'PASS',
      },
      { name: 'no photo yet: asked for', facts: applying({ reason: 'QUALITY' }), expect: 'WARN' },
      {
        name: 'no evidence, no approval',
        facts: asking(toApprove, aCase({ reason: 'QUALITY' })),
        expect: 'DENY',
      },
      {
        name: 'the clothing shop looks at the goods instead',
        facts: asking(toApprove, aCase({ reason: 'QUALITY' })),
        shop: 'apparel',
        expect: null,
      },
      {
        name: 'but a discount on what stays takes a photo there, too',
        facts: asking(toApprove, aCase({ reason: 'QUALITY', type: 'PARTIAL_REFUND' })),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'a video proves it as well',
        facts: asking(
          toApprove,
          aCase({ reason: 'QUALITY', evidence: [{ kind: 'VIDEO', at: '2026-03-09T02:00:00.000Z' }] }),
        ),
        expect: 'PASS',
      },
      { name: 'a change of mind needs none', facts: applying(), expect: null },
    ],
  },
  {
    id: 'AS-LIA-11',
    title: say('无照片的寄回后由后道检验', 'Without photos the goods are sent back and looked at'),
    basis: shop('售后一2A'),
    message: say(
      '没有照片，请寄回由后道检验；如无质量问题，再与客户协商，运费由客户承担。',
      'There are no photos: the goods are sent back and looked at. If nothing is wrong with them, that is talked over; the freight is then the customer’s.',
    ),
    reads: ['evidence.quality_photos'],
    judge: (request, { pack, now }) => {
      const claim = claimOf(request, now)
      if (!claim || pack.get('evidence.quality_photos')) return null
      if (!isDefect(claim.reason) || !comesBack(claim.type)) return null
      return claim.evidence.some((kind) => kind === 'PHOTO' || kind === 'VIDEO') ? null : warn()
    },
    cases: [
      {
        name: 'no photos in the clothing shop',
        facts: asking(toApprove, aCase({ reason: 'QUALITY' })),
        shop: 'apparel',
        expect: 'WARN',
      },
      {
        name: 'with photos they are judged',
        facts: applying({ reason: 'QUALITY', evidence: ['PHOTO'] }),
        shop: 'apparel',
        expect: null,
      },
      { name: 'the base asks for them', facts: applying({ reason: 'QUALITY' }), expect: null },
    ],
  },
  {
    id: 'AS-POL-29',
    title: say('发错货凭照片和底单重量核实', 'A wrong shipment is verified by photos and the stub weight'),
    basis: shop('售后一2'),
    message: say(
      '凭照片和底单重量核实后，换货或退款，库存相应调整。',
      'Verified by photos and the weight on the stub: exchange or refund, and stock is put right.',
    ),
    reads: [],
    judge: (request, context) => {
      const claim = claimOf(request, context.now)
      if (claim?.reason !== 'WRONG_ITEM' || !settlesGoods(claim)) return null
      const unshown = unproved(claim, context)
      if (unshown) return unshown
      const weighed = claim.lines.every((line) => parcelOf(claim.order, line)?.weightGrams != null)
      return weighed || claim.evidence.includes('STUB')
        ? pass()
        : warn(
            say('没有底单重量，请补充底单。', 'The stub weight is not on record: add the stub.'),
            evidence('STUB', '补充底单', 'Add the dispatch stub'),
          )
    },
    cases: [
      {
        name: 'a photo, and the weight on record',
        facts: applying({ reason: 'WRONG_ITEM', evidence: ['PHOTO'] }),
        expect: 'PASS',
      },
      {
        name: 'not without a photo',
        facts: asking(toApprove, aCase({ reason: 'WRONG_ITEM' })),
        expect: 'DENY',
      },
      {
        name: 'no weight on record',
        facts: applying({ reason: 'WRONG_ITEM', evidence: ['PHOTO'] }, anOrder({ shipments: [] })),
        expect: 'WARN',
      },
      { name: 'says nothing of quality', facts: applying({ reason: 'QUALITY' }), expect: null },
    ],
  },
  {
    id: 'AS-LIA-14',
    title: say('破损件拒收按正常流程办理', 'A broken parcel refused at the door: the normal way'),
    basis: shop('售后一2'),
    message: say(
      '破损的包裹请当场拒收，按正常流程补发或退款，由本店向快递索赔。',
      'Refuse a broken parcel at the door: it is sent again or refunded, and we claim from the carrier.',
    ),
    reads: [],
    judge: (request, { now }) => {
      const claim = claimOf(request, now)
      if (claim?.reason !== 'TRANSIT_DAMAGE' || !settlesGoods(claim) || claim.lines.length === 0) return null
      if (claim.lines.some((line) => receivedAt(claim.order, line, now))) return null
      if (claim.lines.every((line) => isComingBack(claim.order, line))) return pass()
      return (claim.step === 'APPLY' ? warn : deny)(
        say(
          '物流没有显示拒收或退回：请先向快递核实，确认退回后补发或退款。',
          'Tracking does not show that it was refused: ask the carrier; once it is on its way back it is sent again or refunded.',
        ),
        wait('请等待物流显示拒收或退回', 'Wait until tracking shows that it was refused'),
      )
    },
    cases: [
      {
        name: 'refused at the door',
        facts: applying({ reason: 'TRANSIT_DAMAGE' }, onItsWay('RETURNING')),
        expect: 'PASS',
      },
      {
        name: 'said to be refused while it is still on its way: looked into',
        facts: applying({ reason: 'TRANSIT_DAMAGE' }, onItsWay()),
        expect: 'WARN',
      },
      {
        name: 'and not sent again on a word',
        facts: asking(toApprove, aCase({ type: 'RESHIP', reason: 'TRANSIT_DAMAGE' }), onItsWay()),
        expect: 'DENY',
      },
      { name: 'signed for takes proof', facts: applying({ reason: 'TRANSIT_DAMAGE' }), expect: null },
    ],
  },
  {
    id: 'AS-LIA-16',
    title: say('签收后破损须举证', 'Damage found after signing takes proof'),
    basis: shop('售后一2'),
    message: say(
      '凭证已提供，由本店与快递核实。',
      'The proof is there: the shop and the carrier look into it.',
    ),
    reads: ['evidence.delivery_certificate'],
    judge: (request, context) => {
      const claim = claimOf(request, context.now)
      if (claim?.reason !== 'TRANSIT_DAMAGE' || !settlesGoods(claim)) return null
      if (!claim.lines.some((line) => receivedAt(claim.order, line, context.now))) return null
      return unproved(claim, context) ?? pass()
    },
    cases: [
      {
        name: 'a photo in the base',
        facts: asking(toApprove, aCase({ reason: 'TRANSIT_DAMAGE', evidence: photo })),
        expect: 'PASS',
      },
      {
        name: 'the clothing shop wants the delivery person’s word, too',
        facts: asking(toApprove, aCase({ reason: 'TRANSIT_DAMAGE', evidence: photo })),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'which is there',
        facts: applying({ reason: 'TRANSIT_DAMAGE', evidence: ['PHOTO', 'DELIVERY_CERTIFICATE'] }),
        shop: 'apparel',
        expect: 'PASS',
      },
      { name: 'refused needs none', facts: applying({ reason: 'TRANSIT_DAMAGE' }, onItsWay()), expect: null },
    ],
  },
]
