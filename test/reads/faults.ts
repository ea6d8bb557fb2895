import type { Reader } from '@cs/pothos-kysely'
import type { Desk } from './desk.ts'
import { differential } from './differential.ts'
import { mapper, type Viewer } from './gateway.ts'

type Prepare = typeof mapper.reader.prepare

/** Changes the text of every statement that the planner makes, as a fault in the planner would; returns the cure. */
export function plantInText(
  change: (text: string) => string,
  at: Reader<Viewer> = mapper.reader,
): () => void {
  const reader = at as { prepare: Prepare }
  const sound = reader.prepare
  reader.prepare = (...args) => {
    const prepared = sound.apply(at, args)
    const { statement } = prepared.plan
    if (!statement) return prepared
    // A copy of the plan never repeats, so its text is never taken for the sound one by name.
    return {
      ...prepared,
      plan: { ...prepared.plan, statement: { ...statement, text: change(statement.text) } },
    }
  }
  return () => {
    reader.prepare = sound
  }
}

/** Lets the planner, and not the reference, believe in other grants. */
export function plantInGrants(
  change: (permission: string, reach: string | undefined) => string | undefined,
): () => void {
  const options = mapper.reader.options as { grant: typeof mapper.reader.options.grant }
  const sound = options.grant
  options.grant = (viewer, permission) => change(permission, sound(viewer, permission))
  return () => {
    options.grant = sound
  }
}

/** How many documents the differential needed to find a planted fault; `null` where it did not. */
export async function found(desk: Desk, plant: () => () => void, documents: number): Promise<number | null> {
  // The reference reads the rules as they are before the fault.
  const rules = { ...mapper.reader.options }
  const cure = plant()
  try {
    const tally = await differential(desk, { documents, seed: 77, failures: 1, rules })
    return tally.failures.length > 0 ? tally.documents : null
  } finally {
    cure()
  }
}
