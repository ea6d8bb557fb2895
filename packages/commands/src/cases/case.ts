import { findCase, lockCase } from '@cs/data/cases'
import { grantsOf, type Permission } from '@cs/domain/access'
import {
  type CaseActorFacts,
  type CaseAsk,
  type CaseFacts,
  type CaseRequest,
  judgeCase,
} from '@cs/domain/cases'
import type { z } from 'zod'
import type { Command, Done, EventDraft, Loaded } from '../command.ts'
import { originOf, principalOf, type Run } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'

/** A case found and locked, and what is asked of it. */
export type LoadedCase = Loaded<CaseRequest>

/** What every command on a case takes. */
export const caseInput = {
  caseId: id,
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
}

/** A case that a command changed. */
export interface CaseChanged {
  readonly caseId: string
  readonly version: number
}

/** The subject of clocks that a case's promises are. */
export const clocksOf = (caseId: string) => ({ subjectType: 'Case', subjectId: caseId, caseId }) as const

/** Finds a case and locks it, unless somebody only asks. */
export function readCase(run: Run, caseId: string): Promise<CaseFacts | null> {
  return (run.asking ? findCase : lockCase)(run.tx, run.actor.shop, caseId)
}

/** A case and what is asked of it, for the rules. */
export function requestOf(run: Run, of: CaseFacts, ask: CaseAsk): LoadedCase {
  return { subjectId: of.id, version: of.version, facts: { case: of, actor: actorFacts(run), ask } }
}

function actorFacts(run: Run): CaseActorFacts {
  const { actor } = run
  return {
    kind: originOf(run).actorKind,
    id: principalOf(actor),
    department: actor.kind === 'agent' ? actor.department : null,
    mayOwn: grantsOf(actor).has('case.own'),
    supervises: grantsOf(actor).has('complaint.supervise'),
  }
}

/** What is special about one command on a case. */
export interface CaseSpec<Input extends { readonly caseId: string }, Ids extends object> {
  readonly name: string
  readonly permission: Permission
  readonly schema: z.ZodType<Input>
  readonly ask: (run: Run, input: Input, found: CaseFacts) => CaseAsk | Promise<CaseAsk>
  /** Writes it. Returns the new version, the ids to answer with besides, and what it tells. */
  readonly execute: (
    run: Run,
    input: Input,
    found: CaseFacts,
  ) => Promise<{
    readonly version: number
    readonly ids: Ids
    readonly events: readonly EventDraft[]
    readonly fields: readonly string[]
  }>
}

/** A command on one case: found, locked, judged, done. */
export function caseCommand<Input extends { readonly caseId: string }, Ids extends object = object>(
  spec: CaseSpec<Input, Ids>,
): Command<Input, CaseRequest, CaseChanged & Ids, LoadedCase> {
  return {
    name: spec.name,
    permission: spec.permission,
    schema: spec.schema,
    subjectType: 'Case',
    async load(run, input) {
      const found = await readCase(run, input.caseId)
      return found && requestOf(run, found, await spec.ask(run, input, found))
    },
    judge: judgeCase,
    async execute(run, input, { facts }): Promise<Done<CaseChanged & Ids>> {
      const { version: next, ids, events, fields } = await spec.execute(run, input, facts.case)
      return { ids: { caseId: facts.case.id, version: next, ...ids }, events, fields }
    },
  }
}
