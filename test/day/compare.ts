import { uuidOf } from '../harness/ids.ts'
import { answersOf, type Circumstances, type KnownCase } from './answers.ts'
import type { Known, KnownEscalation } from './book.ts'
import { type Day, type Figures, TOLD_OF } from './day.ts'
import { HOUR } from './promises.ts'
import type { Story } from './scenario.ts'

/** What has to be of all cases, each known by itself. */
export interface Answers {
  of(story: Story): KnownCase
  /** As far as it has gone before a moment. */
  before(story: Story, at: number): KnownCase
}

/** Works out all answers. To whom a complaint goes up depends on the roster and on who owns it: both are read as data. */
export async function answersOfDay(day: Day): Promise<Answers> {
  const people = await peopleOf(day)
  const roster = await rosterOf(day)
  const raisers = raisersOf(day.stories, people)
  const circumstances = (story: Story): Circumstances => ({
    start: day.start,
    looks: day.looks,
    level: (at) => levelAt(roster.get(story.shop) ?? [], at, people.get(story.index)?.owner ?? ''),
    raisesGroup: raisers.has(story.index),
  })
  return {
    of: (story) => answersOf(story, circumstances(story), day.end),
    before: (story, at) => answersOf(story, circumstances(story), at - 1),
  }
}

interface Shift {
  readonly from: number
  readonly until: number
  readonly supervisors: readonly { readonly id: string; readonly onCall: boolean }[]
}

/** A supervisor on duty who does not own it; else the one on call; else the manager (Q59, Q69). */
function levelAt(shifts: readonly Shift[], at: number, owner: string): 'SUPERVISOR' | 'ON_CALL' | 'MANAGER' {
  const begun = shifts.filter(({ from }) => from <= at).sort((a, b) => b.from - a.from)
  const running = begun.filter(({ until }) => until > at)
  const has = (of: readonly Shift[], onCall: boolean) =>
    of.some(({ supervisors }) => supervisors.some((each) => each.id !== owner && each.onCall === onCall))
  if (has(running, false)) return 'SUPERVISOR'
  // Where no shift runs, those of the last day and night are on call.
  return has(running.length > 0 ? running : begun.slice(0, 2), true) ? 'ON_CALL' : 'MANAGER'
}

async function rosterOf(day: Day): Promise<ReadonlyMap<string, readonly Shift[]>> {
  const rows = await day.rows<{
    shop: string
    id: string
    from: Date
    until: Date
    agent: string
    call: boolean
  }>(
    `SELECT s.code AS shop, h.id, h.starts_at AS from, h.ends_at AS until, d.agent_id AS agent, d.on_call AS call
     FROM shifts h JOIN shops s ON s.id = h.shop_id JOIN shift_agents d ON d.shop_id = h.shop_id AND d.shift_id = h.id
     JOIN memberships m ON m.shop_id = d.shop_id AND m.agent_id = d.agent_id WHERE m.grade = 'supervisor'`,
  )
  return new Map(
    [...Map.groupBy(rows, ({ shop }) => shop)].map(([shop, own]) => [
      shop,
      [...Map.groupBy(own, ({ id }) => id).values()].map((each) => ({
        from: each[0]?.from.getTime() ?? 0,
        until: each[0]?.until.getTime() ?? 0,
        supervisors: each.map(({ agent, call }) => ({ id: agent, onCall: call })),
      })),
    ]),
  )
}

/** Who owns each case, and whose it is. */
type People = ReadonlyMap<number, { readonly owner: string; readonly customer: string }>

async function peopleOf({ made, rows }: Day): Promise<People> {
  const index = indexOf(made)
  const found = await rows<{ id: string; owner: string; customer: string }>(
    'SELECT id, owner_id AS owner, customer_id AS customer FROM cases WHERE id = ANY($1)',
    [[...index.keys()]],
  )
  return new Map(found.map(({ id, ...people }) => [index.get(id) ?? -1, people]))
}

const indexOf = (made: Day['made']) =>
  new Map(made.flatMap(({ caseId }, i) => (caseId ? [[uuidOf(caseId), i] as const] : [])))

/** The fifth customer within a day raises the group of some goods; those after it join (CMP-SPC-05). */
function raisersOf(stories: readonly Story[], people: People): ReadonlySet<number> {
  const grouped = stories.flatMap((story) => {
    const [opening] = story.acts
    return opening?.do === 'openComplaint' && opening.group !== null
      ? [{ index: story.index, at: opening.at, of: `${story.shop} ${opening.group}` }]
      : []
  })
  const raisers = [...Map.groupBy(grouped, ({ of }) => of).values()].flatMap((each) => {
    const inTurn = each.sort((a, b) => a.at - b.at)
    if (new Set(inTurn.map(({ at }) => at)).size < inTurn.length)
      throw new Error('two of a group come at once')
    const customers = new Set<string | undefined>()
    const raiser = inTurn.find(({ index }) => customers.add(people.get(index)?.customer).size === 5)
    return raiser ? [raiser.index] : []
  })
  return new Set(raisers)
}

/** One line for each promise, to be compared: what it is and how it ended. */
const line = (index: number, known: Known) => {
  const { name, startedAt, targetAt, warnAt, breachAt, warned, told, pausedAt, stoppedAt, result } = known
  const late = stoppedAt !== null && stoppedAt > breachAt ? stoppedAt - breachAt : 0
  return JSON.stringify([
    index,
    name,
    startedAt,
    targetAt,
    warnAt,
    breachAt,
    pausedAt,
    stoppedAt,
    result,
    late,
    +warned,
    +told,
  ])
}

/** Every promise as it has to be, and as it is: with how often it was warned of and told as broken. */
export async function promisesOf(day: Day, answers: Answers): Promise<{ known: string[]; stored: string[] }> {
  const known = day.stories.flatMap((story) =>
    answers.of(story).promises.map((each) => line(story.index, each)),
  )
  const index = indexOf(day.made)
  const rows = await day.rows<StoredClock>(
    `SELECT k.case_id, k.name, k.started_at, k.target_at, k.warn_at, k.breach_at, k.paused_at, k.stopped_at, k.result,
       count(e.id) FILTER (WHERE e.type = 'ClockWarned')::int AS warned, count(e.id) FILTER (WHERE e.type = 'ClockBreached')::int AS told
     FROM clocks k LEFT JOIN events e ON e.shop_id = k.shop_id AND e.subject_id = k.subject_id
       AND e.type IN ('ClockWarned', 'ClockBreached') AND e.data->>'clockId' = k.id::text
     WHERE k.case_id = ANY($1) GROUP BY k.shop_id, k.id`,
    [[...index.keys()]],
  )
  const stored = rows.map((row) => {
    const [pausedAt, stoppedAt] = [row.paused_at, row.stopped_at].map((each) => each?.getTime() ?? null)
    const breachAt = row.breach_at.getTime()
    const late = stoppedAt && stoppedAt > breachAt ? stoppedAt - breachAt : 0
    const times = [row.started_at, row.target_at, row.warn_at].map((each) => each.getTime())
    const { name, result, warned, told } = row
    return JSON.stringify([
      index.get(row.case_id),
      name,
      ...times,
      breachAt,
      pausedAt,
      stoppedAt,
      result,
      late,
      warned,
      told,
    ])
  })
  return { known: known.sort(), stored: stored.sort() }
}

interface StoredClock {
  readonly case_id: string
  readonly name: string
  readonly started_at: Date
  readonly target_at: Date
  readonly warn_at: Date
  readonly breach_at: Date
  readonly paused_at: Date | null
  readonly stopped_at: Date | null
  readonly result: string | null
  readonly warned: number
  readonly told: number
}

const escalationLine = (index: number, each: KnownEscalation) =>
  JSON.stringify([index, each.trigger, each.at, each.level, each.status, 1, +each.passed])

/** Every escalation as it has to be, and as it is: with how often it was told, and told as passed on. */
export async function escalationsOf(
  day: Day,
  answers: Answers,
): Promise<{ known: string[]; stored: string[] }> {
  const index = indexOf(day.made)
  const known = day.stories.flatMap((story) =>
    answers.of(story).escalations.map((each) => escalationLine(story.index, each)),
  )
  const rows = await day.rows<{
    case: string
    trigger: string
    at: Date
    level: string
    status: string
    told: number
    passed: number
  }>(
    `SELECT x.case_id AS case, x.trigger, x.escalated_at AS at, x.level, x.status,
       count(e.id) FILTER (WHERE e.type NOT IN ('EscalationPassed', 'EscalationAcknowledged'))::int AS told,
       count(e.id) FILTER (WHERE e.type = 'EscalationPassed')::int AS passed
     FROM complaint_escalations x LEFT JOIN events e ON e.shop_id = x.shop_id AND e.subject_id = x.case_id AND e.data->>'escalationId' = x.id::text
     WHERE x.case_id = ANY($1) GROUP BY x.shop_id, x.id`,
    [[...index.keys()]],
  )
  const stored = rows.map((row) =>
    JSON.stringify([
      index.get(row.case),
      row.trigger,
      row.at.getTime(),
      row.level,
      row.status,
      row.told,
      row.passed,
    ]),
  )
  return { known: known.sort(), stored: stored.sort() }
}

/** The figures that the API has to have given at the moments when it was asked. */
export function figuresOf(day: Day, answers: Answers): Figures[] {
  return day.figures.map(({ shop, at, running: asked }) => {
    const cases = day.stories.filter((story) => story.shop === shop).map((story) => answers.before(story, at))
    const runs = cases.flatMap(({ promises }) =>
      promises.filter(
        ({ startedAt, stoppedAt, pausedAt }) => startedAt < at && stoppedAt === null && pausedAt === null,
      ),
    )
    const due = cases.flatMap(({ open, promises }) => {
      const owed = promises.filter(({ stoppedAt, pausedAt }) => stoppedAt === null && pausedAt === null)
      return open && owed.length > 0 ? Math.min(...owed.map(({ breachAt }) => breachAt)) : []
    })
    const count = (name: string) =>
      runs.filter((each) => each.name.toUpperCase().replaceAll('.', '_') === name).length
    return {
      shop,
      at,
      overdue: due.filter((each) => each < at).length,
      dueWithinHour: due.filter((each) => each >= at && each <= at + HOUR).length,
      running: Object.fromEntries(Object.keys(asked).map((name) => [name, count(name)])),
    }
  })
}

/** What was said and done to each case, as acts and as it is stored: nothing twice, nothing lost. */
export async function deedsOf(day: Day): Promise<{ known: string[]; stored: string[] }> {
  const said = new Set(['openConsultation', 'receiveMessage', 'recordAutoReply', 'sendMessage'])
  const steps = new Set([
    'openComplaint',
    'recordComplaint',
    'gradeComplaint',
    'promiseLimit',
    'tellProgress',
    'escalateComplaint',
    'acknowledgeEscalation',
    'recordVerification',
    'planComplaint',
    'discussPlan',
    'executePlan',
    'followUpComplaint',
    'summariseComplaint',
    'reopenComplaint',
  ])
  const known = day.stories.map(({ index, acts }) => {
    const done = acts.filter(({ at }) => day.start + at * 1000 <= day.end)
    const count = (names: ReadonlySet<string>) => done.filter((act) => names.has(act.do)).length
    return JSON.stringify([
      index,
      count(said),
      count(steps),
      count(new Set(['transferCase'])),
      count(new Set(['addHandoverItem'])),
    ])
  })
  const index = indexOf(day.made)
  const of = (table: string) =>
    `(SELECT count(*)::int FROM ${table} t WHERE t.shop_id = c.shop_id AND t.case_id = c.id)`
  const rows = await day.rows<{ id: string; said: number; steps: number; transfers: number; items: number }>(
    `SELECT c.id, ${of('case_messages')} AS said, ${of('complaint_steps')} AS steps,
       (SELECT count(*)::int FROM events e WHERE e.shop_id = c.shop_id AND e.subject_id = c.id AND e.type = 'CaseTransferred') AS transfers,
       ${of('handover_items')} AS items
     FROM cases c WHERE c.opened_at >= $1`,
    [new Date(day.start)],
  )
  const stored = rows.map(({ id, said: messages, steps: taken, transfers, items }) =>
    JSON.stringify([index.get(id) ?? id, messages, taken, transfers, items]),
  )
  return { known: known.sort(), stored: stored.sort() }
}

/** What each follower was told, and what it had to be told. */
export async function tellingsOf(day: Day): Promise<{ who: string; known: string[]; told: string[] }[]> {
  const all = []
  for (const { shop, field, from, delivered } of day.followers) {
    const rows = await day.rows<{ seq: number; type: string }>(
      `SELECT seq::int, type FROM events WHERE seq > $2 AND shop_id = (SELECT id FROM shops WHERE code = $1)
         AND ${TOLD_OF[field]} ORDER BY seq`,
      [shop, from],
    )
    const word = ({ seq, type }: { seq: number; type: string }) => `${seq} ${type}`
    all.push({ who: `${field} in ${shop}`, known: rows.map(word), told: delivered.map(word) })
  }
  return all
}

/** Milliseconds from the writing of an event to its arrival, in order. */
export interface Latencies {
  /** Where the follower was connected when it was written, and a worker lived. */
  readonly all: readonly number[]
  /** Of those before which nothing happened in the shop for a fifth of a second: nothing stood before them. */
  readonly alone: readonly number[]
}

export async function latenciesOf(day: Day): Promise<Latencies> {
  const rows = await day.rows<{ seq: number; at: string; since: string | null }>(
    `SELECT seq::int, extract(epoch FROM recorded_at) * 1000 AS at,
       extract(epoch FROM recorded_at - lag(recorded_at) OVER (PARTITION BY shop_id ORDER BY seq)) * 1000 AS since
     FROM events WHERE seq > $1`,
    [day.firstSeq],
  )
  const written = new Map(rows.map(({ seq, at, since }) => [seq, { at: Number(at), since: Number(since) }]))
  const [from, until] = day.outage
  const all = day.followers.flatMap(({ delivered, opened }) =>
    delivered.flatMap(({ seq, at }) => {
      const event = written.get(seq) ?? { at: 0, since: 0 }
      const connected = opened.findLast((each) => each <= at) ?? 0
      const counts = event.at > connected && !(event.at >= from - 1000 && event.at <= until)
      return counts ? { took: at - event.at, alone: event.since > 200 } : []
    }),
  )
  const sorted = (some: typeof all) => some.map(({ took }) => took).sort((a, b) => a - b)
  return { all: sorted(all), alone: sorted(all.filter(({ alone }) => alone)) }
}

/** Whether the relay's numbers go on without a gap. */
export async function isWithoutGap({ rows, firstSeq }: Day): Promise<boolean> {
  const [found] = await rows<{ n: number; last: number; unnumbered: number }>(
    'SELECT count(*) FILTER (WHERE seq > $1)::int AS n, max(seq)::int AS last, count(*) FILTER (WHERE seq IS NULL)::int AS unnumbered FROM events',
    [firstSeq],
  )
  return found !== undefined && found.unnumbered === 0 && found.last === firstSeq + found.n
}

/** Cases whose due time is not that of their earliest promise, and complaints that nobody has to say anything about. */
export async function forgottenOf({ rows, start }: Day): Promise<readonly string[]> {
  const found = await rows<{ number: string }>(
    `SELECT c.number FROM cases c WHERE c.due_at IS DISTINCT FROM (SELECT min(k.breach_at) FROM clocks k
        WHERE k.shop_id = c.shop_id AND k.case_id = c.id AND k.stopped_at IS NULL AND k.paused_at IS NULL)
      OR (c.kind = 'COMPLAINT' AND c.complaint_state NOT IN ('FOLLOWED_UP', 'SUMMARISED') AND c.opened_at >= $1 AND NOT EXISTS (
        SELECT FROM clocks k WHERE k.shop_id = c.shop_id AND k.case_id = c.id AND k.name = 'complaint.progress' AND k.stopped_at IS NULL))`,
    [new Date(start)],
  )
  return found.map(({ number }) => number)
}
