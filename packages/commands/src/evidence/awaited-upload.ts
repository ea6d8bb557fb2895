import { inShop } from '@cs/data'
import { type Evidence, findEvidence } from '@cs/data/evidence'
import type { CommandDeps } from '../run.ts'
import type { Upload } from './upload-token.ts'

/** The file that a token permits to send. `null`: it has come, or is not waited for. */
export async function awaitedUpload(
  { database }: CommandDeps,
  { shopId, evidenceId }: Upload,
): Promise<Evidence | null> {
  const found = await inShop(database, shopId, (tx) => findEvidence(tx, shopId, evidenceId))
  return found?.status === 'UPLOADING' ? found : null
}
