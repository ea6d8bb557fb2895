import { inShop } from '@cs/data'
import { type SatisfactionOf, satisfactionOf } from '@cs/data/follow-ups'
import { encodeGlobalId } from '@cs/pothos-kysely'
import { builder } from '../builder.ts'
import { asActor, guarded } from '../commands/command.ts'
import { type RequestContext, reach, shopOf } from '../context.ts'
import { FollowUpKind } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { periodOf } from '../period.ts'

const SatisfactionType = builder
  .objectRef<SatisfactionOf & { least: number }>('ContactSatisfaction')
  .implement({
    description:
      'How content customers were with one agent’s contacts, for one kind of follow-up or for all.',
    fields: (t) => ({
      agentId: t.id({
        nullable: true,
        description: 'The global id of who contacted them; null: all agents that the viewer may see.',
        resolve: ({ agentId: id }, _args, { viewer }: RequestContext) =>
          id && encodeGlobalId({ code: CODES.Agent, tenant: shopOf(viewer), id }),
      }),
      kind: t.field({
        type: FollowUpKind,
        nullable: true,
        description: 'Why they were contacted; null: all kinds.',
        resolve: (s) => s.kind,
      }),
      contacts: t.exposeInt('contacts', { description: 'How many were contacted.' }),
      answers: t.exposeInt('answers', { description: 'How many of them said how content they were.' }),
      problems: t.exposeInt('problems', { description: 'How many had a problem.' }),
      mean: t.field({
        type: 'Decimal',
        nullable: true,
        description:
          'The mean of 1 to 5, with two decimals; null where too few answered for a verdict (Q44).',
        resolve: ({ answers, sum, least }) => (answers < least ? null : (sum / answers).toFixed(2)),
      }),
    }),
  })

builder.queryField('satisfaction', (t) =>
  t.field({
    type: [SatisfactionType],
    nullable: true,
    ...guarded({
      description:
        'How content customers were in a period, by agent and kind, with the sums; of oneself, the team, or the shop (FUP-15).',
      permission: 'satisfaction.read',
    }),
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'Contacted from then on.' }),
      before: t.arg({
        type: 'DateTime',
        required: true,
        description: 'Before then: at most 366 days later.',
      }),
    },
    resolve: (_root, { from, before }, context) =>
      asActor('satisfaction.read', context, async (actor) => {
        const period = periodOf(from, before)
        const shop = shopOf(context.viewer)
        const scope = reach(context.viewer, 'satisfaction.read')
        const agents =
          scope === 'shop' || actor.kind !== 'agent'
            ? null
            : scope === 'team'
              ? [actor.id, ...actor.team]
              : [actor.id]
        const least = (await context.pack()).get('satisfaction.min_cases')
        const rows = await inShop(context.database, shop, (tx) => satisfactionOf(tx, shop, period, agents))
        return rows.map((row) => ({ ...row, least }))
      }),
  }),
)
