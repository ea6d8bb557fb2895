import type { Actor } from '../context.ts'
import { type Preview, preview } from '../preview.ts'
import type { CommandDeps } from '../run.ts'
import type { RequestAfterSaleInput } from './application.ts'
import { previewing, requestAfterSaleCommand } from './request-after-sale.ts'
import { signPreview, type Token } from './token.ts'

/** What would be promised, with the token that holds the command to it; `null`: the rules say no. */
export interface AfterSalePreviewed {
  readonly token: Token | null
}

/** What requestAfterSale would decide now, with a token that it takes for ten minutes. Nothing is stored. */
export function previewAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: RequestAfterSaleInput,
): Promise<Preview<AfterSalePreviewed>> {
  return preview(deps, actor, requestAfterSaleCommand, input, (run, checked, found, decision) => ({
    token: decision.outcome === 'DENIED' ? null : signPreview(run, previewing(checked, found, decision)),
  }))
}
