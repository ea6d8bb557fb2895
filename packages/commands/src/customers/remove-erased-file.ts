import { inShop } from '@cs/data'
import { takeFileRemoval } from '@cs/data/customers'
import type { Files } from '@cs/data/files'
import type { Actor } from '../context.ts'
import { Forbidden } from '../outcomes.ts'
import type { CommandDeps } from '../run.ts'

/**
 * Takes the file of erased proof away, outside of the database. The worker's: Forbidden for anybody else. It stays on the
 * list until the file is gone, so that a service that stops half way goes on with it.
 */
export async function removeErasedFile(
  deps: CommandDeps & { readonly files: Pick<Files, 'remove'> },
  actor: Actor,
  evidenceId: string,
): Promise<void> {
  if (actor.kind !== 'worker') throw new Forbidden('customer.erase')
  await inShop(deps.database, actor.shop, async (tx) => {
    const key = await takeFileRemoval(tx, actor.shop, evidenceId)
    if (key) await deps.files.remove(key)
  })
}
