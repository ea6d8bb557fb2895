import type { Keep, Progress } from '@cs/domain/membership'
import { builder } from '../builder.ts'
import { Bilingual, moneyOf, PlainMoney } from '../decisions/shape.ts'
import { Tier } from '../enums.ts'

const TierKeep = builder.objectRef<Keep>('TierKeep').implement({
  description: 'What keeps a tier, and until when.',
  fields: (t) => ({
    missing: t.field({
      type: PlainMoney,
      description: 'What has to be paid for goods by then; freight does not count.',
      resolve: (k) => moneyOf(k.missingFen),
    }),
    by: t.field({ type: 'Date', description: 'The last day for it.', resolve: (k) => k.by as never }),
    otherwise: t.field({
      type: Tier,
      description: 'The tier from the day after, if it is not paid.',
      resolve: (k) => k.otherwise,
    }),
    told: t.exposeBoolean('told', { description: 'Whether the member has been told of the lower tier.' }),
    explanation: t.field({
      type: Bilingual,
      description: 'The same as a sentence.',
      resolve: (k) => k.explanation,
    }),
  }),
})

export const TierProgress = builder.objectRef<Progress>('TierProgress').implement({
  description: 'How far it is to the next tier, and what keeps this one.',
  fields: (t) => ({
    next: t.field({
      type: Tier,
      nullable: true,
      description: 'The next tier; null at the top.',
      resolve: (p) => p.next,
    }),
    paid: t.field({
      type: PlainMoney,
      description: 'Paid for goods less refunds in the window.',
      resolve: (p) => moneyOf(p.paidFen),
    }),
    threshold: t.field({
      type: PlainMoney,
      nullable: true,
      description: 'What the next tier takes.',
      resolve: (p) => (p.thresholdFen === null ? null : moneyOf(p.thresholdFen)),
    }),
    missing: t.field({
      type: PlainMoney,
      nullable: true,
      description: 'What is missing to the next tier.',
      resolve: (p) => (p.missingFen === null ? null : moneyOf(p.missingFen)),
    }),
    by: t.field({
      type: 'Date',
      nullable: true,
      description:
        'The last day on which all that was paid still counts; null at the top, or where nothing counts.',
      resolve: (p) => p.by as never,
    }),
    explanation: t.field({
      type: Bilingual,
      description: 'The same as a sentence.',
      resolve: (p) => p.explanation,
    }),
    keep: t.field({
      type: TierKeep,
      nullable: true,
      description: 'What keeps this tier; null for the lowest.',
      resolve: (p) => p.keep,
    }),
  }),
})
