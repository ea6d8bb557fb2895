import {
  GraphQLError,
  type GraphQLField,
  type GraphQLResolveInfo,
  getArgumentValues,
  type OperationDefinitionNode,
} from 'graphql'
import type { Pool } from 'pg'
import type { Denial, Field } from './definitions.ts'
import { readUnderTenant } from './pipeline.ts'
import type { Plan } from './plan.ts'
import { Planner, type PlannerOptions } from './planner.ts'
import { bind, type Run } from './slots.ts'

/** What a request brings to its reads. */
export interface ReadContext<Viewer> {
  readonly viewer: Viewer
  readonly pool: Pool
  /** What may not be seen and was asked for; the gateway answers one error for each. */
  readonly denials: Map<string, Denial>
  /** Told of the cost of each root field before its SQL runs; throws where it is too much. */
  readonly onCost: (points: number) => void
}

/** Counts of the plan cache, for whoever watches it. */
export interface PlanStats {
  planned: number
  reused: number
  statements: number
}

export interface ReaderOptions<Viewer> extends PlannerOptions<Viewer> {
  /** All that the viewer's permissions put into a plan, as one string. */
  readonly grantsKey: (viewer: Viewer) => string
  /** The setting that row-level security reads, such as `app.tenant`. */
  readonly setting: string
}

/** The most plans kept for one field of one operation; the oldest goes first. */
const MAX_PLANS = 32

/** Runs fields of operations as one statement each, with plans kept as long as the parsed operation lives. */
export class Reader<Viewer> {
  readonly options: ReaderOptions<Viewer>
  readonly stats: PlanStats = { planned: 0, reused: 0, statements: 0 }
  readonly #plans = new WeakMap<OperationDefinitionNode, Map<string, Plan<Viewer>[]>>()

  constructor(options: ReaderOptions<Viewer>) {
    this.options = options
  }

  /** Answers a field with the JSON of its selection, keyed by response key; `null` where it was denied or is not there. */
  async read(
    field: Field<Viewer>,
    parent: unknown,
    context: ReadContext<Viewer>,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const definition = info.parentType.getFields()[info.fieldName]
    if (!definition) throw new Error(`${info.parentType.name}.${info.fieldName} is not a field`)
    const { plan, args } = this.#plan(field, definition, context.viewer, info)
    for (const denial of plan.denials) context.denials.set(`${denial.selection} ${denial.permission}`, denial)
    context.onCost(plan.cost(args))
    if (!plan.statement) return null
    const values = bind(plan.statement, { viewer: context.viewer, args, parent })
    plan.runs += 1
    this.stats.statements += 1
    const text = await readUnderTenant(context.pool, this.options.setting, {
      tenant: this.options.tenant(context.viewer),
      text: plan.statement.text,
      values,
      name: plan.runs > 1 ? plan.name : undefined,
    })
    return text === null ? null : JSON.parse(text)
  }

  #plan(
    field: Field<Viewer>,
    definition: GraphQLField<unknown, unknown>,
    viewer: Viewer,
    info: GraphQLResolveInfo,
  ): { plan: Plan<Viewer>; args: Run<Viewer>['args'] } {
    const byKey = this.#plans.get(info.operation) ?? new Map<string, Plan<Viewer>[]>()
    this.#plans.set(info.operation, byKey)
    const key = `${responsePath(info)} ${info.parentType.name} ${this.options.grantsKey(viewer)}`
    const known = byKey.get(key) ?? []
    byKey.set(key, known)
    for (const plan of known) {
      const args = fits(plan, info.variableValues)
      if (!args) continue
      this.stats.reused += 1
      return { plan, args }
    }
    const planner = new Planner<Viewer>(
      this.options,
      { schema: info.schema, fragments: info.fragments, variables: info.variableValues },
      viewer,
    )
    const plan = planner.plan(definition, info.fieldNodes, field, selectionOf(info))
    this.stats.planned += 1
    known.push(plan)
    if (known.length > MAX_PLANS) known.shift()
    const args = fits(plan, info.variableValues)
    if (!args) throw new Error(`the plan of ${info.fieldName} does not fit the operation it was made of`)
    return { plan, args }
  }
}

/** The coerced arguments where a plan fits these variables. */
function fits<Viewer>(
  plan: Plan<Viewer>,
  variables: Readonly<Record<string, unknown>>,
): Run<Viewer>['args'] | undefined {
  const args: Record<string, unknown>[] = []
  for (const site of plan.sites) {
    const coerced = getArgumentValues(site.field, site.node, variables)
    site.check?.(coerced)
    args.push(coerced)
  }
  for (const probe of plan.probes) if (probe.read(variables, args) !== probe.value) return undefined
  return args
}

/** The response keys from the root, without list positions. */
function responsePath(info: GraphQLResolveInfo): string {
  const keys: string[] = []
  for (let path: GraphQLResolveInfo['path'] | undefined = info.path; path; path = path.prev)
    if (typeof path.key === 'string') keys.unshift(path.key)
  return keys.join('.')
}

/** Where a field stands in the operation, rows of a list as one: `orders.nodes[*].cost`. */
export function selectionOf(info: GraphQLResolveInfo): string {
  const parts: string[] = []
  for (let path: GraphQLResolveInfo['path'] | undefined = info.path; path; path = path.prev)
    parts.unshift(typeof path.key === 'number' ? '[*]' : `.${path.key}`)
  return parts.join('').slice(1)
}

/** The error of one denied selection: no path, since it stands for every row of it. */
export function denialError(denial: Denial): GraphQLError {
  const error = new GraphQLError(`Not permitted: ${denial.selection} needs ${denial.permission}.`, {
    extensions: { code: 'FORBIDDEN', permission: denial.permission, selection: denial.selection },
  })
  Object.defineProperty(error, 'locations', { value: denial.locations, enumerable: true })
  return error
}
