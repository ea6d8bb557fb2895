import type { Department, Grade } from '../access/index.ts'

/** What shifts do with the work that goes on: decisions bear these names. */
export const SHIFT_ACTIONS = [
  'ADD_HANDOVER_ITEM',
  'TAKE_OVER_HANDOVER_ITEM',
  'COMPLETE_HANDOVER_ITEM',
  'TAKE_OVER_CASE',
] as const
export type ShiftAction = (typeof SHIFT_ACTIONS)[number]

/** What is asked about a case when shifts change. */
export interface ShiftRequest {
  readonly action: ShiftAction
  readonly case: {
    readonly id: string
    readonly status: string
    readonly ownerId: string
    readonly assigneeId: string
  }
  /** `null`: it is about the case itself, or the item is only written now. */
  readonly item: null | {
    readonly id: string
    readonly status: 'OPEN' | 'TAKEN_OVER' | 'DONE'
    readonly assigneeId: string | null
    readonly dueAt: string
  }
  readonly agent: {
    readonly id: string
    readonly grade: Grade
    readonly department: Department
    /** Works in a shift that runs. */
    readonly onDuty: boolean
  }
}
