import type { Basis, Bilingual, SourceDocument } from '../decisions/index.ts'
import { CLOCKS, type ClockName, type Pack, type PackKey, SOURCES } from '../policy/index.ts'

/** A promise of the handbooks, and the clocks by which it is kept. It gives times, no verdict. */
export interface ClockRule {
  readonly id: string
  readonly title: Bilingual
  readonly message: Bilingual
  readonly basis: Basis
  readonly reads: readonly PackKey[]
}

const promised = (
  id: string,
  document: SourceDocument,
  section: string,
  clock: ClockName,
  zh: string,
  en: string,
): ClockRule => ({
  id,
  title: { zh: CLOCKS[clock].zh, en: CLOCKS[clock].en },
  message: { zh, en },
  basis: { kind: 'cited', document, section },
  reads: [`clock.${clock}.target`, `clock.${clock}.breach`],
})

/** The rows of area I that are clocks (table I.1); each shop's own times are those of its pack. */
export const CLOCK_RULES: readonly ClockRule[] = [
  promised(
    'AS-SLA-01',
    '000',
    '§4.2',
    'after_sale.acknowledge',
    '售后申请 2 小时内响应。',
    'An after-sales application is answered within 2 hours.',
  ),
  promised(
    'AS-SLA-02',
    '000',
    '§4.2',
    'after_sale.pickup',
    '退货 24 小时内安排取件。',
    'The pick-up of a return is arranged within 24 hours.',
  ),
  promised(
    'AS-SLA-03',
    '000',
    '§4.2',
    'after_sale.refund',
    '收到退货后 24 小时内处理退款。',
    'A refund is made within 24 hours of receiving the return.',
  ),
  promised(
    'AS-SLA-04',
    '000',
    '§4.2',
    'after_sale.replacement',
    '收到退货后 48 小时内发出换货。',
    'A replacement leaves within 48 hours of receiving the return.',
  ),
  promised(
    'AS-SLA-05',
    '000',
    '§4.2',
    'complaint.first_response.ordinary',
    '投诉 4 小时内首次响应，24 小时内跟进。',
    'A complaint is answered within 4 hours and followed up within 24.',
  ),
  promised(
    'AS-SLA-06',
    '000',
    '§4.2',
    'complaint.escalate',
    '重大问题 1 小时内升级。',
    'A major problem is escalated within 1 hour.',
  ),
  promised(
    'AS-SLA-07',
    '000',
    '§6.2',
    'after_sale.review',
    '退换货申请 24 小时内审核。',
    'An application is reviewed within 24 hours.',
  ),
  promised(
    'AS-SLA-08',
    '000',
    '§6.2',
    'after_sale.inspect',
    '收到退货后 24 小时内验货。',
    'A return is inspected within 24 hours of its receipt.',
  ),
  promised(
    'AS-SLA-09',
    '000',
    '§6.2',
    'after_sale.refund',
    '验货合格后 24 小时内退款：收货后最迟 48 小时的后一半（Q13）。',
    'The refund follows within 24 hours of the inspection: the second half of the 48 hours from receipt (Q13).',
  ),
  promised(
    'AS-SLA-10',
    '000',
    '§8.2 Q7',
    'parcel.lost_plan',
    '丢件 24 小时内告知处理方案。',
    'The plan for a lost parcel is told within 24 hours.',
  ),
  promised(
    'AS-SLA-11',
    '000',
    '§10.1',
    'chat.first_response',
    '首次响应不超过 3 分钟。',
    'The first response takes at most 3 minutes.',
  ),
  promised(
    'AS-SLA-12',
    '001',
    '三(一)1',
    'chat.first_response',
    '咨询 30 秒内响应。',
    'An inquiry is answered within 30 seconds.',
  ),
  promised(
    'AS-SLA-13',
    '001',
    '三(三)1',
    'complaint.first_response.ordinary',
    '一般投诉 2 小时内响应。',
    'An ordinary complaint is answered within 2 hours.',
  ),
  promised(
    'AS-SLA-14',
    '001',
    '三(三)1',
    'complaint.escalate',
    '严重投诉 1 小时内上报主管。',
    'A serious complaint is reported to the supervisor within 1 hour.',
  ),
  promised(
    'AS-SLA-15',
    '001',
    '三(三)2',
    'complaint.progress',
    '解决之前每 24 小时告知进度。',
    'Progress is told every 24 hours until it is solved.',
  ),
  promised(
    'AS-SLA-17',
    '002',
    '§1.2',
    'chat.first_response',
    '平均首次响应不超过 15 秒。',
    'The first response takes 15 seconds on average.',
  ),
  promised(
    'AS-SLA-18',
    '002',
    '§2.2',
    'chat.human_takeover',
    '自动回复后 15 秒内人工接入。',
    'A person takes over within 15 seconds of the auto-reply.',
  ),
  promised(
    'AS-SLA-19',
    '002',
    '§3.2',
    'after_sale.refund',
    '收到退货后 24 小时内完成退款，并主动告知进度。',
    'The refund is done within 24 hours of receipt, and its progress told unasked.',
  ),
  promised(
    'AS-SLA-20',
    '002',
    '§3.3-2',
    'review.contact',
    '发现差评后 1 小时内联系客户。',
    'The customer is contacted within 1 hour of finding a bad review.',
  ),
  promised(
    'AS-SLA-22',
    '004',
    '售后一1',
    'chat.after_sales_reply',
    '退换货消息 5 分钟内回复。',
    'A message on returns or exchanges is answered within 5 minutes.',
  ),
  promised(
    'AS-SLA-23',
    '004',
    '售后二1',
    'parcel.resolve',
    '物流售后 5 分钟内回复，48 小时内解决。',
    'A logistics problem is answered within 5 minutes and solved within 48 hours.',
  ),
  promised(
    'AS-SLA-24',
    '004',
    '售前二1(2)',
    'question.unlisted_detail',
    '未列明的商品细节 24 小时内答复。',
    'A question on an unlisted detail is answered within 24 hours.',
  ),
  promised(
    'AS-SLA-25',
    '004',
    '售后(三)1-2',
    'after_sale.refund',
    '双方确认后 1-2 个工作日内退款：自验货起算（Q13）。',
    'The refund is made 1-2 working days after both sides have confirmed: counted from the inspection (Q13).',
  ),
  promised(
    'AS-SLA-26',
    '004',
    '售后(三)2-1',
    'partial_refund',
    '差价或邮费确认后 1-2 个工作日内退还。',
    'A discount or postage owed is refunded within 1-2 working days.',
  ),
  promised(
    'AS-SLA-27',
    '004',
    '售后(三)3-1',
    'order.withdrawal',
    '发货前撤单 1-2 个工作日内退款。',
    'A withdrawal before dispatch is refunded within 1-2 working days.',
  ),
  promised(
    'AS-SLA-29',
    '004',
    '售后八1',
    'handover.item',
    '昨夜交接事项于次日上午完成。',
    'Items handed over at night are done the next morning.',
  ),
]

const DOCUMENT_OF = new Map(
  CLOCK_RULES.map(({ id, basis }) => [id, basis.kind === 'cited' && basis.document]),
)

/**
 * The rules that a shop's promise comes from: those of the sources in its pack (Q01). Where none of them promises it and
 * a default does, the row that the default follows (Q40, C-28).
 */
export function rulesOfClock(name: ClockName, pack: Pack): readonly string[] {
  const rules: readonly string[] = CLOCKS[name].rules
  const documents = new Set<unknown>(
    Object.values(SOURCES).flatMap((each) => (pack.sources.includes(each.id) ? [each.document] : [])),
  )
  const own = rules.filter((id) => documents.has(DOCUMENT_OF.get(id) ?? '000'))
  return own.length > 0 ? own : rules
}
