import type { AfterSaleState } from '@cs/domain/after-sales'
import type { z } from 'zod'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { LoadedAfterSale } from './after-sale.ts'
import type { StepTaken } from './step.ts'

/** What every step of an after-sale takes. */
export const stepInput = {
  caseId: id,
  /** For the timeline of the case: free text that no event and no decision holds. */
  note: note.optional(),
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
}

/** The input of a step, once checked. */
export type StepInput = { readonly [K in keyof typeof stepInput]?: z.output<(typeof stepInput)[K]> } & {
  readonly caseId: string
}

/** An after-sale that a command moved on. */
export interface AfterSaleMoved {
  readonly caseId: string
  readonly version: number
  readonly state: AfterSaleState
  /** The entry of the timeline. */
  readonly stepId: string
}

export function moved(found: LoadedAfterSale, { stepId, state, version: next }: StepTaken): AfterSaleMoved {
  return { caseId: found.subjectId, version: next, state, stepId }
}

/** With the parcel that it was about. */
export interface ReturnShipmentRecorded extends AfterSaleMoved {
  readonly returnShipmentId: string
}
