import {
  cancelRedemption,
  closeDraw,
  fulfilRedemption,
  type OpenDrawInput as Open,
  openDraw,
  playDraw,
  previewRedeemReward,
  type RewardSaved,
  redeemReward,
  type SaveRewardInput as Save,
  saveReward,
} from '@cs/commands'
import { builder } from '../builder.ts'
import { CODES, idIn } from '../mapping.ts'
import { Draw, DrawPlay, Redemption, Reward } from '../rewards/types.ts'
import { answered, permitted } from './answers.ts'
import { commandField } from './command.ts'
import { common } from './input-fields.ts'
import { given } from './orders.ts'
import { memberField } from './points.ts'
import { subjectCommand } from './subject-command.ts'

const whose = {
  field: 'customerId',
  code: CODES.Customer,
  description: 'The customer whose points they are.',
}
const redeemed = (t: unknown) => ({
  redemption: answered(t, Redemption, 'redemptionId', 'The redemption as it is now.'),
  member: memberField(t),
  ...permitted(t),
})

subjectCommand('redeemReward', {
  description:
    'Exchanges points for a reward: they are set aside with one piece of it, spent when it is handed over, and let go where that does not happen in time (PTS-04).',
  permission: 'points.spend',
  subject: whose,
  fields: (t) => ({ rewardId: t.id({ required: true, description: 'What for.' }) }),
  ids: { rewardId: CODES.Reward },
  withoutVersion: true,
  keyRequired: true,
  success: 'The points are set aside.',
  answers: redeemed,
  command: redeemReward,
  preview: previewRedeemReward,
})

const redemption = { field: 'redemptionId', code: CODES.Redemption, description: 'The redemption.' }

subjectCommand('fulfilRedemption', {
  description: 'Records that a reward was handed over: the points that were set aside for it are spent.',
  permission: 'reward.fulfil',
  subject: redemption,
  keyRequired: true,
  success: 'It was handed over.',
  answers: redeemed,
  command: fulfilRedemption,
})

subjectCommand('cancelRedemption', {
  description: 'Lets a redemption go: its points are available again, and its piece is there for others.',
  permission: 'points.spend',
  subject: redemption,
  keyRequired: true,
  success: 'It was let go.',
  answers: redeemed,
  command: cancelRedemption,
})

const SaveRewardInput = builder.inputType('SaveRewardInput', {
  description: 'What points are exchanged for.',
  fields: (t) => ({
    code: t.string({
      required: true,
      description: 'Capitals, digits, `-` and `_`; a code that is there changes that reward.',
    }),
    name: t.string({ required: true, description: 'What it is, at most 100 characters.' }),
    points: t.int({ required: true, description: 'What it takes.' }),
    stock: t.int({ description: 'Pieces that are there; left out or null: as many as are wanted.' }),
    active: t.boolean({ required: true, description: 'Whether it is offered.' }),
    expectedVersion: common.expectedVersion(t),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

commandField<Save, RewardSaved>('saveReward', {
  description: 'Says what points are exchanged for. What is held or owed of a reward keeps its own terms.',
  permission: 'reward.manage',
  input: SaveRewardInput,
  success: {
    description: 'It is on record.',
    fields: (t) =>
      ({
        reward: answered(t, Reward, 'rewardId', 'The reward as it is now.'),
        ...permitted(t),
      }) as never,
  },
  run: (deps, actor, input) => saveReward(deps, actor, { ...given(input), stock: input.stock ?? null }),
})

const DrawPrizeInput = builder.inputType('DrawPrizeInput', {
  description: 'A prize. With neither points nor a reward nothing is won.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called, at most 100 characters.' }),
    weight: t.int({ required: true, description: 'Its share of all weights is its chance.' }),
    points: t.int({ description: 'Points that are won.' }),
    rewardId: t.id({ description: 'The reward that is won.' }),
    stock: t.int({ description: 'Pieces; left out: as many as are drawn. One prize at least has no limit.' }),
  }),
})

const OpenDrawInput = builder.inputType('OpenDrawInput', {
  description: 'A draw. What stands here is fixed from then on.',
  fields: (t) => ({
    code: t.string({ required: true, description: 'Capitals, digits, `-` and `_`; used once.' }),
    name: t.string({ required: true, description: 'What it is called, at most 100 characters.' }),
    prizes: t.field({ type: [DrawPrizeInput], required: true, description: 'What can be won: 2 to 50.' }),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

const drawField = (t: unknown) => ({
  draw: answered(t, Draw, 'drawId', 'The draw as it is now.'),
  ...permitted(t),
})

commandField('openDraw', {
  description:
    'Opens a draw: prizes, weights and seed are fixed, and the hash of the seed is published before anybody plays (PTS-04).',
  permission: 'reward.manage',
  input: OpenDrawInput,
  success: { description: 'It can be played.', fields: (t) => drawField(t) as never },
  run: (deps, actor, input: Open, viewer) =>
    openDraw(deps, actor, {
      ...given(input),
      prizes: input.prizes.map(({ rewardId, ...prize }) => ({
        ...given(prize),
        ...(rewardId ? { rewardId: idIn(viewer, rewardId, CODES.Reward) } : {}),
      })),
    } as Open),
})

subjectCommand('playDraw', {
  description:
    'Draws a prize for points: what comes out follows from the seed, the number of the play and `clientSeed` (PTS-04).',
  permission: 'points.spend',
  subject: whose,
  fields: (t) => ({
    drawId: t.id({ required: true, description: 'The draw.' }),
    clientSeed: t.string({
      description:
        'Chosen by the player’s side, at most 64 visible ASCII characters: nobody in the shop knows the outcome before.',
    }),
  }),
  ids: { drawId: CODES.Draw },
  withoutVersion: true,
  keyRequired: true,
  success: 'It was played.',
  answers: (t) => ({
    play: answered(t, DrawPlay, 'playId', 'The play, with what came out.'),
    member: memberField(t),
    ...permitted(t),
  }),
  command: playDraw,
})

subjectCommand('closeDraw', {
  description: 'Closes a draw and publishes its seed: from then on anybody can check every play.',
  permission: 'reward.manage',
  subject: { field: 'drawId', code: CODES.Draw, description: 'The draw.' },
  withoutVersion: true,
  success: 'It is closed.',
  answers: drawField,
  command: closeDraw,
})
