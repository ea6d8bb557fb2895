import { inShop } from '@cs/data'
import { drawRecord } from '@cs/data/rewards'
import { replayDraw, seedHash } from '@cs/domain/points'
import { builder } from '../builder.ts'
import { asActor, guarded } from '../commands/command.ts'
import { shopOf } from '../context.ts'
import { CODES, idIn } from '../mapping.ts'

interface Fairness {
  readonly plays: number
  readonly seedIsTheOne: boolean
  readonly wrong: readonly number[]
}

const DrawFairness = builder.objectRef<Fairness>('DrawFairness').implement({
  description: 'A closed draw, played again from its seed: what came of that.',
  fields: (t) => ({
    plays: t.exposeInt('plays', { description: 'How many plays were looked at.' }),
    seedIsTheOne: t.exposeBoolean('seedIsTheOne', {
      description: 'Whether the seed is the one whose hash was published before.',
    }),
    wrong: t.exposeIntList('wrong', {
      description:
        'The numbers of plays that should have come out otherwise, or before which one is missing.',
    }),
  }),
})

builder.queryField('drawFairness', (t) =>
  t.field({
    type: DrawFairness,
    nullable: true,
    ...guarded({
      description:
        'Plays a closed draw again from its seed and its first prizes, and names what should have come out otherwise. Null where it is open, or not in the shop.',
      permission: 'member.read',
    }),
    args: { id: t.arg.id({ required: true, description: 'The draw.' }) },
    resolve: (_root, { id }, context) =>
      asActor('member.read', context, async () => {
        const shop = shopOf(context.viewer)
        const drawId = idIn(context.viewer, String(id), CODES.Draw)
        const found = await inShop(context.database, shop, (tx) => drawRecord(tx, shop, drawId))
        if (!found?.seed) return null
        const { seed, prizes, plays } = found
        return {
          plays: plays.length,
          seedIsTheOne: seedHash(seed) === found.seedHash,
          wrong: replayDraw(seed, prizes, plays),
        }
      }),
  }),
)
