import type { AfterSaleQuote } from '@cs/domain/after-sales'
import type { Actor } from '../context.ts'
import { type Preview, preview } from '../preview.ts'
import type { CommandDeps } from '../run.ts'
import type { RequestAfterSaleInput } from './application.ts'
import { previewing, quoteOf, requestAfterSaleCommand } from './request-after-sale.ts'
import { signPreview, type Token } from './token.ts'

/** What would be promised, with the token that holds the command to it; `null`: the rules say no. */
export interface AfterSalePreviewed {
  readonly quote: AfterSaleQuote
  readonly token: Token | null
}

/**
 * What requestAfterSale would decide and promise now, in full, with a token that it takes for ten minutes. Nothing is
 * stored.
 */
export function previewAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: RequestAfterSaleInput,
): Promise<Preview<AfterSalePreviewed>> {
  return preview(deps, actor, requestAfterSaleCommand, input, (run, checked, found, decision) => {
    const quote = quoteOf(run, found)
    const denied = decision.outcome === 'DENIED'
    return { quote, token: denied ? null : signPreview(run, previewing(checked, found, quote)) }
  })
}
