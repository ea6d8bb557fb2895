import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  type OperationDefinitionNode,
} from 'graphql'
import type { Pool } from 'pg'
import type { Denial, Field } from './definitions.ts'
import { readBytesUnderTenant } from './pipeline.ts'
import type { Plan, PlanShape } from './plan.ts'
import { PlanCache } from './plan-cache.ts'
import { Planner, type PlannerOptions } from './planner.ts'
import { bind, type Run } from './slots.ts'
import { type Trace, takeTraces } from './trace.ts'

/** What a request brings to its reads. */
export interface ReadContext<Viewer> {
  readonly viewer: Viewer
  readonly pool: Pool
  /** What may not be seen and was asked for; the gateway answers one error for each. */
  readonly denials: Map<string, Denial>
  /** Told of the cost of each root field before its SQL runs; throws where it is too much. */
  readonly onCost: (points: number) => void
  /** Fields whose cost was told by an answer that could not be finished: it is not told again by the next. */
  readonly told?: Set<FieldNode>
  /** Told of what was read that leaves a trace, before the answer is given; where it throws, none is. */
  readonly onTraces?: (traces: readonly Trace[]) => Promise<void>
  /** Reads that may be shared with others: the same statement with the same values under the same tenant. */
  readonly shared?: SharedReads | undefined
}

/** Keeps reads under way, and for a while their answers. */
export interface SharedReads {
  /** The read under a key: the one that is kept, else a new one. */
  get(key: string, read: () => Promise<Buffer | null>): Promise<Buffer | null>
}

export interface ReaderOptions<Viewer> extends PlannerOptions<Viewer> {
  /** All that the viewer's permissions put into a plan, as one string. */
  readonly grantsKey: (viewer: Viewer) => string
  /** The setting that row-level security reads, such as `app.tenant`. */
  readonly setting: string
}

/** One field of an operation that is answered in one statement. */
export interface Question {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly parentType: GraphQLObjectType
  readonly nodes: readonly FieldNode[]
  /** Where the field stands: response keys from the root, with `[*]` for the rows of a list. */
  readonly path: string
}

/** A plan, and the arguments of one run. */
export interface Prepared<Viewer> {
  readonly plan: Plan<Viewer>
  readonly args: Run<Viewer>['args']
  /** In points. */
  readonly cost: number
}

/** Points up to which a read is light: one row and a short list, which are read within a millisecond. */
const LIGHT = 10

/** Runs fields of operations as one statement each, with plans that are kept. */
export class Reader<Viewer> {
  readonly options: ReaderOptions<Viewer>
  readonly plans = new PlanCache<Viewer>()

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
    const prepared = this.prepare(field, questionOf(info), context.viewer, 'object')
    this.tell(prepared, context)
    const text = await this.run(prepared, context, parent)
    return text === null ? null : JSON.parse(text.toString('utf8'))
  }

  /** Finds or makes the plan of a field, and the arguments of this run. Throws where an argument can't be served. */
  prepare(field: Field<Viewer>, question: Question, viewer: Viewer, shape: PlanShape): Prepared<Viewer> {
    const key = `${shape} ${question.path} ${question.parentType.name} ${this.options.grantsKey(viewer)}`
    const known = this.plans.find(question.operation, key, (plan) => fits(plan, question))
    if (known) return { ...known, cost: known.plan.cost(known.args) }
    const definition = definitionOf(question)
    const planner = new Planner<Viewer>(this.options, question, viewer, shape)
    const plan = planner.plan(definition, question.nodes, field, question.path)
    this.plans.add(question.operation, key, plan)
    const args = fits(plan, question)
    if (!args) throw new Error(`the plan of ${definition.name} does not fit the operation it was made of`)
    return { plan, args, cost: plan.cost(args) }
  }

  /** Tells what is denied and what it costs, before any SQL runs; throws where it costs too much. */
  tell({ plan, cost }: Prepared<Viewer>, context: ReadContext<Viewer>): void {
    for (const denial of plan.denials) context.denials.set(`${denial.selection} ${denial.permission}`, denial)
    const [node] = plan.nodes
    if (!node || !context.told?.delete(node)) context.onCost(cost)
  }

  /** Runs a prepared field: the JSON text of its answer, in UTF-8. */
  async run(
    prepared: Prepared<Viewer>,
    context: ReadContext<Viewer>,
    parent: unknown,
  ): Promise<Buffer | null> {
    const answer = await this.#run(prepared, context, parent)
    if (answer === null || !prepared.plan.traced) return answer
    const { text, traces } = takeTraces(answer)
    if (traces.length > 0) await context.onTraces?.(traces)
    return text
  }

  #run(
    { plan, args, cost }: Prepared<Viewer>,
    context: ReadContext<Viewer>,
    parent: unknown,
  ): Promise<Buffer | null> {
    if (!plan.statement) return Promise.resolve(null)
    const values = bind(plan.statement, { viewer: context.viewer, args, parent })
    const { text } = plan.statement
    const tenant = this.options.tenant(context.viewer)
    const read = () => {
      plan.runs += 1
      const name = plan.runs > 1 ? plan.name : undefined
      const wanted = { tenant, text, values, name, light: cost <= LIGHT }
      return readBytesUnderTenant(context.pool, this.options.setting, wanted)
    }
    return context.shared ? context.shared.get(JSON.stringify([tenant, text, values]), read) : read()
  }
}

/** What a resolver asks of its field. */
export function questionOf(info: GraphQLResolveInfo): Question {
  return {
    schema: info.schema,
    operation: info.operation,
    fragments: info.fragments,
    variables: info.variableValues,
    parentType: info.parentType,
    nodes: info.fieldNodes,
    path: selectionOf(info),
  }
}

function definitionOf({ parentType, nodes }: Question): GraphQLField<unknown, unknown> {
  const definition = parentType.getFields()[nodes[0]?.name.value ?? '']
  if (!definition) throw new Error(`${parentType.name}.${nodes[0]?.name.value} is not a field`)
  return definition
}

/** The coerced arguments where a plan fits a question. Throws where an argument can't be served. */
function fits<Viewer>(plan: Plan<Viewer>, { nodes, variables }: Question): Run<Viewer>['args'] | undefined {
  if (nodes.length !== plan.nodes.length || nodes.some((node, i) => node !== plan.nodes[i])) return undefined
  const args: Record<string, unknown>[] = []
  for (const step of plan.steps) {
    if (step.kind === 'probe') {
      if (step.read(variables, args) !== step.value) return undefined
      continue
    }
    const coerced = step.fixed ?? getArgumentValues(step.field, step.node, variables)
    if (!step.fixed) step.check?.(coerced)
    args.push(coerced)
  }
  return args
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
