import { SHOPS, type ShopCode, type Who } from '../harness/world.ts'

/** What somebody does to a case. The first act of a story opens it. */
export type Deed =
  | { readonly do: 'openConsultation'; readonly inquiry: Inquiry }
  | { readonly do: 'receiveMessage'; readonly inquiry?: Inquiry }
  | { readonly do: 'recordAutoReply' }
  | { readonly do: 'sendMessage'; readonly question?: 'DEFERRED' | 'ANSWERED' }
  | { readonly do: 'waitForCustomer' }
  | { readonly do: 'transferCase' }
  | { readonly do: 'closeCase' }
  | { readonly do: 'reopenCase' }
  | { readonly do: 'openComplaint'; readonly serious: boolean; readonly group: number | null }
  | { readonly do: 'recordComplaint'; readonly grade: Grade }
  | { readonly do: 'gradeComplaint'; readonly grade: Grade }
  | { readonly do: 'promiseLimit'; readonly until: number }
  | { readonly do: 'tellProgress' }
  | { readonly do: 'escalateComplaint' }
  | { readonly do: 'acknowledgeEscalation' }
  | { readonly do: 'recordVerification' }
  | { readonly do: 'planComplaint' }
  | { readonly do: 'discussPlan'; readonly agreed: boolean }
  | { readonly do: 'executePlan' }
  | { readonly do: 'followUpComplaint'; readonly satisfied: boolean }
  | { readonly do: 'summariseComplaint' }
  | { readonly do: 'reopenComplaint' }
  | { readonly do: 'requestAfterSale' }
  | { readonly do: 'acknowledgeAfterSale' }
  | { readonly do: 'requestEvidence' }
  | { readonly do: 'approveAfterSale' }
  | { readonly do: 'withdrawAfterSale' }
  | { readonly do: 'addHandoverItem' }
  | { readonly do: 'takeOverHandoverItem' }
  | { readonly do: 'completeHandoverItem' }

type Grade = 'ORDINARY' | 'SERIOUS'
export type Inquiry = 'SPECIFICATION' | 'USAGE' | 'RETURN' | 'LOGISTICS'

/** A deed at a time: seconds since the day began. */
export type Act = Deed & { readonly at: number; readonly by: Who }

/** One case from its opening to the last thing that is done about it. */
export interface Story {
  readonly index: number
  readonly shop: ShopCode
  readonly kind: 'CONSULTATION' | 'COMPLAINT' | 'AFTER_SALE'
  readonly acts: readonly Act[]
}

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const MINUTE = 60
const HOUR = 3600
const DAY = 24 * HOUR
/** When the people who answer chats come (09:00). */
const DUTY = 9 * HOUR

export interface Dice {
  /** One of these. */
  of<T>(...choices: readonly [T, ...T[]]): T
  /** True so often. */
  odds(share: number): boolean
  next(): number
}

export function diceOf(random: () => number): Dice {
  return {
    of: (...choices) => choices[Math.floor(random() * choices.length)] ?? choices[0],
    odds: (share) => random() < share,
    next: random,
  }
}

/**
 * A day of cases from 00:00 to 24:00: consultations, complaints and after-sales in all shops, answered early, in the
 * last moment, late or never, and what follows until noon of the third day. Times lie on a grid of so many minutes, so that things
 * happen at once.
 */
export function makeDay(cases: number, gridMinutes: number, seed: number): readonly Story[] {
  const dice = diceOf(seeded(seed))
  const grid = gridMinutes * MINUTE
  return Array.from({ length: cases }, (_, index) => {
    const shop = SHOPS[index % SHOPS.length] ?? 'general'
    const at = Math.floor((dice.next() * DAY) / grid) * grid
    const lot = dice.next()
    if (lot < 0.55) return { index, shop, kind: 'CONSULTATION', acts: consultation(dice, shop, at) }
    if (lot < 0.85)
      return { index, shop, kind: 'COMPLAINT', acts: complaint(dice, at, index, Math.ceil(cases / 700)) }
    return { index, shop, kind: 'AFTER_SALE', acts: afterSale(dice, at) }
  })
}

const AGENTS = ['specialist', 'senior', 'specialist-care', 'specialist-night'] as const

/** Collects acts in the order of their times; two of one case are never at the same time. */
class Diary {
  readonly acts: Act[] = []
  readonly #dice: Dice
  now: number

  constructor(dice: Dice, at: number) {
    this.#dice = dice
    this.now = at - 1
  }

  /** Something that somebody does so many seconds from now, at least one. */
  after(seconds: number, deed: Deed, by: Who = this.#dice.of(...AGENTS)): this {
    this.now += Math.max(1, seconds)
    this.acts.push({ ...deed, at: this.now, by })
    return this
  }

  /** The same at a time of the day; where that is over, it is left out. */
  until(at: number, deed: Deed, by?: Who): this {
    return at > this.now ? this.after(at - this.now, deed, by) : this
  }
}

function consultation(dice: Dice, shop: ShopCode, at: number): readonly Act[] {
  const inquiry = dice.of<Inquiry>('SPECIFICATION', 'USAGE', 'RETURN', 'LOGISTICS')
  const diary = new Diary(dice, at).after(1, { do: 'openConsultation', inquiry }, 'partner')
  const robot = dice.odds(0.4)
  if (robot) diary.after(2, { do: 'recordAutoReply' })
  if (dice.odds(0.15)) diary.after(3, { do: 'transferCase' })
  if (dice.odds(0.12)) return handover(dice, diary) // nobody answers that one, but it is handed over
  const answered = Math.max(at, DUTY)
  const delay = dice.of(8, 15, 20, 30, 40, 100, 170, 180, 200, 300, 310)
  diary.until(answered + delay, {
    do: 'sendMessage',
    ...(dice.odds(0.3) && { question: 'DEFERRED' as const }),
  })
  if (diary.acts.at(-1)?.do !== 'sendMessage') return diary.acts
  if (dice.odds(0.3)) {
    diary.after(dice.of(60, 600), { do: 'receiveMessage', inquiry: dice.of('RETURN', 'USAGE') }, 'partner')
    if (dice.odds(0.7)) diary.after(dice.of(20, 240, 330), { do: 'sendMessage' })
  }
  if (dice.odds(0.2)) {
    diary.after(600, { do: 'waitForCustomer' })
    if (dice.odds(0.7)) diary.after(2 * HOUR, { do: 'receiveMessage' }, 'partner')
  }
  if (dice.odds(0.4)) diary.after(dice.of(1, 20, 25) * HOUR, { do: 'sendMessage', question: 'ANSWERED' })
  if (shop !== 'guided' && dice.odds(0.15)) return handover(dice, diary)
  if (dice.odds(0.4)) {
    diary.after(60, { do: 'sendMessage' }).after(60, { do: 'closeCase' })
    if (dice.odds(0.4)) {
      diary.after(HOUR, { do: 'reopenCase' }).after(60, { do: 'receiveMessage' }, 'partner')
      if (dice.odds(0.7)) diary.after(dice.of(20, 100, 200), { do: 'sendMessage' })
    }
  }
  return diary.acts
}

/** Written down for the next shift, and done in the morning, too late, or not at all. */
function handover(dice: Dice, diary: Diary): readonly Act[] {
  diary.after(dice.of(5, 60) * MINUTE, { do: 'addHandoverItem' }, 'specialist-night')
  if (dice.odds(0.2)) return diary.acts
  const by = dice.of(...AGENTS)
  const noon = diary.now < 12 * HOUR ? 12 * HOUR : DAY + 12 * HOUR
  diary.until(noon - dice.of(180, 60, 20, 2) * MINUTE, { do: 'takeOverHandoverItem' }, by)
  if (diary.acts.at(-1)?.do !== 'takeOverHandoverItem' || dice.odds(0.2)) return diary.acts
  diary.until(noon + dice.of(-1, 0, 0, 30) * MINUTE, { do: 'completeHandoverItem' }, by)
  return diary.acts
}

/** `groups`: so many goods of a shop are complained about by many. */
function complaint(dice: Dice, at: number, index: number, groups: number): readonly Act[] {
  const serious = dice.odds(0.3)
  // Those of one group come one by one, so that it is known which of them makes it a group.
  const group = dice.odds(0.45) ? index % groups : null
  const diary = new Diary(dice, group === null ? at : at + 1 + (index % 59))
  diary.after(1, { do: 'openComplaint', serious, group }, 'partner')
  diary.now = Math.max(diary.now, group === null ? 0 : at + 60)
  let escalated = serious
  if (!serious && dice.odds(0.15)) {
    diary.after(dice.of(10, 200) * MINUTE, { do: 'gradeComplaint', grade: 'SERIOUS' })
    escalated = true
  } else if (!serious && group === null && dice.odds(0.1)) {
    diary.after(30 * MINUTE, { do: 'escalateComplaint' })
    escalated = true
  }
  if (escalated) {
    const lot = dice.next()
    if (lot < 0.7)
      diary.after(dice.of(5, 20, 30, 40, 59, 60, 70) * MINUTE, { do: 'acknowledgeEscalation' }, 'manager')
    else if (lot < 0.8 && !serious)
      diary.after(20 * MINUTE, { do: 'gradeComplaint', grade: 'ORDINARY' }, 'manager')
  }
  if (dice.odds(0.1)) return diary.acts // nobody ever answers
  if (dice.odds(0.2)) {
    diary.after(5 * MINUTE, { do: 'waitForCustomer' })
    if (dice.odds(0.8)) diary.after(dice.of(30, 90) * MINUTE, { do: 'receiveMessage' }, 'partner')
  }
  if (dice.odds(0.25)) diary.after(dice.of(1, 5, 100, 200) * MINUTE, { do: 'sendMessage' })
  diary.after(dice.of(5, 30, 55, 90, 110, 130, 190, 250) * MINUTE, {
    do: 'recordComplaint',
    grade: escalated ? 'SERIOUS' : 'ORDINARY',
  })
  if (dice.odds(0.2)) {
    const until = diary.now + 60 + dice.of(40, 120) * MINUTE
    diary.after(60, { do: 'promiseLimit', until })
    if (dice.odds(0.7)) diary.after(dice.of(30, 39, 100, 150) * MINUTE, { do: 'tellProgress' })
  }
  if (dice.odds(0.4)) diary.after(dice.of(17, 19, 23, 24, 26) * HOUR, { do: 'tellProgress' })
  if (dice.odds(0.4)) return diary.acts // it stays unsolved
  diary.after(20 * MINUTE, { do: 'recordVerification' }).after(20 * MINUTE, { do: 'planComplaint' })
  if (dice.odds(0.3))
    diary.after(10 * MINUTE, { do: 'discussPlan', agreed: false }).after(10 * MINUTE, { do: 'planComplaint' })
  diary
    .after(dice.of(30, 600) * MINUTE, { do: 'discussPlan', agreed: true })
    .after(10 * MINUTE, { do: 'executePlan' })
  if (dice.odds(0.25)) return diary.after(HOUR, { do: 'followUpComplaint', satisfied: false }).acts
  diary.after(HOUR, { do: 'followUpComplaint', satisfied: true })
  // A group is open as long as one of its complaints is.
  if (group === null && dice.odds(0.7)) diary.after(10 * MINUTE, { do: 'summariseComplaint' })
  if (dice.odds(0.3)) diary.after(HOUR, { do: 'reopenComplaint' })
  return diary.acts
}

function afterSale(dice: Dice, at: number): readonly Act[] {
  const diary = new Diary(dice, at).after(1, { do: 'requestAfterSale' }, 'partner')
  const lot = dice.next()
  if (lot < 0.5) diary.after(dice.of(30, 100, 120, 130) * MINUTE, { do: 'acknowledgeAfterSale' })
  else if (lot < 0.7) {
    diary.after(dice.of(30, 130) * MINUTE, { do: 'requestEvidence' })
    if (dice.odds(0.7)) diary.after(dice.of(2, 10) * HOUR, { do: 'receiveMessage' }, 'partner')
  } else if (lot < 0.8) {
    diary.after(20 * MINUTE, { do: 'waitForCustomer' })
    diary.after(HOUR, { do: 'receiveMessage' }, 'partner')
  }
  if (dice.odds(0.2)) return diary.acts
  diary.after(dice.of(1, 10, 20, 25) * HOUR, { do: 'approveAfterSale' }, 'manager')
  if (dice.odds(0.2)) diary.after(HOUR, { do: 'withdrawAfterSale' })
  return diary.acts
}
