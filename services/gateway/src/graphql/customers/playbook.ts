import type { Hint, Segments } from '@cs/domain/customers'
import { dueAfter } from '@cs/domain/policy'
import type { Sql, SqlContext } from '@cs/pothos-kysely'
import { type RawBuilder, sql } from 'kysely'
import { builder } from '../builder.ts'
import type { RequestContext, Viewer } from '../context.ts'
import { Bilingual } from '../decisions/shape.ts'

export const Playbook = builder.objectRef<Hint>('PlaybookEntry').implement({
  description: 'What to do for a customer of a segment, with the rule it comes from.',
  fields: (t) => ({
    rule: t.exposeString('rule', { description: 'The rule.' }),
    text: t.field({ type: Bilingual, description: 'What to do.', resolve: (play) => play.text }),
  }),
})

/** The segments as they are stored, and the complaints that make the flag beside them. */
export interface PlayFacts extends Omit<Segments, 'complaining'> {
  readonly openComplaint: boolean
  /** RFC 3339; `null`: never. */
  readonly complainedAt: string | null
}

interface CustomerColumns {
  readonly id: Sql
  readonly lifecycle: Sql
  readonly value_class: Sql
  readonly vip: Sql
}

export function playFacts(c: CustomerColumns, context: SqlContext<Viewer>): RawBuilder<PlayFacts> {
  const { from, where } = context.scoped('cases', 'complained')
  const theirs = sql`${from} WHERE ${where} AND complained.customer_id = ${c.id} AND complained.complaint_state IS NOT NULL`
  return sql`json_build_object('lifecycle', ${c.lifecycle}, 'valueClass', ${c.value_class}, 'vip', ${c.vip},
    'openComplaint', EXISTS (SELECT FROM ${theirs} AND complained.status <> 'CLOSED'),
    'complainedAt', (SELECT max(complained.opened_at) FROM ${theirs}))`
}

/** Whether a customer is one who complains now: a flag beside the classes (Q23, Q35). */
export async function complaining(facts: PlayFacts, { pack, viewer }: RequestContext): Promise<boolean> {
  if (facts.openComplaint) return true
  if (!facts.complainedAt) return false
  return viewer.now <= dueAfter(new Date(facts.complainedAt), (await pack()).get('complaint.repeat_window'))
}
