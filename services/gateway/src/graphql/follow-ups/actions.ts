import { followUpFacts } from '@cs/data/follow-ups'
import {
  channelFor,
  type FollowUpAction,
  type FollowUpKind,
  type FollowUpRequest,
  followUpActions,
  KINDS,
  nextAllowedAt,
} from '@cs/domain/follow-ups'
import { followUpScript } from '@cs/domain/wording'
import { aliasOf } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import type { RequestContext } from '../context.ts'
import { Bilingual, PolicyDecision } from '../decisions/shape.ts'
import { ContactChannel, FollowUpStep } from '../enums.ts'
import type { FollowUp } from './types.ts'

const ActionType = builder.objectRef<FollowUpAction & { permitted: boolean }>('FollowUpAction').implement({
  description:
    'What may be done with a follow-up, with what would be decided now. Nothing is stored for asking.',
  fields: (t) => ({
    step: t.field({ type: FollowUpStep, description: 'What it is.', resolve: (a) => a.step }),
    command: t.exposeString('command', { description: 'The mutation that does it.' }),
    permission: t.exposeString('permission', { description: 'The permission it asks for.' }),
    permitted: t.exposeBoolean('permitted', { description: 'Whether the viewer holds the permission.' }),
    decision: t.field({
      type: PolicyDecision,
      description:
        'What the rules say, with the channel that the customer prefers; why not now, and from when.',
      resolve: (a) => a.decision,
    }),
  }),
})

type FollowUpFields = Parameters<Parameters<typeof FollowUp.fields>[0]>[0]
type Asked = Omit<FollowUpRequest, 'ask'>
const facts = ((row: never) => followUpFacts(aliasOf(row))) as never

export const actionsField = (f: FollowUpFields) =>
  f.domain({
    type: [ActionType],
    description:
      'What may be done with it, each with findings, citations and remedies; none once it has ended.',
    cost: 10,
    reads: facts,
    run: async (found: Asked, _args: never, request: RequestContext) => {
      const context = { pack: await request.pack(), now: request.viewer.now }
      return followUpActions(found, context).map((action) => ({
        ...action,
        permitted: request.viewer.grants.has(action.permission),
      }))
    },
  })

export const nextAllowedField = (f: FollowUpFields) =>
  f.domain({
    type: 'DateTime',
    nullable: true,
    description:
      'From when the customer may be contacted for it, by hours and the last contact; null: not as things are (FUP-06, FUP-17).',
    cost: 5,
    reads: facts,
    run: async (found: Asked, _args: never, request: RequestContext) =>
      nextAllowedAt(found, { pack: await request.pack(), now: request.viewer.now }),
  })

export const suggestedChannelField = (f: FollowUpFields) =>
  f.domain({
    type: ContactChannel,
    nullable: true,
    description:
      'What the customer prefers among the channels they agreed to; null: none is open (FUP-10, FUP-14).',
    cost: 5,
    reads: facts,
    run: ({ followUp, customer }: Asked) => channelFor(customer, KINDS[followUp.kind].purpose),
  })

export const scriptField = (f: FollowUpFields) =>
  f.domain({
    type: Bilingual,
    description: 'What to say, in both languages (FUP-08).',
    reads: (u) => sql<FollowUpKind>`to_json(${u.kind})`,
    run: (kind: FollowUpKind) => followUpScript(kind),
  })

/** The mutation that leads on where a customer was found to have a problem. */
const NEXT: Partial<Record<FollowUpKind, string>> = {
  COMPLAINT_CALLBACK: 'reopenComplaint',
  AFTER_SALE_CALLBACK: 'openComplaint',
  PURCHASE_CALLBACK: 'requestAfterSale',
}

export const nextCommandField = (f: FollowUpFields) =>
  f.domain({
    type: 'String',
    nullable: true,
    description:
      'Where there is a problem: the mutation that takes it up, such as `reopenComplaint` where a complaint was not solved (CMP-CAL-01).',
    reads: (u) =>
      sql<{
        kind: FollowUpKind
        result: string | null
      }>`json_build_object('kind', ${u.kind}, 'result', ${u.result})`,
    run: ({ kind, result }: { kind: FollowUpKind; result: string | null }) =>
      result === 'PROBLEM' ? (NEXT[kind] ?? 'openConsultation') : null,
  })
