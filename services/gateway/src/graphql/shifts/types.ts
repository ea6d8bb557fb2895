import { CODES, mapper } from '../mapping.ts'

export const HandoverItem = mapper.type('HandoverItem', 'handover_items', {
  code: CODES.HandoverItem,
  guard: 'handover.read',
  description:
    'What one shift asks the next to do about a case by noon (OPS-SHF-02). Its owner stays; who takes it over does it (C-38).',
})
