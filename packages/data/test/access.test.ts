import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { findMember, shopsOf } from '../src/access/index.ts'
import { DEMO_SHOPS } from '../src/demo/index.ts'
import { type Database, openDatabase } from '../src/index.ts'
import { query } from './support.ts'

describe('who somebody is', () => {
  let db: TestDatabase
  let database: Database
  beforeAll(async () => {
    db = await cloneDatabase('access')
    database = openDatabase({ ...db, max: 2 })
  })
  afterAll(async () => {
    await database.close()
    await db.drop()
  })

  test('an agent has one shop, a partner the shops that grant it', async () => {
    expect(await shopsOf(database.writer, 'general-manager')).toEqual([
      { id: DEMO_SHOPS[0]?.id, code: 'general', name: '百汇优选商城', grade: 'manager' },
    ])
    const partner = await shopsOf(database.writer, 'partner-storefront')
    expect(partner.map((shop) => [shop.code, shop.grade])).toEqual([
      ['apparel', null],
      ['general', null],
      ['guided', null],
    ])
    expect(await shopsOf(database.writer, 'nobody')).toEqual([])
  })

  test('a supervisor supervises a team without being in it', async () => {
    const supervisor = await findMember(database.writer, 'general-supervisor', 'general')
    expect(supervisor).toMatchObject({
      kind: 'agent',
      grade: 'supervisor',
      function: 'pre_sale',
      department: 'service',
    })
    if (supervisor?.kind !== 'agent') throw new Error('no agent')
    expect(supervisor.team).toHaveLength(4)
    expect(supervisor.team).not.toContain(supervisor.id)
    expect(await findMember(database.writer, 'general-specialist', DEMO_SHOPS[0]?.id ?? '')).toMatchObject({
      team: [],
    })
  })

  test('a partner has the scopes of its grant', async () => {
    const partner = await findMember(database.writer, 'partner-storefront', 'apparel')
    expect(partner).toMatchObject({ kind: 'partner', scopes: expect.arrayContaining(['order.cancel']) })
  })

  test('another shop, no shop and a subject that was switched off look the same', async () => {
    expect(await findMember(database.writer, 'general-manager', 'guided')).toBeNull()
    expect(await findMember(database.writer, 'general-manager', 'no-such-shop')).toBeNull()
    await query(db.adminUrl, `UPDATE agents SET active = false WHERE subject = 'general-manager'`)
    expect(await findMember(database.writer, 'general-manager', 'general')).toBeNull()
    expect(await shopsOf(database.writer, 'general-manager')).toEqual([])
  })
})
