import { afterAll, describe, expect, test } from 'vitest'
import { act, tryAct } from '../harness/acts.ts'
import { codesOf } from '../harness/client.ts'
import { auditOf, expectReplay } from '../harness/effects.ts'
import { globalId } from '../harness/ids.ts'
import { openWorld, SHOP_IDS, type Who } from '../harness/world.ts'

const world = await openWorld('reveal')
afterAll(() => world.close())

/** An open or closed case owned by one agent, with its customer. */
async function caseOf(subject: string, status: 'OPEN' | 'CLOSED') {
  const [found] = await world.rows<{ id: string; customer_id: string }>(
    `SELECT c.id, c.customer_id FROM cases c WHERE c.shop_id = $1 AND c.owner_id = (SELECT id FROM agents WHERE subject = $2) AND c.assignee_id = c.owner_id
     AND (c.status = 'CLOSED') = $3 ORDER BY c.opened_at LIMIT 1`,
    [SHOP_IDS.general, subject, status === 'CLOSED'],
  )
  if (found)
    return {
      caseId: globalId('Case', 'general', found.id),
      customerId: globalId('Customer', 'general', found.customer_id),
      customer: found.customer_id,
    }
  const [any] = await world.rows<{ id: string; customer_id: string }>(
    `UPDATE cases SET owner_id = (SELECT id FROM agents WHERE subject = $2), assignee_id = (SELECT id FROM agents WHERE subject = $2), status = $3, closed_at = CASE WHEN $3 = 'CLOSED' THEN opened_at END, archived_at = NULL
     WHERE shop_id = $1 AND id = (SELECT id FROM cases WHERE shop_id = $1 ORDER BY md5(id::text || $2 || $3) LIMIT 1) RETURNING id, customer_id`,
    [SHOP_IDS.general, subject, status],
  )
  return {
    caseId: globalId('Case', 'general', any?.id ?? ''),
    customerId: globalId('Customer', 'general', any?.customer_id ?? ''),
    customer: any?.customer_id ?? '',
  }
}

const vaultOf = (customer: string) =>
  world.rows<{ kind: string; value: string }>(
    'SELECT kind, value FROM contact_vault WHERE shop_id = $1 AND customer_id = $2',
    [SHOP_IDS.general, customer],
  )
const isRefused = async (who: Who, input: object) => {
  const answer = await tryAct(await world.as(who), 'revealContact', input)
  const kind = answer.data?.result?.__typename ?? codesOf(answer)[0]
  return { kind, text: answer.text }
}

describe('revealContact', () => {
  test('shows an agent the contact data of an own open case once, with a purpose, until a time (PRV-01)', async () => {
    const mine = await caseOf('general-specialist', 'OPEN')
    const me = await world.as('specialist')
    const done = await act(me, 'revealContact', {
      customerId: mine.customerId,
      caseId: mine.caseId,
      purpose: 'CONTACT_CUSTOMER',
    })
    expect(done.__typename).toBe('RevealContactSuccess')
    const vault = await vaultOf(mine.customer)
    const phones = vault.filter(({ kind }) => kind === 'PHONE').map(({ value }) => value)
    expect(
      done.contacts?.filter(({ kind }) => kind === 'PHONE').every(({ value }) => phones.includes(value)),
    ).toBe(true)
    expect(done.contacts?.length).toBeGreaterThan(0)
    expect(
      done.addresses?.every(({ detail }) =>
        vault.some(({ kind, value }) => kind === 'ADDRESS_LINE' && value === detail),
      ),
    ).toBe(true)
    const until = new Date(done.displayUntil ?? 0).getTime() - world.now().getTime()
    expect(until).toBeGreaterThan(0)
    expect(until).toBeLessThanOrEqual(10 * 60_000)
    const entry = (await auditOf(world, mine.customerId)).at(-1)
    expect(entry).toMatchObject({
      action: 'revealContact',
      permission: 'customer.contact.reveal',
      purpose: 'CONTACT_CUSTOMER',
    })
    expect(entry?.fields.length).toBeGreaterThan(0)
    expect(vault.some(({ value }) => JSON.stringify(entry).includes(value))).toBe(false)
    const decisions = await world.rows<{ text: string }>(
      'SELECT facts::text || findings::text AS text FROM decisions',
    )
    expect(vault.some(({ value }) => decisions.some(({ text }) => text.includes(value)))).toBe(false)
    await expectReplay(me, done, 'ALLOWED')
  })

  test('shows nothing of a closed case, of a colleague’s case, without a case, or of another customer', async () => {
    const closed = await caseOf('general-specialist', 'CLOSED')
    const theirs = await caseOf('general-specialist-care', 'OPEN')
    const mine = await caseOf('general-specialist', 'OPEN')
    const [other] = await world.rows<{ id: string }>(
      'SELECT id FROM customers WHERE shop_id = $1 AND id <> $2 ORDER BY number LIMIT 1',
      [SHOP_IDS.general, mine.customer],
    )
    const purpose = 'CONTACT_CUSTOMER'
    for (const input of [
      { customerId: closed.customerId, caseId: closed.caseId, purpose },
      { customerId: theirs.customerId, caseId: theirs.caseId, purpose },
      { customerId: mine.customerId, purpose },
      { customerId: globalId('Customer', 'general', other?.id ?? ''), caseId: mine.caseId, purpose },
    ]) {
      const { kind, text } = await isRefused('specialist', input)
      expect(['PolicyDenied', 'NotFound', 'ValidationFailed', 'FORBIDDEN']).toContain(kind)
      for (const { value } of [
        ...(await vaultOf(closed.customer)),
        ...(await vaultOf(theirs.customer)),
        ...(await vaultOf(mine.customer)),
      ])
        expect(text).not.toContain(value)
    }
  })

  test('reaches the team of a supervisor and the shop of a manager (defaults, Grades)', async () => {
    const front = await caseOf('general-specialist', 'OPEN')
    const care = await caseOf('general-specialist-care', 'OPEN')
    const ask = async (who: Who, of: typeof front) =>
      (await isRefused(who, { customerId: of.customerId, caseId: of.caseId, purpose: 'VERIFY_IDENTITY' }))
        .kind
    expect(await ask('supervisor', front)).toBe('RevealContactSuccess')
    expect(await ask('supervisor', care)).not.toBe('RevealContactSuccess')
    expect(await ask('supervisor-care', care)).toBe('RevealContactSuccess')
    expect(await ask('manager', care)).toBe('RevealContactSuccess')
    expect(
      (await isRefused('manager', { customerId: care.customerId, purpose: 'VERIFY_IDENTITY' })).kind,
    ).toBe('RevealContactSuccess')
  })

  test('is not for partners or nobody', async () => {
    const mine = await caseOf('general-specialist', 'OPEN')
    const input = { customerId: mine.customerId, caseId: mine.caseId, purpose: 'CONTACT_CUSTOMER' }
    expect((await isRefused('partner', input)).kind).toBe('FORBIDDEN')
    expect((await isRefused('public', input)).kind).toBe('FORBIDDEN')
  })

  test('is limited by the hour', async () => {
    const mine = await caseOf('general-senior', 'OPEN')
    const kinds: (string | undefined)[] = []
    for (let i = 0; i < 32; i += 1)
      kinds.push(
        (
          await isRefused('senior', {
            customerId: mine.customerId,
            caseId: mine.caseId,
            purpose: 'CONTACT_CUSTOMER',
          })
        ).kind,
      )
    expect(kinds.slice(0, 30)).toEqual(Array(30).fill('RevealContactSuccess'))
    expect(kinds[30]).not.toBe('RevealContactSuccess')
    expect(kinds[31]).not.toBe('RevealContactSuccess')
  })
})
