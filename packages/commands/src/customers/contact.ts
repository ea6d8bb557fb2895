import { lookupHash, type NewContact } from '@cs/data/customers'
import {
  lastFour,
  maskAccount,
  maskEmail,
  maskPhone,
  normaliseAccount,
  normaliseEmail,
} from '@cs/domain/contacts'
import { z } from 'zod'
import type { Run } from '../context.ts'
import { line } from '../fields.ts'
import { phone } from './postal.ts'

const email = line.transform((text, context) => {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return normaliseEmail(text)
  context.addIssue({ code: 'custom', params: { code: 'INVALID_FORMAT' } })
  return z.NEVER
})

/** A contact of one of three kinds, normalised by its kind. */
export const contact = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('PHONE'), value: phone }),
  z.strictObject({ kind: z.literal('EMAIL'), value: email }),
  z.strictObject({ kind: z.literal('PLATFORM_ACCOUNT'), value: line.transform(normaliseAccount) }),
])
type Contact = z.output<typeof contact>

const MASKS = { PHONE: maskPhone, EMAIL: maskEmail, PLATFORM_ACCOUNT: maskAccount } as const

/** A contact with its mask and look-up hash. */
export function contactOf(run: Run, customerId: string, { kind, value }: Contact): NewContact {
  return {
    customerId,
    kind,
    value,
    masked: MASKS[kind](value),
    last4: kind === 'PHONE' ? lastFour(value) : null,
    lookupHash: lookupHash(run.deps.hashKey, run.actor.shop, kind, value),
    at: run.now,
  }
}
