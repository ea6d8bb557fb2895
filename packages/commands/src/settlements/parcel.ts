import { labelOf } from '@cs/domain/labels'
import { z } from 'zod'

/** A carrier that the shop ships with. */
export const carrier = z.string().refine((code) => labelOf('Carrier', code) !== undefined)

/** The number of a waybill, as the carrier prints it. */
export const waybill = z.string().regex(/^[A-Za-z0-9-]{6,40}$/)
