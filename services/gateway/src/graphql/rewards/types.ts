import { CODES, mapper } from '../mapping.ts'

export const Reward = mapper.type('Reward', 'rewards', {
  code: CODES.Reward,
  guard: 'member.read',
  description: 'What points are exchanged for (PTS-04).',
})

export const Redemption = mapper.type('Redemption', 'redemptions', {
  code: CODES.Redemption,
  guard: 'member.read',
  description: 'A reward that points were set aside for, or that was won in a draw (PTS-04).',
})

export const Draw = mapper.type('Draw', 'draws', {
  code: CODES.Draw,
  guard: 'member.read',
  description:
    'A draw for points (PTS-04). The hash of its seed is published before the first play, the seed when it is closed: then every play can be checked.',
})

export const DrawPrize = mapper.type('DrawPrize', 'draw_prizes', {
  guard: 'member.read',
  description: 'One prize of a draw. Its weight over the weights of all prizes that are left is its chance.',
})

export const DrawPlay = mapper.type('DrawPlay', 'draw_plays', {
  code: CODES.DrawPlay,
  guard: 'member.read',
  description:
    'One play of a draw: HMAC-SHA256 of `nonce:clientSeed:attempt` under the seed, its first 6 bytes as a number, modulo `total`, is `roll`; it falls into one prize, by weight, in their order.',
})
