import type { ActorFacts } from '@cs/domain/after-sales'
import type { Viewer } from '../context.ts'

/** Who asks, as the rules of after-sales see it. */
export function actorOf({ principal }: Viewer): ActorFacts {
  if (principal.kind === 'agent') return { kind: 'AGENT', grade: principal.grade }
  return { kind: 'PARTNER', grade: null }
}
