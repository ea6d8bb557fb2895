import type { ShiftRequest } from './facts.ts'

const id = (n: number) => `01900000-0000-7000-8000-00000000c0${String(n).padStart(2, '0')}`
const NIGHT = id(1)
const DAY = id(2)

/** A case of the night shift that somebody of the day shift looks at. */
export function atHandover(more: Partial<ShiftRequest> = {}): ShiftRequest {
  return {
    action: 'TAKE_OVER_CASE',
    case: { id: id(3), status: 'OPEN', ownerId: NIGHT, assigneeId: NIGHT },
    item: null,
    agent: { id: DAY, grade: 'specialist', department: 'service', onDuty: true },
    ...more,
  }
}

export const closed = { ...atHandover().case, status: 'CLOSED' }
export const offDuty = { ...atHandover().agent, onDuty: false }
export const warehouse = { ...atHandover().agent, department: 'warehouse' } as const
export const supervisor = { ...atHandover().agent, id: id(4), grade: 'supervisor' } as const

const OPEN = { id: id(5), status: 'OPEN', assigneeId: null, dueAt: '2026-03-11T04:00:00.000Z' } as const
export const open = { item: OPEN } as const
export const mine = { item: { ...OPEN, status: 'TAKEN_OVER', assigneeId: DAY } } as const
export const anothers = { item: { ...OPEN, status: 'TAKEN_OVER', assigneeId: NIGHT } } as const
