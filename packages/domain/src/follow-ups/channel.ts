import { type ConsentPurpose, type ContactChannel, consentTo, leavesPlatform } from '../customers/index.ts'
import type { ContactFacts } from './facts.ts'

/**
 * Whether a customer may be contacted for a purpose through a channel: outside of the platform they must have agreed to
 * it, on the platform they must not have refused (C-34). Never asked is no consent.
 */
export function permitsChannel(
  { consents }: Pick<ContactFacts, 'consents'>,
  purpose: ConsentPurpose,
  channel: ContactChannel,
): boolean {
  const answer = consentTo(consents, purpose, channel)
  return leavesPlatform(channel) ? answer === true : answer !== false
}

/** The order in which channels are tried where the preferred one is not open (FUP-10, FUP-14). */
const TRIED = ['CHAT', 'PHONE', 'SMS', 'WECHAT', 'QQ', 'EMAIL'] as const satisfies readonly ContactChannel[]

/** The channels that a customer may be contacted through for a purpose: what they prefer first. */
export function channelsFor(customer: ContactFacts, purpose: ConsentPurpose): readonly ContactChannel[] {
  const { preferredChannel } = customer
  const inTurn = [...new Set(preferredChannel ? [preferredChannel, ...TRIED] : TRIED)]
  return inTurn.filter((channel) => permitsChannel(customer, purpose, channel))
}

/** The channel for a contact: what the customer prefers, if they agreed to it. `null`: none is open. */
export function channelFor(customer: ContactFacts, purpose: ConsentPurpose): ContactChannel | null {
  return channelsFor(customer, purpose)[0] ?? null
}
