import { lockProductIssue, setProductIssueClosed } from '@cs/data/registers'
import { type Context, type Decision, judge } from '@cs/domain/decisions'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { conflict, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  issueId: id,
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type CloseProductIssueInput = z.input<typeof schema>

export interface ProductIssueClosed {
  readonly issueId: string
  readonly version: number
}

/** Closes a product issue (OPS-REG-07): cases from now on are counted anew. Conflict where it is closed. */
export function closeProductIssue(
  deps: CommandDeps,
  actor: Actor,
  input: CloseProductIssueInput,
): Promise<Outcome<ProductIssueClosed>> {
  return runCommand(deps, actor, closeProductIssueCommand, input)
}

interface IssueFacts {
  readonly issueId: string
  readonly status: string
}

const closeProductIssueCommand: Command<z.output<typeof schema>, IssueFacts, ProductIssueClosed> = {
  name: 'closeProductIssue',
  permission: 'register.verify',
  schema,
  subjectType: 'ProductIssue',
  async load(run, { issueId }) {
    const found = await lockProductIssue(run.tx, run.actor.shop, issueId)
    if (!found) return null
    return { subjectId: issueId, version: found.version, facts: { issueId, status: found.status } }
  },
  async attempt(_run, _input, { facts, version: current }) {
    if (facts.status === 'CLOSED') throw conflict(current, CLOSED)
    return facts
  },
  judge: (facts, context: Context): Decision => judge('CLOSE_PRODUCT_ISSUE', [], facts, context),
  async execute(run, { issueId }) {
    const next = await setProductIssueClosed(run.tx, run.actor.shop, issueId, run.now)
    return { ids: { issueId, version: next }, events: [{ type: 'ProductIssueClosed' }], fields: ['status'] }
  },
}

const CLOSED = { zh: '该问题已关闭。', en: 'This issue is closed.' }
