import { CODES, mapper } from '../mapping.ts'

export const Clock = mapper.type('Clock', 'clocks', {
  code: CODES.Clock,
  guard: 'clock.read',
  description:
    'A promise with a target and a latest time (AS-SLA, C-02, C-08). Its times were computed when it started, by the pack of that day; only waiting for the customer makes it stand still (Q16).',
})
