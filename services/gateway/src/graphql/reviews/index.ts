import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { Product } from '../catalog/index.ts'
import { Customer } from '../customers/index.ts'
import { ReviewKind, ReviewProblem } from '../enums.ts'
import { before, equals, refersTo, since } from '../filters.ts'
import { lookup, lookupArgs } from '../lookup.ts'
import { CODES, mapper } from '../mapping.ts'
import { Order } from '../orders/types.ts'

export const Review = mapper.type('Review', 'reviews', {
  code: CODES.Review,
  guard: 'review.read',
  description: 'What a buyer says of a line of an order, and what became of it (REV-01…06).',
})

Review.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The review number.' }),
  score: f.col('score', { type: 'Int', description: 'Stars, 1 to 5.' }),
  kind: f.col('kind', { type: ReviewKind, description: 'Good, medium or bad.' }),
  text: f.col('text', { type: 'String', description: 'What was written.' }),
  hasPhoto: f.col('has_photo', { type: 'Boolean', description: 'Whether a photo came with it.' }),
  problem: f.col('problem_class', {
    type: ReviewProblem,
    nullable: true,
    description: 'What it complains of (REV-06).',
  }),
  postedAt: f.col('posted_at', { type: 'DateTime', description: 'When it was written.' }),
  foundAt: f.col('found_at', { type: 'DateTime', description: 'When the shop found it.' }),
  contactDueAt: f.col('contact_due_at', {
    type: 'DateTime',
    nullable: true,
    description: 'Bad reviews: until when the customer is to be contacted (AS-SLA-20).',
  }),
  contactedAt: f.col('contacted_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the customer was contacted.',
  }),
  reply: f.col('reply', { type: 'String', nullable: true, description: 'The public reply (REV-03).' }),
  repliedAt: f.col('replied_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was replied to.',
  }),
  repliedBy: f.one(Agent, {
    description: 'Who replied.',
    where: (a, r) => sql`${a.agent_id} = ${r.replied_by}`,
  }),
  customer: f.one(Customer, {
    description: 'Who wrote it.',
    where: (c, r) => sql`${c.id} = ${r.customer_id}`,
  }),
  order: f.one(Order, { description: 'The order.', where: (o, r) => sql`${o.id} = ${r.order_id}` }),
  product: f.one(Product, { description: 'The product.', where: (p, r) => sql`${p.id} = ${r.product_id}` }),
})).listed({
  filters: {
    kind: equals(ReviewKind, 'Good, medium or bad.', (r) => r.kind),
    productId: refersTo(CODES.Product, 'Of this product.', (r) => r.product_id),
    customerId: refersTo(CODES.Customer, 'By this customer.', (r) => r.customer_id),
    postedFrom: since('Written at or after.', (r) => r.posted_at),
    postedBefore: before('Written before.', (r) => r.posted_at),
  },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'posted_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

builder.queryFields((t) => ({
  review: mapper.read(t, (f) =>
    f.one(Review, {
      description: 'One review, by id or by number.',
      args: lookupArgs('review'),
      where: (r, _parent, c) => lookup(r, c, CODES.Review),
    }),
  ),
  reviews: mapper.read(t, (f) => f.connection(Review, { description: 'The reviews of the shop.' })),
}))
