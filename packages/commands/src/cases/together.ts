import type { CaseFacts } from '@cs/domain/cases'
import type { Run } from '../context.ts'
import { notFound } from '../outcomes.ts'
import { readCase } from './case.ts'

/**
 * Two cases, locked in the order of their ids, so that nobody waits for the other in turn. `null`: the first is not in
 * this shop. Throws NotFound where the second is not.
 */
export async function readBoth(
  run: Run,
  caseId: string,
  otherId: string,
): Promise<{ readonly of: CaseFacts; readonly other: CaseFacts } | null> {
  const [first, second] = caseId < otherId ? [caseId, otherId] : [otherId, caseId]
  const found = [await readCase(run, first), caseId === otherId ? null : await readCase(run, second)]
  const of = found.find((each) => each?.id === caseId)
  if (!of) return null
  const other = found.find((each) => each?.id === otherId)
  if (!other) throw notFound('Case')
  return { of, other }
}
