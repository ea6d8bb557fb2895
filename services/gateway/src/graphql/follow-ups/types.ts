import { agentIn, CODES, mapper } from '../mapping.ts'

export const FollowUp = mapper.type('FollowUp', 'follow_ups', {
  code: CODES.FollowUp,
  guard: 'follow_up.read',
  description:
    'A contact with a customer that is owed or worth making: why, when, by whom, and what came of it (FUP-01 to FUP-14).',
  reaches: {
    own: (u, { viewer }) => agentIn.own(u.assignee_id, viewer),
    team: (u, { viewer }) => agentIn.team(u.assignee_id, viewer),
  },
})
