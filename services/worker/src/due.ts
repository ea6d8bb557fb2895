import { type CommandDeps, expireApproval } from '@cs/commands'
import { FIRST } from '@cs/data/clocks'
import type { ShopId } from '@cs/domain/access'
import { sql } from 'kysely'
import { type Loop, startLoop } from './loop.ts'
import type { Log } from './worker.ts'

const BATCH = 100

export interface DueWorkOptions {
  readonly deps: CommandDeps
  readonly log: Log
  readonly everyMs: number
}

/**
 * Does what has come due. The database says which rows of which shops (an indexed look-up); each is then
 * settled by its command in its own shop. Two workers may find the same row: the command settles it once.
 */
export function startDueWork({ deps, log, everyMs }: DueWorkOptions): Loop {
  const step = async (): Promise<number> => {
    const settled = await expireLapsed(deps, log)
    return settled === BATCH ? 0 : everyMs
  }
  return startLoop(step, (error, failures) => {
    log.warn({ error: String(error), failures }, 'due work: failed, trying again')
  })
}

/** Expires requests for approval whose time is over. Answers how many it settled. */
async function expireLapsed(deps: CommandDeps, log: Log): Promise<number> {
  const { rows } = await sql<{ shop_id: string; id: string }>`
    SELECT shop_id, id FROM cs.lapsed_approvals(${deps.now()}, ${FIRST.at}, ${FIRST.id}, ${BATCH})`.execute(
    deps.database.writer,
  )
  let settled = 0
  for (const row of rows) {
    try {
      const outcome = await expireApproval(
        deps,
        { kind: 'worker', shop: row.shop_id as ShopId },
        { approvalId: row.id },
      )
      if (outcome.kind === 'Success') settled += 1
    } catch (error) {
      log.error({ error: String(error), approval: row.id }, 'due work: an approval could not be expired')
    }
  }
  return settled
}
