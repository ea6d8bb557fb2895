import type { ContactFacts, FollowUpFacts, FollowUpRequest } from '@cs/domain/follow-ups'
import { type RawBuilder, sql } from 'kysely'
import { rfc3339 } from '../orders/index.ts'

/** A follow-up as the rules see it, as one JSON object. `row` is the alias of a row of `follow_ups` around it. */
function followUpJson(row: string): RawBuilder<FollowUpFacts> {
  const f = (column: string) => sql.ref(`${row}.${column}`)
  return sql<FollowUpFacts>`JSON_OBJECT('id': ${f('id')}, 'kind': ${f('kind')}, 'status': ${f('status')},
    'wantedAt': ${rfc3339(f('wanted_at'))}, 'dueAt': ${rfc3339(f('due_at'))}, 'latestAt': ${rfc3339(f('latest_at'))},
    'startedAt': ${rfc3339(f('started_at'))},
    'startedBy': CASE WHEN ${f('started_at')} IS NOT NULL THEN ${f('channel')} END, 'attempts': ${f('attempts')} RETURNING json)`
}

/**
 * What of a customer decides on contacting them: who was forgotten, or is a duplicate, is not contacted. `customer` is the alias of a row of `customers`; a contact under way
 * counts as one, but for the follow-up `except` itself.
 */
function contactJson(customer: string, except: RawBuilder<unknown>): RawBuilder<ContactFacts> {
  const c = (column: string) => sql.ref(`${customer}.${column}`)
  const theirs = (table: string) => sql`${sql.ref(`${table}.shop_id`)} = ${c('shop_id')}
    AND ${sql.ref(`${table}.customer_id`)} = ${c('id')}`
  return sql<ContactFacts>`JSON_OBJECT('customerId': ${c('id')}, 'doNotContact': ${c('do_not_contact')} OR ${c('erased_at')} IS NOT NULL OR ${c('merged_into')} IS NOT NULL,
    'plainBuyer': ${c('buying_style')} IS NOT DISTINCT FROM 'PLAIN_BUYER',
    'openComplaint': EXISTS (SELECT FROM cases k WHERE ${theirs('k')} AND k.kind = 'COMPLAINT' AND k.status <> 'CLOSED'),
    'lastContactAt': ${rfc3339(sql`GREATEST(
      (SELECT max(d.contacted_at) FROM follow_ups d WHERE ${theirs('d')} AND d.contacted_at IS NOT NULL),
      (SELECT max(u.started_at) FROM follow_ups u WHERE ${theirs('u')} AND u.status IN ('OPEN','HELD') AND u.id <> ${except}))`)},
    'lastCallbackAt': ${rfc3339(sql`(SELECT max(o.at) FROM outside_contacts o WHERE ${theirs('o')} AND o.reason = 'CALLBACK')`)},
    'preferredChannel': ${c('preferred_channel')},
    'consents': COALESCE((SELECT json_agg(JSON_OBJECT('purpose': s.purpose, 'channel': s.channel, 'given': s.given)
      ORDER BY s.purpose, s.channel) FROM consents s WHERE ${theirs('s')} AND s.ended_at IS NULL), '[]')
    RETURNING json)`
}

const NOBODY = sql`'00000000-0000-0000-0000-000000000000'::uuid`

/** A follow-up and its customer, as the rules judge them. `row` is the alias of a row of `follow_ups` around it. */
export function followUpFacts(row: string): RawBuilder<Omit<FollowUpRequest, 'ask'>> {
  const f = (column: string) => sql.ref(`${row}.${column}`)
  return sql<Omit<FollowUpRequest, 'ask'>>`JSON_OBJECT('followUp': ${followUpJson(row)},
    'customer': (SELECT ${contactJson('who', f('id'))} FROM customers who
      WHERE who.shop_id = ${f('shop_id')} AND who.id = ${f('customer_id')}) RETURNING json)`
}

/** What decides on contacting the customer of a row that has a `customer_id`, such as a notice. */
export function contactFacts(row: string): RawBuilder<ContactFacts> {
  return sql<ContactFacts>`(SELECT ${contactJson('who', NOBODY)} FROM customers who
    WHERE who.shop_id = ${sql.ref(`${row}.shop_id`)} AND who.id = ${sql.ref(`${row}.customer_id`)})`
}

/** A customer, and what is planned for them and has not ended. */
export const atHandJson = (customer: string) => {
  const c = (column: string) => sql.ref(`${customer}.${column}`)
  return sql<{ customer: ContactFacts; followUps: readonly FollowUpFacts[] }>`JSON_OBJECT(
    'customer': ${contactJson(customer, NOBODY)},
    'followUps': COALESCE((SELECT json_agg(${followUpJson('f')} ORDER BY f.id) FROM follow_ups f
      WHERE f.shop_id = ${c('shop_id')} AND f.customer_id = ${c('id')} AND f.status IN ('OPEN','HELD')), '[]')
    RETURNING json)`
}
