import { afterAll, describe, expect, test } from 'vitest'
import { Desk, hoursAfter, rulesOf } from '../harness/after-sales.ts'
import { NOW, openWorld, SHOPS } from '../harness/world.ts'

const world = await openWorld('registers')
afterAll(() => world.close())
const photo = { evidence: ['PHOTO'] }

describe.each(SHOPS)('%s', (shop) => {
  const desk = new Desk(world, shop)
  const issues = async () =>
    (
      await (
        await desk.as('manager')
      ).ask<{ productIssues: { nodes: { id: string; cases: number; status: string }[] } }>(
        '{ productIssues(first: 10) { nodes { id cases status } } }',
      )
    ).productIssues.nodes

  test('three defects of one specification within a week raise an issue, in every shop (OPS-REG-07, Q64)', async () => {
    const known = (await issues()).length
    for (const _ of [1, 2]) await desk.applied(1041, { reason: 'QUALITY', ...photo })
    // A change of mind is no defect.
    await desk.applied(1041)
    expect(await issues()).toHaveLength(known)
    await desk.applied(1041, { reason: 'QUALITY', ...photo })
    expect(await issues()).toHaveLength(known + 1)
    expect((await issues())[0]).toMatchObject({ cases: 3, status: 'OPEN' })
  })

  test('a wrong shipment is entered as it is judged, and verified by somebody else (OPS-REG-04, AS-WF-BAS-5)', async () => {
    const caseId = await desk.applied(1056, { reason: 'WRONG_ITEM', ...photo })
    await desk.prove(caseId, 'PHOTO')
    await desk.take('judgeLiability', caseId, { cause: 'COPIED_WRONG', liable: 'SHOP' })
    const entries = async () =>
      (
        await (
          await desk.as('manager')
        ).ask<{
          wrongShipments: { nodes: { cause: string; responsible: string; confirmed: boolean | null }[] }
        }>('{ wrongShipments(first: 1) { nodes { cause responsible confirmed } } }')
      ).wrongShipments.nodes
    expect(await entries()).toEqual([{ cause: 'COPIED_WRONG', responsible: 'AGENT', confirmed: null }])
    const own = await desk.run('verifyWrongShipment', { caseId, confirmed: true })
    expect([own.__typename, rulesOf(own.decision?.findings, 'DENY')]).toEqual([
      'PolicyDenied',
      ['OPS-REG-04'],
    ])
    expect((await entries())[0]?.confirmed).toBeNull()
    expect((await desk.run('verifyWrongShipment', { caseId, confirmed: true }, 'senior')).__typename).toBe(
      'VerifyWrongShipmentSuccess',
    )
    expect((await entries())[0]?.confirmed).toBe(true)
  })

  test('the month’s claims are settled once, carrier by carrier (AS-LOG-12, OPS-REG-03)', async () => {
    world.setNow(new Date(Date.parse(hoursAfter(NOW, 20 * 24))))
    const settled = await desk.run('settleCarrierClaims', { month: '2026-11' })
    world.setNow(NOW)
    expect(settled.__typename).toBe('SettleCarrierClaimsSuccess')
    expect(settled.carriers).toEqual([])
  })
})
