import { setTimeout as sleep } from 'node:timers/promises'
import type { TestDatabase } from '@cs/tooling/database'
import pg from 'pg'
import { keyFile, signToken } from '../harness/tokens.ts'
import { NOW, SHOPS, type ShopCode, type Who } from '../harness/world.ts'
import { openDatabase, prepare, type Rows } from './prepare.ts'
import { Service } from './processes.ts'
import { HOUR } from './promises.ts'
import { type Made, type Post, perform } from './requests.ts'
import { makeDay, type Story } from './scenario.ts'
import { actsByTime, type Mishaps, planOf, stepsOf } from './steps.ts'
import { type FOLLOWS, Follower } from './subscriber.ts'

export interface DayOptions extends Mishaps {
  readonly cases: number
  readonly gridMinutes: number
  /** Milliseconds: how exactly the clock stops where a promise runs out. */
  readonly roundTo: number
  /** The scale of the demo data beneath; absent: the small demo that is there. */
  readonly scale?: number
  readonly progress?: (line: string) => void
}

/** What a shop's figures were when they were asked for over the API. */
export interface Figures {
  readonly shop: ShopCode
  readonly at: number
  readonly overdue: number
  readonly dueWithinHour: number
  /** Promises that run, by name. */
  readonly running: Readonly<Record<string, number>>
}

/** All that is known of a day that is over. The database is still there. */
export interface Day {
  readonly start: number
  readonly end: number
  readonly stories: readonly Story[]
  readonly made: readonly Made[]
  readonly looks: readonly number[]
  readonly figures: readonly Figures[]
  readonly followers: readonly Follower[]
  /** Where the events stood when the day began. */
  readonly firstSeq: number
  /** By the clock of this machine: when no worker lived. */
  readonly outage: readonly [from: number, until: number]
  readonly problems: readonly string[]
  readonly tally: {
    readonly steps: number
    readonly acts: number
    readonly again: number
    readonly gatewayLives: number
    readonly workerLives: number
    readonly connections: number
  }
  readonly rows: Rows
  close(): Promise<void>
}

const START = NOW.getTime()
const END = START + 60 * HOUR
const SPAN = { start: START, end: END }
/** Between two looks of the relay; due work is looked for every ten of them. */
const TICK_MS = 2
const WHO = ['partner', 'specialist', 'senior', 'specialist-care', 'specialist-night', 'manager'] as const

/** Plays a day with two gateways and two workers in processes of their own, which are killed meanwhile. */
export async function playDay(options: DayOptions): Promise<Day> {
  const database = await openDatabase(options.scale)
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 3 })
  admin.on('error', () => {})
  const rows = async <Row extends object>(statement: string, values: readonly unknown[] = []) =>
    (await admin.query<Row>(statement, [...values])).rows
  const stage = new Stage(options, database, rows)
  const close = async () => {
    await stage.close()
    await admin.end()
    await database.drop()
  }
  try {
    return { ...(await stage.play()), rows, close }
  } catch (error) {
    const problems = stage.problems()
    await close()
    throw problems.length > 0 ? new Error(problems.join('\n'), { cause: error }) : error
  }
}

/** The processes, the people and the followers of one day. */
class Stage {
  readonly #options: DayOptions
  readonly #rows: Rows
  readonly #gateways: readonly Service[]
  readonly #workers: readonly Service[]
  readonly #followers: Follower[] = []
  readonly #following: Promise<void>[] = []
  readonly #tokens = new Map<string, string>()
  readonly #figures: Figures[] = []
  readonly #looks: number[] = []
  #again = 0
  #turn = 0

  constructor(options: DayOptions, database: TestDatabase, rows: Rows) {
    this.#options = options
    this.#rows = rows
    const gateway = {
      DATABASE_READ_URL: database.readUrl,
      DATABASE_WRITE_URL: database.writeUrl,
      DATABASE_POOL: '12',
      DEVELOPMENT_TOKENS: '1',
      DEVELOPMENT_KEY_FILE: keyFile(),
      PORT: '0',
      COST_BUDGET: '1000000000',
    }
    const worker = { DATABASE_WORKER_URL: database.workerUrl, TICK_MS: String(TICK_MS) }
    this.#gateways = ['first', 'second'].map(
      (nth) => new Service(`${nth} gateway`, 'gateway.process.ts', gateway),
    )
    this.#workers = ['first', 'second'].map(
      (nth) => new Service(`${nth} worker`, 'worker.process.ts', worker),
    )
  }

  get #services() {
    return [...this.#gateways, ...this.#workers]
  }

  problems(): string[] {
    const ended = this.#followers.flatMap(({ problem }) => problem ?? [])
    return [...this.#services.flatMap(({ problems }) => problems), ...ended]
  }

  async play(): Promise<Omit<Day, 'rows' | 'close'>> {
    const { cases, gridMinutes, seed, roundTo, progress } = this.#options
    const stories = makeDay(cases, gridMinutes, seed)
    const subjects = await prepare(this.#rows, stories, SPAN)
    await this.#sign()
    for (const service of this.#services) service.load()
    for (const service of this.#services) await service.loaded()
    for (const service of this.#services) await service.start(NOW)
    const firstSeq = await this.#follow()
    const made: Made[] = stories.map(() => ({ caseId: '', itemId: '' }))
    const post: Post = {
      subjects,
      start: START,
      headers: (shop, who) => this.#headers(shop, who),
      gateway: () => this.#gateway() ?? 'http://127.0.0.1:1',
      again: () => {
        this.#again += 1
      },
    }
    const acts = actsByTime(stories, SPAN)
    const steps = stepsOf(stories, acts, SPAN, roundTo)
    const plan = planOf(this.#options, steps, acts)
    let outage: [number, number] = [0, 0]
    let down = false
    for (const [i, at] of steps.entries()) {
      if (plan.outage.until === i) down = false
      for (const service of this.#services)
        if (service.state === 'loaded' && !(down && this.#workers.includes(service)))
          await service.start(new Date(at))
      if (plan.outage.until === i) {
        await Promise.all(this.#workers.map((worker) => worker.loaded()))
        for (const worker of this.#workers) if (worker.state === 'loaded') await worker.start(new Date(at))
        outage[1] = Date.now()
      }
      const running = this.#services.filter(({ state }) => state === 'running')
      await Promise.all(running.map((service) => service.moveTo(new Date(at), i)))
      if (plan.outage.from === i) {
        down = true
        outage = [Date.now(), 0]
        await Promise.all(this.#workers.map((worker) => this.#killed(worker)))
      } else if (plan.workers.has(i) && !down) await this.#killWorker(i)
      if (!down) await this.#look(at)
      if (plan.checkpoints.has(i)) await this.#ask(at)
      if (plan.cuts.has(i)) this.#followers[i % this.#followers.length]?.cut()
      const now = acts.get(at) ?? []
      const killing = plan.gateways.has(i) ? this.#killGateway(i) : undefined
      await inParallel(now, 24, ([story, nth]) => {
        const act = story.acts[nth]
        const own = made[story.index]
        if (!act || !own) throw new Error('no such act')
        return perform(act, nth, story, own, post)
      })
      await killing
      const failed = this.problems()[0]
      if (failed) throw new Error(failed)
      if (i % 500 === 0) progress?.(`${i} of ${steps.length} steps, ${new Date(at).toISOString()}`)
    }
    await this.#quiet()
    return {
      start: START,
      end: END,
      stories,
      made,
      looks: this.#looks,
      figures: this.#figures,
      followers: this.#followers,
      firstSeq,
      outage,
      problems: this.problems(),
      tally: {
        steps: steps.length,
        acts: stories.reduce((sum, story) => sum + story.acts.length, 0),
        again: this.#again,
        gatewayLives: this.#gateways.reduce((sum, { lives }) => sum + lives, 0),
        workerLives: this.#workers.reduce((sum, { lives }) => sum + lives, 0),
        connections: this.#followers.reduce((sum, { opened }) => sum + opened.length, 0),
      },
    }
  }

  async #sign(): Promise<void> {
    for (const shop of SHOPS) {
      for (const who of WHO) {
        const subject = who === 'partner' ? 'partner-storefront' : `${shop}-${who}`
        this.#tokens.set(`${shop} ${who}`, await signToken({ subject, shop, seconds: 30 * 86_400 }, NOW))
      }
    }
  }

  #headers(shop: ShopCode, who: Who): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.#tokens.get(`${shop} ${who}`)}` }
  }

  /** A gateway that serves, in turn. */
  #gateway(): string | null {
    const serving = this.#gateways.filter(({ state }) => state === 'running')
    this.#turn += 1
    return serving[this.#turn % serving.length]?.url ?? null
  }

  async #query<Data>(shop: ShopCode, query: string, variables: object = {}): Promise<Data> {
    const response = await fetch(`${this.#gateway()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#headers(shop, 'manager') },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown }
    if (errors) throw new Error(JSON.stringify(errors))
    return data
  }

  /** In each shop two follow all cases, over two transports, and one the promises. */
  async #follow(): Promise<number> {
    const [{ seq } = { seq: 0 }] = await this.#rows<{ seq: number }>(
      'SELECT coalesce(max(seq), 0)::int AS seq FROM events',
    )
    for (const shop of SHOPS) {
      const { shop: stands } = await this.#query<{ shop: { liveCursor: string } }>(
        shop,
        '{ shop { liveCursor } }',
      )
      for (const [transport, field] of [
        ['WebSocket', 'caseChanged'],
        ['event stream', 'caseChanged'],
        ['WebSocket', 'clockWarned'],
      ] as const) {
        const follower = new Follower({
          shop,
          field,
          transport,
          headers: this.#headers(shop, 'manager'),
          cursor: stands.liveCursor,
          gateway: () => this.#gateway(),
        })
        this.#followers.push(follower)
        this.#following.push(follower.follow())
      }
    }
    return seq
  }

  /** Waits until the worker has done what is due by now. */
  async #look(at: number): Promise<void> {
    const until = Date.now() + 60_000
    for (;;) {
      const [due] = await this.#rows<{ clocks: number; escalations: number }>(
        `SELECT (SELECT count(*)::int FROM cs.due_clocks($1, '-infinity', $2, 1)) AS clocks,
           (SELECT count(*)::int FROM cs.due_escalations($1, '-infinity', $2, 1)) AS escalations`,
        [new Date(at), '00000000-0000-0000-0000-000000000000'],
      )
      if (due?.clocks === 0 && due.escalations === 0) break
      if (Date.now() > until)
        throw new Error(`the worker does not do what is due at ${new Date(at).toISOString()}`)
      await sleep(3)
    }
    this.#looks.push(at)
  }

  /** What the API says now, of both gateways in turn. */
  async #ask(at: number): Promise<void> {
    for (const shop of SHOPS) {
      const names = RUNNING.map(
        (name) => `${name}: clocks(first: 1, filter: { name: ${name} }) { totalCount }`,
      )
      const data = await this.#query<
        { board: { totals: { overdue: number; dueWithinHour: number } } } & Record<
          string,
          { totalCount: number }
        >
      >(shop, `{ board { totals { overdue dueWithinHour } } ${names.join(' ')} }`)
      const running = Object.fromEntries(RUNNING.map((name) => [name, data[name]?.totalCount ?? -1]))
      this.#figures.push({ shop, at, ...data.board.totals, running })
    }
  }

  /** Kills the worker that relays, while it works, where the other one is there. */
  async #killWorker(i: number): Promise<void> {
    if (this.#workers.some(({ state }) => state !== 'running')) return
    await sleep(i % 8)
    const worker = this.#workers.find(({ relays }) => relays) ?? this.#workers[0]
    if (worker) await this.#killed(worker)
  }

  /** Kills a gateway under its requests, where the other one is there. */
  async #killGateway(i: number): Promise<void> {
    if (this.#gateways.some(({ state }) => state !== 'running')) return
    await sleep(2 + (i % 10))
    const gateway = this.#gateways[i % 2]
    if (gateway) await this.#killed(gateway)
  }

  async #killed(service: Service): Promise<void> {
    await service.kill()
    service.load()
  }

  /** Waits until everything that happened is told. */
  async #quiet(): Promise<void> {
    const until = Date.now() + 60_000
    for (;;) {
      const [{ left, last } = { left: 1, last: 0 }] = await this.#rows<{ left: number; last: number }>(
        'SELECT count(*) FILTER (WHERE seq IS NULL)::int AS left, coalesce(max(seq), 0)::int AS last FROM events',
      )
      const told = await this.#told()
      if (left === 0 && told) return
      if (Date.now() > until)
        throw new Error(`events up to ${last} are not all told: ${this.problems().join('\n')}`)
      await sleep(50)
    }
  }

  async #told(): Promise<boolean> {
    for (const follower of this.#followers) {
      const [{ last } = { last: null }] = await this.#rows<{ last: number | null }>(
        `SELECT max(seq)::int AS last FROM events WHERE seq > $2 AND shop_id = (SELECT id FROM shops WHERE code = $1) AND ${TOLD_OF[follower.field]}`,
        [follower.shop, follower.from],
      )
      if (last !== null && (follower.delivered.at(-1)?.seq ?? 0) < last) return false
    }
    return true
  }

  async close(): Promise<void> {
    for (const follower of this.#followers) follower.end()
    await Promise.all(this.#services.map((service) => service.kill()))
    await Promise.all(this.#following)
  }
}

/** The names of the promises that are counted over the API. */
const RUNNING = [
  'CHAT_FIRST_RESPONSE',
  'CHAT_HUMAN_TAKEOVER',
  'CHAT_AFTER_SALES_REPLY',
  'QUESTION_UNLISTED_DETAIL',
  'AFTER_SALE_ACKNOWLEDGE',
  'AFTER_SALE_REVIEW',
  'AFTER_SALE_SEND_BACK',
  'COMPLAINT_FIRST_RESPONSE_ORDINARY',
  'COMPLAINT_FIRST_RESPONSE_SERIOUS',
  'COMPLAINT_ESCALATE',
  'COMPLAINT_PROGRESS',
  'COMPLAINT_PROMISED',
  'HANDOVER_ITEM',
] as const

/** Which events a subscription tells of, as its documentation says. */
export const TOLD_OF: Readonly<Record<keyof typeof FOLLOWS, string>> = {
  caseChanged: `(subject_type = 'Case' OR (subject_type <> 'Customer' AND data->>'caseId' IS NOT NULL))`,
  clockWarned: `type IN ('ClockWarned', 'ClockBreached')`,
}

async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items]
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) await run(next)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, lane))
}
