import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { Money } from '../mapping.ts'
import { Refund } from '../orders/types.ts'
import { Concession, PriceClaim, SkuPrice } from './types.ts'

Concession.fields((f) => ({
  id: f.id(),
  amount: f.embed(Money, (k) => k.amount_fen, { description: 'How much.' }),
  grantedAt: f.col('granted_at', { type: 'DateTime', description: 'When.' }),
  grantedBy: f.one(Agent, {
    description: 'Who asked for it.',
    where: (a, k) => sql`${a.agent_id} = ${k.granted_by}`,
  }),
  approvedBy: f.one(Agent, {
    description: 'Who let it happen; null: it was within authority.',
    where: (a, k) => sql`${a.agent_id} = ${k.approved_by}`,
  }),
}))

SkuPrice.fields((f) => ({
  price: f.embed(Money, (h) => h.price_fen, { description: 'What a piece cost.' }),
  since: f.col('since', { type: 'DateTime', description: 'Since when; until the next one.' }),
}))

PriceClaim.fields((f) => ({
  ordered: f.embed(Money, (k) => k.ordered_fen, {
    description: 'The public unit price at which it was ordered.',
  }),
  lowest: f.embed(Money, (k) => k.lowest_fen, { description: 'The lowest public unit price since.' }),
  quantity: f.col('quantity', { type: 'Int', description: 'Pieces.' }),
  amount: f.embed(Money, (k) => k.amount_fen, { description: 'What is paid back.' }),
  claimedAt: f.col('claimed_at', { type: 'DateTime', description: 'When it was claimed.' }),
  refund: f.one(Refund, { description: 'The refund.', where: (r, k) => sql`${r.id} = ${k.refund_id}` }),
}))
