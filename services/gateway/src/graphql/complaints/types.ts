import { sql } from 'kysely'
import { reaches } from '../after-sales/types.ts'
import { agentIn, mapper } from '../mapping.ts'
import { idOfArchived, idOfArchivedCase } from '../traces.ts'

export const ComplaintStepTaken = mapper.type('ComplaintStepTaken', 'complaint_steps', {
  description: 'A step that was taken in a complaint (CMP-WF-01).',
  reaches,
  traced: { permission: 'case.content.read', id: idOfArchivedCase },
})

export const ComplaintMark = mapper.type('ComplaintMark', 'complaint_marks', {
  key: 'kind',
  description: 'What is special about a complaint, and how that is handled (CMP-SPC-01 to -06).',
})

export const Escalation = mapper.type('Escalation', 'complaint_escalations', {
  description: 'To whom a complaint went up, and who took note of it (C-04, Q59, Q69).',
})

export const ComplaintGroup = mapper.type('ComplaintGroup', 'complaint_groups', {
  description: 'Several customers who complain of one specification or one carrier (CMP-SPC-06).',
})

export const EvidencePack = mapper.type('EvidencePack', 'cases', {
  guard: 'evidence.read',
  description: 'All that proves a complaint, for the arbitration of the platform (PRV-07, CMP-SPC-04).',
  reaches: {
    own: (c, { viewer }) =>
      sql`(${agentIn.own(c.owner_id, viewer)} OR ${c.archived_at} IS NULL AND ${agentIn.own(c.assignee_id, viewer)})`,
    team: (c, { viewer }) =>
      sql`(${agentIn.team(c.owner_id, viewer)} OR ${c.archived_at} IS NULL AND ${agentIn.team(c.assignee_id, viewer)})`,
  },
  traced: { permission: 'evidence.read', id: idOfArchived },
})
