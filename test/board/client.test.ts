import { complete, createClient } from '@cs/client'
import { afterAll, expect, test } from 'vitest'
import { globalId } from '../harness/ids.ts'
import { openWorld, SHOP_IDS, type Who } from '../harness/world.ts'

const world = await openWorld('desk-client')
afterAll(() => world.close())

/** The typed client of somebody of the general shop. */
async function clientOf(who: Who) {
  const { headers } = await world.as(who)
  return createClient({
    url: `${world.url}/graphql`,
    token: headers.authorization?.replace('Bearer ', '') ?? '',
  })
}

test('a supervisor sees board, teams, shifts and hand-over by the functions of the client', async () => {
  const client = await clientOf('supervisor')
  const { board } = await complete(client.board())
  expect(board?.totals.atHand).toBeGreaterThan(0)
  const { teamLoad } = await complete(client.teamLoad())
  expect(teamLoad?.length).toBeGreaterThan(0)
  const { teams } = await complete(client.teams())
  expect(teams?.map(({ supervisor }) => supervisor?.number)).not.toContain(undefined)
  const { shop } = await complete(client.shop())
  expect(shop?.pack?.packId).toBe('general')
  const { shifts } = await complete(client.shifts({ first: 2 }))
  expect(shifts?.nodes).toHaveLength(2)
  expect((await complete(client.onDuty({}))).onDuty).toEqual([])
  const { handover } = await complete(client.handover({}))
  const [item] = handover?.items?.nodes ?? []
  expect(item?.status).toBe('OPEN')
  if (!item) return
  const taken = { itemId: item.id, expectedVersion: item.version }
  const { takeOverHandoverItem: done } = await complete(client.takeOverHandoverItem({ input: taken }))
  expect(done?.__typename).toBe('TakeOverHandoverItemSuccess')
  const { handoverItem } = await complete(client.handoverItem({ id: item.id }))
  expect(handoverItem).toMatchObject({ status: 'TAKEN_OVER', version: item.version + 1 })
  const { clocks } = await complete(client.clocks({ first: 1 }))
  const { clock } = await complete(client.clock({ id: clocks?.nodes[0]?.id ?? '' }))
  expect(clock?.name).toBe(clocks?.nodes[0]?.name)
})

test('a complaint is led from its opening on by the functions of the client', async () => {
  const [customer] = await world.rows<{ id: string }>('SELECT id FROM customers WHERE shop_id = $1 LIMIT 1', [
    SHOP_IDS.general,
  ])
  const specialist = await clientOf('specialist')
  const about = {
    customerId: globalId('Customer', 'general', customer?.id ?? ''),
    topic: 'SERVICE',
    problem: '答非所问',
  } as const
  const { previewOpenComplaint: asking } = await complete(specialist.previewOpenComplaint({ input: about }))
  expect(asking).toMatchObject({ __typename: 'Previewed', decision: { outcome: 'ALLOWED' } })
  const { openComplaint: opened } = await complete(
    specialist.openComplaint({ input: { ...about, harms: ['SAFETY'] } }),
  )
  if (opened?.__typename !== 'OpenComplaintSuccess' || !opened.complaint) throw new Error(opened?.__typename)
  const caseId = opened.complaint.id
  const { recordComplaint } = await complete(
    specialist.recordComplaint({ input: { caseId, grade: 'SERIOUS', expectedSolution: '道歉' } }),
  )
  expect(recordComplaint).toMatchObject({ complaint: { state: 'RECORDED' } })
  const supervisor = await clientOf('supervisor')
  const { acknowledgeEscalation } = await complete(supervisor.acknowledgeEscalation({ input: { caseId } }))
  expect(acknowledgeEscalation?.__typename).toBe('AcknowledgeEscalationSuccess')
  const { case: found } = await complete(specialist.complaint({ id: caseId }))
  if (found?.__typename !== 'Complaint') throw new Error(found?.__typename)
  expect(found.escalations).toMatchObject([{ trigger: 'SERIOUS', escalatedBy: { number: 'G001' } }])
  expect(found.actions?.map(({ step }) => step)).toContain('VERIFY')
  expect(found.steps?.map(({ step }) => step)).toEqual(['OPEN', 'RECORD', 'ACKNOWLEDGE'])
})
