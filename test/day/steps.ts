import { answersOf } from './answers.ts'
import { HOUR } from './promises.ts'
import { diceOf, type Story, seeded } from './scenario.ts'

/** The acts of one moment: a story and which of its acts. */
export type Moment = readonly (readonly [Story, nth: number])[]

/** When a day begins and ends; milliseconds since the epoch. */
interface Span {
  readonly start: number
  readonly end: number
}

export function actsByTime(stories: readonly Story[], { start, end }: Span): ReadonlyMap<number, Moment> {
  const all = stories.flatMap((story) =>
    story.acts.map((act, nth) => ({ at: start + act.at * 1000, entry: [story, nth] as const })),
  )
  const grouped = Map.groupBy(
    all.filter(({ at }) => at <= end),
    ({ at }) => at,
  )
  return new Map([...grouped].map(([at, each]) => [at, each.map(({ entry }) => entry)]))
}

/**
 * When something is done, or a promise runs out or is broken: the clock stands still in between. What runs out is looked at
 * in the next moment that so many milliseconds divide.
 */
export function stepsOf(
  stories: readonly Story[],
  acts: ReadonlyMap<number, Moment>,
  { start, end }: Span,
  roundTo: number,
): readonly number[] {
  const times = new Set(acts.keys())
  const circumstances = { start, looks: [], level: () => 'ON_CALL' as const, raisesGroup: false }
  for (const story of stories) {
    const { promises, escalations } = answersOf(story, circumstances, end)
    for (const { warnAt, breachAt, stoppedAt } of promises)
      for (const at of [warnAt, breachAt + 1])
        if (at <= end && at <= (stoppedAt ?? end)) times.add(Math.ceil(at / roundTo) * roundTo)
    for (const { at } of escalations) times.add(at + HOUR / 2)
  }
  times.add(end)
  return [...times].filter((at) => at <= end).sort((a, b) => a - b)
}

/** How often each thing happens. */
export interface Mishaps {
  readonly seed: number
  readonly gatewayKills: number
  readonly workerKills: number
  readonly cuts: number
  readonly checkpoints: number
}

/** When what is killed, cut and asked; step numbers. For a while no worker lives. */
export function planOf(options: Mishaps, steps: readonly number[], acts: ReadonlyMap<number, Moment>) {
  const dice = diceOf(seeded(options.seed + 1))
  const busy = [...steps.entries()].filter(([, at]) => (acts.get(at)?.length ?? 0) > 1).map(([i]) => i)
  const some = (count: number, from: readonly number[]) =>
    new Set(Array.from({ length: count }, () => from[Math.floor(dice.next() * from.length)] ?? 0))
  const all = [...steps.keys()].slice(1)
  const from = Math.floor(steps.length * 0.55)
  return {
    gateways: some(options.gatewayKills, busy),
    workers: some(options.workerKills, all),
    cuts: some(options.cuts, all),
    checkpoints: some(options.checkpoints, all),
    outage: { from, until: from + Math.max(5, Math.floor(steps.length / 200)) },
  }
}
