import { Book, type Known, type KnownEscalation, type Level } from './book.ts'
import { HOUR, PASSED_ON_AFTER, type PromiseName, STANDS_STILL, timesOf } from './promises.ts'
import type { Act, Story } from './scenario.ts'

/** What is known of a case when all that was to happen has happened. */
export interface KnownCase {
  readonly promises: readonly Known[]
  readonly escalations: readonly KnownEscalation[]
  readonly open: boolean
}

/** What the answers depend on besides the story. */
export interface Circumstances {
  /** When the day began. */
  readonly start: number
  /** The moments at which the worker did what was due by then; in order. */
  readonly looks: readonly number[]
  /** To whom an escalation of this case goes at a time. */
  level(at: number): Level
  /** It makes a group of its goods: the fifth customer within a day (CMP-SPC-05). */
  readonly raisesGroup: boolean
}

const FIRST_ANSWERS = ['complaint.first_response.ordinary', 'complaint.first_response.serious'] as const
const REPLY: readonly PromiseName[] = [
  'chat.first_response',
  'chat.human_takeover',
  'chat.after_sales_reply',
  'after_sale.acknowledge',
  ...FIRST_ANSWERS,
]
const ON_RETURNS = new Set(['RETURN', 'LOGISTICS'])

/** Works out what has to become of the promises of one case by a moment, act by act. */
export function answersOf(story: Story, circumstances: Circumstances, by: number): KnownCase {
  const book = new Book(story.shop, circumstances.looks)
  const past = story.acts.filter((act) => circumstances.start + act.at * 1000 <= by)
  const events = new CaseOf(story, circumstances, book)
  for (const act of past) {
    const at = circumstances.start + act.at * 1000
    book.lookUntil(at)
    events.take(act, at)
  }
  book.lookUntil(by)
  return {
    promises: book.all.map(({ of: _, ...known }) => known),
    escalations: book.escalations.map(({ next: _, ...known }) => known),
    open: events.open,
  }
}

/** What acts do to the promises of a case. */
class CaseOf {
  open = true
  readonly #story: Story
  readonly #circumstances: Circumstances
  readonly #book: Book
  #grade: 'ORDINARY' | 'SERIOUS' = 'ORDINARY'
  #openedAt = 0
  #said: { begun: number | null; last: number | null; customer: number | null; reply: number | null } = {
    begun: null,
    last: null,
    customer: null,
    reply: null,
  }

  constructor(story: Story, circumstances: Circumstances, book: Book) {
    this.#story = story
    this.#circumstances = circumstances
    this.#book = book
  }

  take(act: Act, at: number): void {
    const book = this.#book
    switch (act.do) {
      case 'openConsultation':
        this.#customerSays(at, act.inquiry)
        break
      case 'receiveMessage':
        book.resume(at)
        this.#customerSays(at, act.inquiry)
        break
      case 'recordAutoReply': {
        const waits = this.#said.customer !== null && (this.#said.reply ?? -1) < this.#said.customer
        this.#spoken(at)
        if (waits) book.start(at, ['chat.human_takeover'])
        break
      }
      case 'sendMessage':
        this.#spoken(at)
        this.#said.reply = at
        book.stop(at, REPLY)
        if (act.question === 'ANSWERED') book.stop(at, ['question.unlisted_detail'])
        // The time runs from the question, not from the word that it is looked into.
        if (act.question === 'DEFERRED') book.start(this.#said.customer ?? at, ['question.unlisted_detail'])
        break
      case 'waitForCustomer':
        book.pause(at, STANDS_STILL)
        break
      case 'closeCase':
        this.open = false
        this.#said.begun = null
        book.voidAll(at)
        break
      case 'reopenCase':
        this.open = true
        break
      case 'addHandoverItem':
        book.start(at, ['handover.item'], undefined, 'ITEM')
        break
      case 'completeHandoverItem':
        book.stop(at, ['handover.item'])
        break
      case 'requestAfterSale':
        book.start(at, ['after_sale.acknowledge', 'after_sale.review'])
        break
      case 'acknowledgeAfterSale':
        book.stop(at, ['after_sale.acknowledge'])
        break
      case 'requestEvidence':
        book.stop(at, ['after_sale.acknowledge'])
        book.pause(at, new Set(['after_sale.review']))
        break
      case 'approveAfterSale':
        book.stop(at, ['after_sale.acknowledge', 'after_sale.review'])
        book.start(at, ['after_sale.send_back'])
        break
      case 'withdrawAfterSale':
        this.open = false
        book.voidAll(at)
        break
      default:
        this.#complaint(act, at)
        break
    }
  }

  #complaint(act: Act, at: number): void {
    const book = this.#book
    switch (act.do) {
      case 'openComplaint': {
        this.#openedAt = at
        this.#grade = act.serious ? 'SERIOUS' : 'ORDINARY'
        const raises = this.#circumstances.raisesGroup
        if (raises || act.serious) this.#escalate(raises ? 'GROUP' : 'SERIOUS', at)
        book.start(at, [
          act.serious ? 'complaint.first_response.serious' : 'complaint.first_response.ordinary',
          'complaint.progress',
        ])
        break
      }
      case 'recordComplaint':
        book.stop(at, FIRST_ANSWERS)
        this.#gradeTo(act.grade, at)
        break
      case 'gradeComplaint':
        this.#gradeTo(act.grade, at)
        break
      case 'promiseLimit':
        book.void(at, ['complaint.promised'])
        book.start(at, ['complaint.promised'], this.#circumstances.start + act.until * 1000)
        break
      case 'escalateComplaint':
        this.#escalate('UNSOLVABLE', at)
        break
      case 'acknowledgeEscalation': {
        const open = book.openEscalation()
        if (open) Object.assign(open, { status: 'ACKNOWLEDGED', next: null })
        book.stop(at, ['complaint.escalate'])
        break
      }
      case 'tellProgress':
      case 'discussPlan':
        this.#told(at)
        break
      case 'followUpComplaint':
        if (!act.satisfied) this.#told(at)
        else book.stop(at, [...FIRST_ANSWERS, 'complaint.promised', 'complaint.progress'])
        break
      case 'summariseComplaint': {
        const open = book.openEscalation()
        if (open) Object.assign(open, { status: 'VOID', next: null })
        this.open = false
        book.voidAll(at)
        break
      }
      case 'reopenComplaint':
        this.open = true
        book.start(at, ['complaint.progress'])
        break
    }
  }

  /** The customer heard from us: 24 hours from now the next message is owed (Q15). */
  #told(at: number): void {
    this.#book.stop(at, [...FIRST_ANSWERS, 'complaint.promised', 'complaint.progress'])
    this.#book.start(at, ['complaint.progress'])
  }

  #gradeTo(grade: 'ORDINARY' | 'SERIOUS', at: number): void {
    if (this.#grade === grade) return
    this.#grade = grade
    const book = this.#book
    // Of two the later one: what is broken already is not to be kept any more.
    const [owed] = book.running(...FIRST_ANSWERS).toSorted((a, b) => b.breachAt - a.breachAt)
    if (grade === 'SERIOUS') {
      // Due at the earlier of the old time and an hour from now; what is broken already stays (Q59).
      if (owed && owed.breachAt >= at) {
        book.void(at, ['complaint.first_response.ordinary'])
        book.start(at, ['complaint.first_response.serious'], Math.min(owed.breachAt, at + HOUR))
      } else if (owed) book.start(at, ['complaint.first_response.serious'])
      if (!book.openEscalation()) this.#escalate('SERIOUS', at)
      return
    }
    const escalation = book.openEscalation()
    if (escalation?.trigger === 'SERIOUS') {
      Object.assign(escalation, { status: 'VOID', next: null })
      book.void(at, ['complaint.escalate'])
    }
    if (!owed || owed.breachAt < at) return
    book.void(at, ['complaint.first_response.serious'])
    const ordinary = timesOf('complaint.first_response.ordinary', this.#story.shop, this.#openedAt)
    book.start(at, ['complaint.first_response.ordinary'], Math.max(ordinary?.breachAt ?? 0, owed.breachAt))
  }

  #escalate(trigger: string, at: number): void {
    const level = this.#circumstances.level(at)
    const next = level === 'ON_CALL' ? at + PASSED_ON_AFTER : null
    this.#book.escalations.push({ trigger, at, level, next, passed: false, status: 'OPEN' })
    this.#book.start(at, ['complaint.escalate'])
  }

  #customerSays(at: number, inquiry: string | undefined): void {
    const said = this.#said
    this.#spoken(at)
    const first = said.customer === null || (said.begun !== null && said.customer < said.begun)
    said.customer = at
    const returns = this.#story.kind === 'AFTER_SALE' || ON_RETURNS.has(inquiry ?? this.#inquiry())
    this.#book.start(at, [
      ...(first ? (['chat.first_response'] as const) : []),
      ...(returns ? (['chat.after_sales_reply'] as const) : []),
    ])
  }

  #inquiry(): string {
    const [opening] = this.#story.acts
    return opening?.do === 'openConsultation' ? opening.inquiry : 'OTHER'
  }

  /** Something is said: after a day of silence, or anew after an end, a conversation begins (Q60). */
  #spoken(at: number): void {
    const said = this.#said
    if (said.begun === null || said.last === null || at - said.last >= 24 * HOUR) said.begun = at
    said.last = at
  }
}
