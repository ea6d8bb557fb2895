import { inShop } from '@cs/data'
import { type PointsDrift, pointsDrift } from '@cs/data/points'
import { builder } from '../builder.ts'
import { asActor, guarded } from '../commands/command.ts'
import { shopOf } from '../context.ts'
import { PointsDriftOf } from '../enums.ts'

const Drift = builder.objectRef<PointsDrift>('PointsDrift').implement({
  description: 'A place where the ledger of points does not add up.',
  fields: (t) => ({
    of: t.field({ type: PointsDriftOf, description: 'What was checked.', resolve: (d) => d.of as never }),
    subjectId: t.exposeString('subjectId', {
      nullable: true,
      description: 'The bare id of the journal, customer or hold, for operators; null: the shop.',
    }),
    kept: t.exposeInt('kept', { description: 'What is kept.' }),
    summed: t.exposeInt('summed', { description: 'What its entries add up to.' }),
  }),
})

builder.queryField('pointsDrift', (t) =>
  t.field({
    type: [Drift],
    nullable: true,
    ...guarded({
      description:
        'Adds up all entries of points of the shop anew and names where something else is kept, at most 100. Empty: all is in order.',
      permission: 'points.audit',
    }),
    args: {
      first: t.arg.int({ required: true, description: 'How many of them at most, 1 to 100.' }),
    },
    resolve: (_root, { first }, context) =>
      asActor('points.audit', context, async () => {
        const shop = shopOf(context.viewer)
        const found = await inShop(context.database, shop, (tx) => pointsDrift(tx, shop))
        return found.slice(0, Math.max(0, first))
      }),
  }),
)
