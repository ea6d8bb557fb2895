/** Through what a customer can be reached. All but the chat of the platform leave it (C-34). */
export const CONTACT_CHANNELS = ['CHAT', 'PHONE', 'SMS', 'EMAIL', 'WECHAT', 'QQ'] as const
export type ContactChannel = (typeof CONTACT_CHANNELS)[number]

/**
 * What a customer may agree to be contacted for: offers and wake-ups; greetings and birthday gifts; recommendations
 * from what was bought (CUS-ATT-05); surveys; matters of an order or a case outside the platform.
 */
export const CONSENT_PURPOSES = ['MARKETING', 'CARE', 'RECOMMENDATION', 'SURVEY', 'SERVICE'] as const
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number]

export const CONSENT_SOURCES = ['STOREFRONT', 'CHAT', 'PHONE', 'FORM', 'IMPORT'] as const
export type ConsentSource = (typeof CONSENT_SOURCES)[number]

/** One answer of a customer that is in force. */
export interface ConsentInForce {
  readonly purpose: ConsentPurpose
  readonly channel: ContactChannel
  readonly given: boolean
}

/** Whether a channel leaves the trading platform: such a contact is logged with its reason and the consent (C-34). */
export const leavesPlatform = (channel: ContactChannel): boolean => channel !== 'CHAT'

/** What a customer said to a purpose and a channel: `null`, never asked, which is no consent. */
export function consentTo(
  consents: readonly ConsentInForce[],
  purpose: ConsentPurpose,
  channel: ContactChannel,
): boolean | null {
  return consents.find((each) => each.purpose === purpose && each.channel === channel)?.given ?? null
}
