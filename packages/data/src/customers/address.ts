import { createHmac } from 'node:crypto'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'
import { putIntoVault } from './vault.ts'

/** An address in full, with the masks that everybody may see. Empty strings: not given. */
export interface NewAddress {
  readonly shopId: string
  readonly customerId: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly detail: string
  readonly recipient: string
  /** Normalised. */
  readonly phone: string
  readonly detailMasked: string
  readonly recipientMasked: string
  readonly phoneMasked: string
  /** The detail names a street and a number or building (ORD-ABN-01). */
  readonly detailSpecific: boolean
  readonly phoneValid: boolean
  readonly at: Date
}

/** Which addresses are the same, without telling which address it is: a keyed hash of all parts. */
export function addressFingerprint(
  key: string,
  address: Pick<NewAddress, 'shopId' | 'province' | 'city' | 'district' | 'detail'>,
): string {
  const parts = [address.shopId, 'ADDRESS', address.province, address.city, address.district, address.detail]
  return createHmac('sha256', key).update(parts.join(':')).digest('hex')
}

/** Adds an address; the full values go to the vault. Addresses never change. Returns the new one's id. */
export async function addAddress(tx: Tx, hashKey: string, address: NewAddress): Promise<string> {
  const { shopId, customerId, at } = address
  const put = (kind: 'ADDRESS_LINE' | 'RECIPIENT' | 'PHONE', value: string) =>
    value ? putIntoVault(tx, { shopId, customerId, kind, value, at }) : Promise.resolve(null)
  const id = newId(at)
  await tx
    .insertInto('addresses')
    .values({
      shop_id: shopId,
      id,
      customer_id: customerId,
      province: address.province,
      city: address.city,
      district: address.district,
      detail_masked: address.detailMasked,
      recipient_masked: address.recipientMasked,
      phone_masked: address.phoneMasked,
      phone_last4: address.phone.slice(-4),
      detail_specific: address.detailSpecific,
      phone_valid: address.phoneValid,
      detail_vault_id: await put('ADDRESS_LINE', address.detail),
      recipient_vault_id: await put('RECIPIENT', address.recipient),
      phone_vault_id: await put('PHONE', address.phone),
      fingerprint: addressFingerprint(hashKey, address),
      recorded_at: at,
    })
    .execute()
  return id
}
