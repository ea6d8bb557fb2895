import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({
  ...complaintInput,
  until: z.date(),
})
export type PromiseLimitInput = z.input<typeof schema>

/** Promises the customer a limit: a clock of its own, only ever tighter than what runs anyway (C-03). */
export function promiseLimit(
  deps: CommandDeps,
  actor: Actor,
  input: PromiseLimitInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, promiseLimitCommand, input)
}

/** What promiseLimit would decide now. */
export function previewPromiseLimit(
  deps: CommandDeps,
  actor: Actor,
  input: PromiseLimitInput,
): Promise<Preview> {
  return preview(deps, actor, promiseLimitCommand, input)
}

const promiseLimitCommand = complaintCommand({
  name: 'promiseLimit',
  permission: 'complaint.handle',
  schema,
  ask: ({ until }) => ({ step: 'PROMISE_LIMIT', until: until.toISOString() }),
  async prepare(_run, { until }) {
    const clocks = { start: ['complaint.promised'], latest: { 'complaint.promised': until } } as const
    return { options: { set: { promised_until: until }, clocks }, data: { until: until.toISOString() } }
  },
  event: 'ComplaintLimitPromised',
  fields: ['promisedUntil'],
})
