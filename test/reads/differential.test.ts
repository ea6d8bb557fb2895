import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { differential } from './differential.ts'

/** How many documents a run asks; the dedicated script asks thousands. */
const DOCUMENTS = Number(process.env.READS_DOCUMENTS ?? 150)
const SEED = Number(process.env.READS_SEED ?? 1)

let desk: Desk
beforeAll(async () => {
  desk = await openDesk('differential')
})
afterAll(() => desk.close())

test(`${DOCUMENTS} random documents are answered alike by text, by object and field by field`, async () => {
  const started = performance.now()
  const tally = await differential(desk, {
    documents: DOCUMENTS,
    seed: SEED,
    ...(DOCUMENTS > 1000
      ? {
          progress: (t) =>
            t.documents % 500 === 0 && console.log(JSON.stringify({ ...t, failures: t.failures.length })),
        }
      : {}),
  })
  console.log(
    `${tally.documents} documents, ${tally.runs} runs, ${tally.byText} by text, ${tally.denied} with denials, ${tally.inError} in error, ${tally.statements} statements of the reference, ${Math.round(performance.now() - started)} ms`,
  )
  expect(tally.failures.join('\n\n')).toBe('')
  expect(tally.byText).toBeGreaterThan(tally.runs / 10)
  expect(tally.denied).toBeGreaterThan(0)
}, 3_600_000)
