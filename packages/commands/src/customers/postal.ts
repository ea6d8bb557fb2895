import { addAddress } from '@cs/data/customers'
import {
  isPhone,
  isSpecificDetail,
  maskAddressLine,
  maskName,
  maskPhone,
  normalisePhone,
  provinceNamed,
} from '@cs/domain/contacts'
import { z } from 'zod'
import type { Run } from '../context.ts'
import { line, typed } from '../fields.ts'

/** A phone as a person typed it, normalised. */
export const phone = line.transform((text, context) => {
  if (isPhone(text) && !/\p{L}/u.test(text)) return normalisePhone(text)
  context.addIssue({ code: 'custom', params: { code: 'INVALID_FORMAT' } })
  return z.NEVER
})

/** A province by the name that people use for it, under its official one: freight and the same address depend on it. */
export const province = typed({ max: 30 }).transform((text, context) => {
  const known = provinceNamed(text)
  if (known) return known
  context.addIssue({ code: 'custom', params: { code: 'INVALID' } })
  return z.NEVER
})

/** A city or district: shown to everybody and stored with decisions, so no numbers and no sentences. */
const region = typed({ max: 30 }).refine((text) => !/\p{Nd}/u.test(text), {
  params: { code: 'INVALID' },
})

/** An address in full. */
export const fullAddress = z.strictObject({
  province,
  city: region,
  district: region,
  detail: typed({ max: 200 }),
  recipient: typed({ max: 50 }),
  phone,
})
type FullAddress = z.output<typeof fullAddress>

/** Puts a new address on record for a customer. Returns its id. */
export function addAddressOf(run: Run, customerId: string, address: FullAddress): Promise<string> {
  return addAddress(run.tx, run.deps.hashKey, {
    shopId: run.actor.shop,
    customerId,
    ...address,
    detailMasked: maskAddressLine(address.detail),
    recipientMasked: maskName(address.recipient),
    phoneMasked: maskPhone(address.phone),
    detailSpecific: isSpecificDetail(address.detail),
    phoneValid: true,
    at: run.now,
  })
}
