import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Answers,
  answersOfDay,
  deedsOf,
  escalationsOf,
  figuresOf,
  forgottenOf,
  isWithoutGap,
  latenciesOf,
  promisesOf,
  tellingsOf,
} from './compare.ts'
import { type Day, type DayOptions, playDay } from './day.ts'
import { PROMISE_NAMES } from './promises.ts'

/** How many cases the day has; the dedicated script plays thousands. */
const CASES = Number(process.env.DAY_CASES ?? 150)
const SEED = Number(process.env.DAY_SEED ?? 1)

const SMALL: DayOptions = {
  cases: CASES,
  gridMinutes: 60,
  roundTo: 1,
  seed: SEED,
  gatewayKills: 2,
  workerKills: 2,
  cuts: 6,
  checkpoints: 4,
}
const FULL: DayOptions = {
  ...SMALL,
  gridMinutes: 10,
  roundTo: 20_000,
  gatewayKills: 10,
  workerKills: 20,
  cuts: 60,
  checkpoints: 20,
  scale: 1,
  progress: (line) => console.log(line),
}

let day: Day
let answers: Answers
beforeAll(async () => {
  const began = performance.now()
  day = await playDay(CASES > 500 ? FULL : SMALL)
  answers = await answersOfDay(day)
  const { all, alone } = await latenciesOf(day)
  const words = (times: readonly number[]) => {
    const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0)
    return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms of ${times.length}`
  }
  console.log(
    `${CASES} cases in ${Math.round((performance.now() - began) / 1000)} s: ${JSON.stringify(day.tally)}; from commit to subscriber ${words(all)}; of what came alone ${words(alone)}`,
  )
}, 3_600_000)
afterAll(() => day?.close())

test('services are killed and come back, and nobody reports an error', () => {
  expect(day.problems).toEqual([])
  expect(day.tally.gatewayLives).toBeGreaterThan(2)
  expect(day.tally.workerLives).toBeGreaterThan(3)
  expect(day.tally.connections).toBeGreaterThan(day.followers.length)
})

test('every promise has the times of the table, and ends as it was kept; each is warned of and told as broken once', async () => {
  const { known, stored } = await promisesOf(day, answers)
  expect(known.length).toBeGreaterThan(CASES)
  expect(stored).toEqual(known)
  expect(new Set(known.map((each) => JSON.parse(each)[1]))).toEqual(new Set(PROMISE_NAMES))
  for (const result of ['MET', 'BREACHED', 'VOID', null])
    expect(
      known.some((each) => JSON.parse(each)[8] === result),
      `${result}`,
    ).toBe(true)
})

test('every escalation is there once, and goes on to the manager once where nobody on call took note', async () => {
  const { known, stored } = await escalationsOf(day, answers)
  expect(stored).toEqual(known)
  const passed = known.filter((each) => JSON.parse(each)[6] === 1)
  expect(passed.length).toBeGreaterThan(0)
  expect(passed.length).toBeLessThan(known.length)
  expect(known.some((each) => JSON.parse(each)[1] === 'GROUP')).toBe(true)
})

test('what was done is there once, also where a gateway died under it', async () => {
  const { known, stored } = await deedsOf(day)
  expect(stored).toEqual(known)
  expect(day.tally.again).toBeGreaterThan(0)
})

test('the figures of the board and of the promises are those of the calculation at every moment asked', () => {
  expect(day.figures).toEqual(figuresOf(day, answers))
  expect(day.figures.some(({ overdue }) => overdue > 0)).toBe(true)
})

test('no subscriber loses an event or is told of one twice, cut off or not', async () => {
  expect(await isWithoutGap(day)).toBe(true)
  for (const { who, known, told } of await tellingsOf(day)) {
    expect(known.length, who).toBeGreaterThan(0)
    expect(told, who).toEqual(known)
  }
})

test('no case is left without its promise', async () => {
  expect(await forgottenOf(day)).toEqual([])
})
