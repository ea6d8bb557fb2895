import type { FieldNode, GraphQLField } from 'graphql'
import type { Denial } from './definitions.ts'
import type { Finish } from './finish.ts'
import type { Run, Statement } from './slots.ts'

/** A place of the operation whose field takes arguments; those with variables are coerced anew for each run. */
export interface Site {
  readonly kind: 'site'
  /** The coerced arguments where no variable is among them: checked when the plan was made. */
  readonly fixed: Readonly<Record<string, unknown>> | undefined
  readonly field: GraphQLField<unknown, unknown>
  readonly node: FieldNode
  /** Throws a GraphQLError where the arguments can't be served. */
  readonly check?: ((args: Readonly<Record<string, unknown>>) => void) | undefined
}

/** A fact about variables or arguments on which the text of the plan depends. */
export interface Probe {
  readonly kind: 'probe'
  readonly read: (variables: Readonly<Record<string, unknown>>, args: Run<never>['args']) => string
  readonly value: string
}

/**
 * What a plan's JSON is for. `object`: it is parsed, and resolvers walk over it, so it carries hidden keys.
 * `text`: it is the wire form itself, but for fields whose facts stand where their value goes.
 */
export type PlanShape = 'object' | 'text'

/** One root field compiled: good for every run that answers the probes alike. */
export interface Plan<Viewer> {
  /** `null`: nothing was permitted, there is nothing to run. */
  readonly statement: Statement<Viewer> | null
  /** For `text`: whether the statement's text is the whole answer; where not, the statement is not to be run. */
  readonly complete: boolean
  /** Whether rows of it may leave a trace. */
  readonly traced: boolean
  /** For `text`: what is computed from facts in it. */
  readonly finishes: readonly Finish[]
  /** The statement's name on the server. */
  readonly name: string
  /** The fields of the operation it was made of; @skip and @include around a root field change them. */
  readonly nodes: readonly FieldNode[]
  /**
   * What was met while planning, in that order: a site behind a condition is looked at only where the
   * condition, which stands before it, is answered alike.
   */
  readonly steps: readonly (Site | Probe)[]
  readonly denials: readonly Denial[]
  /** What the plan costs with these arguments, in points; known before any SQL runs. */
  readonly cost: (args: Run<never>['args']) => number
  /** How often it ran: a text that repeats is worth preparing. */
  runs: number
}
