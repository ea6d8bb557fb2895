import type { ContactChannel } from '../customers/index.ts'
import type { ContactFacts, FollowUpAsk, FollowUpFacts, FollowUpRequest } from './facts.ts'

interface Asking {
  readonly step?: FollowUpAsk['step']
  readonly at?: string
  readonly channel?: ContactChannel
  readonly durationSeconds?: number | null
}

/** A callback after a purchase on a Wednesday at 15:00 in Shanghai, by chat; the cases of the rules vary it. */
export function asked(
  { step = 'START', at = '2026-03-18T07:00:00.000Z', channel = 'CHAT', durationSeconds = 200 }: Asking = {},
  customer: Partial<ContactFacts> = {},
  followUp: Partial<FollowUpFacts> = {},
): FollowUpRequest {
  const ask = {
    PLAN: { step: 'PLAN' },
    START: { step: 'START', channel, at },
    COMPLETE: { step: 'COMPLETE', channel, at, durationSeconds },
    NO_ANSWER: { step: 'NO_ANSWER', channel, at },
    RESCHEDULE: { step: 'RESCHEDULE', at },
    HAND_OVER: { step: 'HAND_OVER' },
    CANCEL: { step: 'CANCEL' },
  } as const satisfies Record<FollowUpAsk['step'], FollowUpAsk>
  return {
    followUp: {
      id: '01900000-0000-7000-8000-00000000f001',
      kind: 'PURCHASE_CALLBACK',
      status: 'OPEN',
      wantedAt: '2026-03-18T02:00:00.000Z',
      dueAt: '2026-03-18T02:00:00.000Z',
      latestAt: '2026-03-25T16:00:00.000Z',
      startedAt: null,
      startedBy: null,
      attempts: 0,
      ...followUp,
    },
    customer: {
      customerId: '01900000-0000-7000-8000-00000000c001',
      doNotContact: false,
      plainBuyer: false,
      openComplaint: false,
      lastContactAt: null,
      lastCallbackAt: null,
      preferredChannel: null,
      consents: [],
      ...customer,
    },
    ask: ask[step],
  }
}
