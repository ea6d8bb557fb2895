import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({
  ...stepInput,
  worn: z.boolean().optional(),
  intact: z.boolean().optional(),
  /** Grams. What the customer's scale shows for everything received (AS-WF-BAS-7). */
  receivedGrams: z.int().min(1).max(10_000_000).optional(),
})
export type ResumeReviewInput = z.input<typeof schema>

/** Goes on with the review once the customer has answered, and keeps what they said of the goods. */
export function resumeReview(
  deps: CommandDeps,
  actor: Actor,
  input: ResumeReviewInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, resumeReviewCommand, input)
}

export const resumeReviewCommand = stepCommand({
  name: 'resumeReview',
  permission: 'after_sale.handle',
  schema,
  ask: () => ({ step: 'RESUME_REVIEW' }),
  async prepare(_run, { worn, intact, receivedGrams }) {
    const set = {
      ...(worn !== undefined && { worn }),
      ...(intact !== undefined && { intact }),
      ...(receivedGrams !== undefined && { received_grams: receivedGrams }),
    }
    return { ids: {}, options: { set } }
  },
  event: 'ReviewResumed',
})
