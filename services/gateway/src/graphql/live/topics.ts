import type { LiveEvent } from '../../live/index.ts'

/** Which events a subscription tells of. */
export type Topic = (events: readonly LiveEvent[]) => readonly LiveEvent[]

/** Besides what is about a case: events that change the counts of a board, by how their types start. */
const OF_THE_BOARD = /^(Approval|Clock|Handover|Shift)/

const isOfTheBoard = ({ ofCase, type }: LiveEvent) => ofCase || OF_THE_BOARD.test(type)

export const TOPICS = {
  caseChanged: (events) => events.filter(({ ofCase }) => ofCase),
  clockWarned: (events) => events.filter(({ type }) => type === 'ClockWarned' || type === 'ClockBreached'),
  approvalRequested: (events) => events.filter(({ type }) => type === 'ApprovalRequested'),
  // A board is counted anew however much has happened: of events that come together the last one is told.
  boardChanged: (events) => events.filter(isOfTheBoard).slice(-1),
} as const satisfies Record<string, Topic>
