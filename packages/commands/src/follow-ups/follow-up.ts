import {
  changeFollowUp,
  type FollowUpChange,
  type FoundFollowUp,
  findFollowUp,
  lockFollowUp,
} from '@cs/data/follow-ups'
import { type FollowUpAsk, type FollowUpRequest, hasEnded, judgeFollowUp } from '@cs/domain/follow-ups'
import type { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Command, EventDraft, Loaded } from '../command.ts'
import type { Run } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { conflict, Forbidden } from '../outcomes.ts'
import { within } from '../scope.ts'
import { rearrange } from './rearrange.ts'

/** What every command on a follow-up takes. */
export const followUpInput = {
  followUpId: id,
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
}

/** A follow-up that a command changed. */
export interface FollowUpChanged {
  readonly followUpId: string
  readonly customerId: string
  readonly version: number
}

export interface LoadedFollowUp extends Loaded<FollowUpRequest> {
  readonly found: FoundFollowUp
}

interface Spec<Input extends { readonly followUpId: string }> {
  readonly name: string
  readonly schema: z.ZodType<Input>
  readonly ask: (run: Run, input: Input, found: FoundFollowUp) => FollowUpAsk | Promise<FollowUpAsk>
  readonly execute: (
    run: Run,
    input: Input,
    found: LoadedFollowUp,
  ) => { readonly change: FollowUpChange; readonly event: EventDraft; readonly fields: readonly string[] }
}

/**
 * A command on one follow-up: its customer is locked, so that nobody else contacts or plans meanwhile; judged, done, and
 * what else is planned for the customer arranged anew. Throws Forbidden where it is an agent's beyond the actor's scope; one
 * that has ended is a Conflict.
 */
export function followUpCommand<Input extends { readonly followUpId: string }>(
  spec: Spec<Input>,
): Command<Input, FollowUpRequest, FollowUpChanged, LoadedFollowUp> {
  return {
    name: spec.name,
    permission: 'follow_up.work',
    schema: spec.schema,
    subjectType: 'FollowUp',
    async load(run, input) {
      requireAgent(run, 'follow_up.work')
      const found = await (run.asking ? findFollowUp : lockFollowUp)(run.tx, run.actor.shop, input.followUpId)
      if (!found) return null
      if (!within(run, found.assigneeId === null ? [] : [found.assigneeId]))
        throw new Forbidden('follow_up.work')
      const ask = await spec.ask(run, input, found)
      return { subjectId: found.id, version: found.version, facts: { ...found.facts, ask }, found }
    },
    async attempt(_run, _input, { facts, version: current }) {
      if (hasEnded(facts.followUp.status)) throw conflict(current, ENDED)
      return facts
    },
    judge: judgeFollowUp,
    async execute(run, input, loaded) {
      const { found } = loaded
      const { change, event, fields } = spec.execute(run, input, loaded)
      await changeFollowUp(run.tx, run.actor.shop, found.id, change)
      await rearrange(run, [found.customerId])
      // Moved among the others, it has changed twice.
      const now = await findFollowUp(run.tx, run.actor.shop, found.id)
      const { kind, customerId } = found
      return {
        ids: { followUpId: found.id, customerId, version: now?.version ?? loaded.version + 1 },
        events: [{ ...event, data: { kind, customerId, ...event.data } }],
        fields,
      }
    },
  }
}

const ENDED = { zh: '该回访已结束。', en: 'This follow-up has ended.' }
