import { CODES, mapper } from '../mapping.ts'

export const CaseTask = mapper.type('CaseTask', 'case_tasks', {
  code: CODES.CaseTask,
  guard: 'task.read',
  description: 'What another department is asked about a case, and its answer (ROL-06).',
})

export const CaseTransfer = mapper.type('CaseTransfer', 'case_transfers', {
  description: 'A case that went from one to another (C-38).',
})

export const CaseLink = mapper.type('CaseLink', 'case_links', {
  key: 'other_id',
  description: 'Another case that belongs to this one (Q33).',
})
