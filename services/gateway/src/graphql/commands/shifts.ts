import {
  addHandoverItem,
  completeHandoverItem,
  putInFastLane,
  takeOverCase,
  takeOverHandoverItem,
} from '@cs/commands'
import { CODES } from '../mapping.ts'
import { HandoverItem } from '../shifts/types.ts'
import { answered, changedCase } from './answers.ts'
import { subjectCommand } from './subject-command.ts'

const changedItem = (t: unknown) => ({
  item: answered(t, HandoverItem, 'itemId', 'The item as it is now.'),
  ...changedCase(t),
})

const CASE = { field: 'caseId', code: CODES.Case, description: 'The case.' }
const ITEM = { field: 'itemId', code: CODES.HandoverItem, description: 'The item.' }

subjectCommand('addHandoverItem', {
  description: 'Hands something over to the next shift, to be done by noon (OPS-SHF-02).',
  permission: 'handover.manage',
  subject: CASE,
  fields: (t) => ({
    text: t.string({ required: true, description: 'What is to be done, at most 500 characters.' }),
  }),
  success: 'It waits to be taken over.',
  answers: changedItem,
  command: addHandoverItem,
})

subjectCommand('takeOverHandoverItem', {
  description: 'Takes over an item of the last shift, and works on its case; the owner stays (OPS-SHF-06).',
  permission: 'handover.manage',
  subject: ITEM,
  success: 'It is the viewer’s to do.',
  answers: changedItem,
  command: takeOverHandoverItem,
})

subjectCommand('completeHandoverItem', {
  description: 'Notes that an item which was taken over is done (AS-SLA-29).',
  permission: 'handover.manage',
  subject: ITEM,
  fields: (t) => ({ result: t.string({ description: 'What came of it, at most 500 characters.' }) }),
  success: 'It is done.',
  answers: changedItem,
  command: completeHandoverItem,
})

subjectCommand('takeOverCase', {
  description: 'Takes over a case with its open promises; the owner stays (OPS-SHF-06).',
  permission: 'case.take_over',
  subject: CASE,
  fields: (t) => ({
    fromAgentId: t.id({
      required: true,
      description: 'Who works on it now; where that is somebody else by then, it is a Conflict.',
    }),
  }),
  ids: { fromAgentId: CODES.Agent },
  success: 'The viewer works on it.',
  answers: changedCase,
  command: takeOverCase,
})

subjectCommand('putInFastLane', {
  description: 'Puts a hard problem into the fast lane: urgent, and with a senior or above (CMP-ESC-01).',
  permission: 'case.fast_lane',
  subject: CASE,
  success: 'It is in the fast lane.',
  answers: changedCase,
  command: putInFastLane,
})
