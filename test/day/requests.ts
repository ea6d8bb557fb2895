import { setTimeout as sleep } from 'node:timers/promises'
import { globalId } from '../harness/ids.ts'
import type { ShopCode } from '../harness/world.ts'
import type { Act, Deed, Story } from './scenario.ts'

/** The rows of a shop that its cases are about. */
export interface Subjects {
  readonly customers: readonly string[]
  readonly skus: readonly string[]
  /** Whom no case is given to by itself. */
  readonly managers: readonly string[]
  /** For each after-sale, by the number of its story: an order of goods that arrived yesterday, and a line of it. */
  readonly orders: ReadonlyMap<number, { readonly id: string; readonly line: string }>
}

/** What of an answer is needed later on. */
const IDS: Partial<Record<Deed['do'], string>> = {
  openConsultation: 'caseId',
  openComplaint: 'complaint { id }',
  requestAfterSale: 'afterSale { id }',
  addHandoverItem: 'item { id }',
}

const documents = new Map<string, string>()

/** The text of a mutation: always the same, so that the gateway knows it. */
function documentOf(name: Deed['do']): string {
  const known = documents.get(name)
  if (known) return known
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const text = `mutation ${type}($input: ${type}Input!) { result: ${name}(input: $input) { __typename
    ... on ${type}Success { ${IDS[name] ?? '__typename'} }
    ... on PolicyDenied { decision { findings { rule { id } verdict message { en } } } }
    ... on ValidationFailed { issues { field code } } ... on Conflict { currentVersion } ... on NotFound { what } } }`
  documents.set(name, text)
  return text
}

/** The ids of what the acts of a story made. */
export interface Made {
  caseId: string
  itemId: string
}

const HELLO = '您好，已为您查询，请稍等。'

/** The input of an act. */
function inputOf(act: Act, story: Story, made: Made, subjects: Subjects, start: number): object {
  const { shop, index } = story
  const pick = <T>(list: readonly T[]): T => list[index % list.length] as T
  const customerId = globalId('Customer', shop, pick(subjects.customers))
  const caseId = made.caseId
  switch (act.do) {
    case 'openConsultation':
      return { customerId, channel: 'CHAT', inquiryType: act.inquiry, text: '在吗？想问一下。' }
    case 'receiveMessage':
      return {
        caseId,
        channel: 'CHAT',
        text: '好的，谢谢。',
        ...(act.inquiry && { inquiryType: act.inquiry }),
      }
    case 'recordAutoReply':
      return { caseId, text: '客服正在赶来。' }
    case 'sendMessage':
      return { caseId, text: HELLO, ...(act.question && { question: act.question }) }
    case 'transferCase':
      return { caseId, assigneeId: globalId('Agent', shop, pick(subjects.managers)), reason: '请协助处理' }
    case 'openComplaint':
      return {
        customerId,
        problem: '处理太慢，要求说明。',
        ...(act.group === null
          ? { topic: 'SERVICE' }
          : { topic: 'GOODS', skuId: globalId('Sku', shop, subjects.skus[act.group] ?? '') }),
        ...(act.serious && { harms: ['SAFETY'] }),
      }
    case 'recordComplaint':
      return { caseId, grade: act.grade, expectedSolution: '说明原因' }
    case 'gradeComplaint':
      return { caseId, grade: act.grade, reason: '按情况调整' }
    case 'promiseLimit':
      return { caseId, until: new Date(start + act.until * 1000).toISOString() }
    case 'escalateComplaint':
      return { caseId, trigger: 'UNSOLVABLE' }
    case 'recordVerification':
      return { caseId, verification: '记录属实', cause: 'SERVICE', liable: 'SHOP', rootCause: '排班不足' }
    case 'planComplaint':
      return { caseId, plan: '致歉并说明' }
    case 'discussPlan':
      return { caseId, agreed: act.agreed }
    case 'followUpComplaint':
      return { caseId, result: '已致歉', satisfaction: act.satisfied ? 'SATISFIED' : 'DISSATISFIED' }
    case 'summariseComplaint':
      return { caseId, rootCause: '排班不足', prevention: '调整排班' }
    case 'requestAfterSale': {
      const order = subjects.orders.get(index)
      if (!order) throw new Error(`no order for story ${index}`)
      return {
        orderId: globalId('Order', shop, order.id),
        type: 'RETURN_AND_REFUND',
        reason: 'NO_REASON',
        lines: [{ lineId: globalId('OrderLine', shop, order.line), quantity: 1 }],
      }
    }
    case 'requestEvidence':
      return { caseId, kinds: ['PHOTO'] }
    case 'addHandoverItem':
      return { caseId, text: '早班跟进并告知客户' }
    case 'takeOverHandoverItem':
    case 'completeHandoverItem':
      return { itemId: made.itemId }
    default:
      return { caseId }
  }
}

interface Answered {
  readonly data?: {
    readonly result?: Readonly<Record<string, unknown>> & { readonly __typename: string }
  } | null
  readonly errors?: unknown
}

/** Where acts are posted, and as whom. */
export interface Post {
  readonly subjects: Readonly<Record<ShopCode, Subjects>>
  readonly start: number
  headers(shop: ShopCode, who: Act['by']): Readonly<Record<string, string>>
  /** One of the gateways that serve. */
  gateway(): string
  /** An act was tried again, since its gateway died under it. */
  again(): void
}

/**
 * Does one act through a gateway, under a key of its own. Where the gateway dies under it nobody knows whether it was
 * done: it is asked again, with the same key, of another one. Throws on anything but a success.
 */
export async function perform(act: Act, nth: number, story: Story, made: Made, post: Post): Promise<void> {
  const input = {
    ...inputOf(act, story, made, post.subjects[story.shop], post.start),
    idempotencyKey: `simulated-day-${story.index}-${nth}`,
  }
  const body = JSON.stringify({ query: documentOf(act.do), variables: { input } })
  const headers = { 'content-type': 'application/json', ...post.headers(story.shop, act.by) }
  for (let attempt = 0; attempt < 50; attempt += 1) {
    let answer: Answered
    try {
      answer = (await (
        await fetch(`${post.gateway()}/graphql`, { method: 'POST', headers, body })
      ).json()) as Answered
    } catch {
      post.again()
      await sleep(20)
      continue
    }
    const result = answer.data?.result
    if (!result?.__typename.endsWith('Success'))
      throw new Error(`${JSON.stringify(act)} of ${JSON.stringify(story)}: ${JSON.stringify(answer)}`)
    const id = result.caseId ?? idIn(result.complaint) ?? idIn(result.afterSale)
    if (typeof id === 'string') made.caseId = id
    made.itemId = idIn(result.item) ?? made.itemId
    return
  }
  throw new Error(`no gateway answers: ${JSON.stringify(act)}`)
}

const idIn = (value: unknown) => (value as { readonly id: string } | null | undefined)?.id
