import { CATALOGUE } from './catalogue.ts'
import { STATUS } from './status.ts'

export type CoverageStatus = 'enforced' | 'computed' | 'content' | 'later' | 'out of scope'
/** The status of an id, and the concept where it lives or why it is left out. */
export type Where = readonly [status: CoverageStatus, where: string]

export interface Coverage {
  readonly id: string
  readonly area: string
  readonly status: CoverageStatus
  readonly where: string
  /** The rule of which this row is a view, if it is one. */
  readonly viewOf: string | null
}

const ROWS = CATALOGUE.flatMap(({ area, ids, status, where }) =>
  ids
    .trim()
    .split(/\s+/)
    .map((row) => {
      const [id = '', viewOf = null] = row.split('=')
      return { id, area, viewOf, own: STATUS[id] ?? ([status, where] as const) }
    }),
)
const BY_ID = new Map(ROWS.map((row) => [row.id, row]))

/** Every id of the rule catalogue with where it lives. A view has the status of its rule. */
export function coverage(): readonly Coverage[] {
  return ROWS.map(({ id, area, viewOf, own }) => {
    const [status, where] = (viewOf && !STATUS[id] && BY_ID.get(viewOf)?.own) || own
    return { id, area, status, where, viewOf }
  })
}

/** Whether the catalogue has an id. */
export function isKnownRule(id: string): boolean {
  return BY_ID.has(id)
}

/** A rule id that the catalogue does not have. */
export class UnknownRule extends Error {
  readonly ids: readonly string[]
  constructor(ids: readonly string[]) {
    super(`not in the rule catalogue: ${ids.join(', ')}`)
    this.name = 'UnknownRule'
    this.ids = ids
  }
}

/** Throws {@link UnknownRule} where an id is not in the catalogue; it names all of them. */
export function assertKnown(ids: Iterable<string>): void {
  const unknown = [...ids].filter((id) => !isKnownRule(id))
  if (unknown.length > 0) throw new UnknownRule(unknown)
}
