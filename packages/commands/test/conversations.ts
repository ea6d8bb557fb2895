import { type Actor, openConsultation } from '../src/index.ts'
import type { TestShop, World } from './shop.ts'
import { rowsOf } from './state.ts'

/** Opens a consultation with a first message in the chat, and throws where that is refused. Returns its id. */
export async function asked(
  world: World,
  shop: TestShop,
  actor: Actor = shop.specialist,
  more: object = {},
): Promise<string> {
  const outcome = await openConsultation(world.deps, actor, {
    customerId: shop.customerId,
    productId: shop.productId,
    channel: 'CHAT',
    inquiryType: 'SPECIFICATION',
    text: '在吗？这件有加大码吗？',
    ...more,
  })
  if (outcome.kind !== 'Success') throw new Error(`not opened: ${JSON.stringify(outcome)}`)
  return outcome.caseId
}

interface ClockRow {
  readonly name: string
  readonly started_at: Date
  readonly target_at: Date
  readonly breach_at: Date
  readonly paused_at: Date | null
  readonly stopped_at: Date | null
  readonly result: string | null
}

/** The clocks of a case as rows, in order of their names and starts. */
export function clockRows(world: World, caseId: string): Promise<ClockRow[]> {
  return rowsOf<ClockRow>(world, 'SELECT * FROM clocks WHERE case_id = $1 ORDER BY name, started_at, id', [
    caseId,
  ])
}

/** A moment of the tests: `18T12:00:30` is in November 2026, Shanghai. */
export const at = (text: string) => new Date(`2026-11-${text}+08:00`)
