import { complaintFacts } from '@cs/data/complaints'
import {
  type ComplaintAction,
  type ComplaintActor,
  type ComplaintFacts,
  complaintActions,
  seriousBecause,
} from '@cs/domain/complaints'
import { aliasOf } from '@cs/pothos-kysely'
import { builder } from '../builder.ts'
import type { Complaint } from '../cases/index.ts'
import type { RequestContext, Viewer } from '../context.ts'
import { PolicyDecision } from '../decisions/shape.ts'
import { ComplaintStepName, SeriousCriterion } from '../enums.ts'

const ActionType = builder.objectRef<ComplaintAction & { permitted: boolean }>('ComplaintAction').implement({
  description:
    'A step that a complaint is open to, with what would be decided now. Nothing is stored for asking.',
  fields: (t) => ({
    step: t.field({ type: ComplaintStepName, description: 'The step.', resolve: (a) => a.step }),
    command: t.exposeString('command', { description: 'The mutation that takes it.' }),
    permission: t.exposeString('permission', { description: 'The permission it asks for.' }),
    permitted: t.exposeBoolean('permitted', { description: 'Whether the viewer holds the permission.' }),
    decision: t.field({
      type: PolicyDecision,
      description: 'What the rules say. Details such as an amount are judged when they are given.',
      resolve: (a) => a.decision,
    }),
  }),
})

type ComplaintFields = Parameters<Parameters<typeof Complaint.fields>[0]>[0]

/** Who asks, as the rules of complaints see it. */
function complaintActorOf({ principal, grants }: Viewer): ComplaintActor {
  const agent = principal.kind === 'agent'
  return {
    kind: agent ? 'AGENT' : 'PARTNER',
    grade: agent ? principal.grade : null,
    id: 'id' in principal ? principal.id : null,
    supervises: grants.has('complaint.supervise'),
  }
}

export const complaintActionsField = (f: ComplaintFields) =>
  f.domain({
    type: [ActionType],
    description: 'The steps it is open to, each with findings, citations and remedies (CMP-WF-01).',
    cost: 20,
    reads: ((row: never) => complaintFacts(aliasOf(row))) as never,
    run: async (found: ComplaintFacts, _args: never, request: RequestContext) => {
      const context = { pack: await request.pack(), now: request.viewer.now }
      return complaintActions(found, complaintActorOf(request.viewer), context).map((action) => ({
        ...action,
        permitted: request.viewer.grants.has(action.permission),
      }))
    },
  })

export const seriousBecauseField = (f: ComplaintFields) =>
  f.domain({
    type: [SeriousCriterion],
    description: 'By which criteria it is serious; none: it is ordinary, or was graded up (CMP-GRD-02).',
    cost: 5,
    reads: ((row: never) => complaintFacts(aliasOf(row))) as never,
    run: async (found: ComplaintFacts, _args: never, request: RequestContext) => [
      ...seriousBecause(found, await request.pack()),
    ],
  })
