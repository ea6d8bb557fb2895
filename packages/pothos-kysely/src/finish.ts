import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { DomainField } from './definitions.ts'
import { plainValue } from './plain.ts'
import type { Planner } from './planner.ts'
import { readingOf } from './reads.ts'
import type { Run } from './slots.ts'

/** What computed fields run with besides their facts. */
export interface FinishRun {
  readonly args: Run<never>['args']
  /** The context that resolvers get. */
  readonly contextValue: unknown
}

/** A computed field of an answer: its facts stand where its value goes. */
export interface Finish {
  /** The keys from the answer of the root field down to the field; `true` for each row of a list. */
  readonly steps: readonly (string | true)[]
  /** Runs over facts; a promise where the domain's function is asynchronous. */
  readonly run: (facts: unknown, run: FinishRun) => unknown
  /** The selection of what the run answered. Throws {@link Unfinished} where the execution has to answer. */
  readonly complete: Complete
}

type Complete = (value: unknown, run: FinishRun) => unknown

/** Something that is left to the execution, which tells errors and waits for promises. */
class Unfinished extends Error {}

/**
 * Compiles a computed field, so that it needs no execution of the operation around it: the rest of the answer is
 * read as it is to be. `undefined` where its selection asks for what only the execution does: types that are told
 * by their values, reads of their own, resolvers that look at where they are asked.
 */
export function finishOf<Viewer>(
  planner: Planner<Viewer>,
  field: DomainField<Viewer>,
  graphqlField: GraphQLField<unknown, unknown>,
  nodes: readonly FieldNode[],
  site: number | undefined,
  path: string,
): Finish | undefined {
  const { run } = field
  if (run.length > 3) return undefined
  const complete = completerOf(planner, graphqlField.type, nodes)
  if (!complete) return undefined
  return {
    steps: stepsOf(path),
    run: (facts, { args, contextValue }) =>
      (run as Resolve)(facts, site === undefined ? {} : args[site], contextValue),
    complete,
  }
}

type Resolve = (value: unknown, args: unknown, contextValue: unknown) => unknown

/** `customer.orders.nodes[*].actions` from the root field's key on. */
function stepsOf(path: string): (string | true)[] {
  const [root = '', ...keys] = path.split('.')
  const rows = (key: string) => (key.endsWith('[*]') ? [true as const] : [])
  return [...rows(root), ...keys.flatMap((key) => [key.replace('[*]', ''), ...rows(key)])]
}

function completerOf<Viewer>(
  planner: Planner<Viewer>,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
): Complete | undefined {
  if (isNonNullType(type)) {
    const inner = completerOf(planner, type.ofType, nodes)
    return inner && ((value, run) => inner(value, run) ?? unfinished())
  }
  if (isListType(type)) {
    const each = completerOf(planner, type.ofType, nodes)
    return each && ((value, run) => (present(value) ? listOf(value).map((item) => each(item, run)) : null))
  }
  if (isLeafType(type)) return (value) => (present(value) ? (type.serialize(value) ?? unfinished()) : null)
  return isObjectType(type) && !type.isTypeOf ? objectCompleter(planner, type, nodes) : undefined
}

function objectCompleter<Viewer>(
  planner: Planner<Viewer>,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): Complete | undefined {
  const fields: [key: string, complete: Complete][] = []
  for (const [key, fieldNodes] of planner.fields(type, nodes)) {
    const name = fieldNodes[0]?.name.value ?? ''
    const field = name === '__typename' ? undefined : type.getFields()[name]
    const complete = field ? fieldCompleter(planner, field, key, fieldNodes) : () => type.name
    if (!complete) return undefined
    fields.push([key, complete])
  }
  return (value, run) => {
    if (!present(value)) return null
    // Any name may be an alias, `__proto__` too.
    const made: Record<string, unknown> = Object.create(null)
    for (const [key, complete] of fields) made[key] = complete(value, run)
    return made
  }
}

function fieldCompleter<Viewer>(
  planner: Planner<Viewer>,
  field: GraphQLField<unknown, unknown>,
  key: string,
  nodes: readonly FieldNode[],
): Complete | undefined {
  const { name, resolve } = field
  const [node] = nodes
  if (!node || readingOf(field)) return undefined
  const complete = completerOf(planner, field.type, nodes)
  if (!complete) return undefined
  if (plainValue.has(resolve as object))
    return (value, run) => complete(plainValue.get(resolve as object)?.(value as never, name, key), run)
  if (!resolve) return (value, run) => complete((value as Record<string, unknown>)[name], run)
  if (resolve.length > 3) return undefined
  const site = planner.site(field, node)
  return (value, run) =>
    complete((resolve as Resolve)(value, site === undefined ? {} : run.args[site], run.contextValue), run)
}

/** False for null; promises, errors and functions are the execution's. */
function present(value: unknown): value is object {
  if (value === null || value === undefined) return false
  if (typeof value === 'function' || value instanceof Error || isPromise(value)) unfinished()
  return true
}

const isPromise = (value: unknown) =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function'

function listOf(value: object): readonly unknown[] {
  return Array.isArray(value) ? value : unfinished()
}

function unfinished(): never {
  throw new Unfinished()
}

/**
 * Puts the computed fields into the answer of a root field. `null` where the execution has to answer instead:
 * whatever went wrong on the way is told there.
 */
export async function finish(
  text: Buffer,
  finishes: readonly Finish[],
  run: FinishRun,
): Promise<Buffer | null> {
  try {
    const answer: unknown = JSON.parse(text.toString('utf8'))
    const holder = { answer }
    const found: { readonly row: Record<string, unknown>; readonly key: string; readonly finish: Finish }[] =
      []
    for (const each of finishes)
      gather(holder, 'answer', each.steps, 0, (row, key) => found.push({ row, key, finish: each }))
    const values = found.map(({ row, key, finish: each }) =>
      present(row[key]) ? each.run(row[key], run) : null,
    )
    const made = values.some(isPromise) ? await Promise.all(values) : values
    found.forEach(({ row, key, finish: { complete } }, i) => {
      row[key] = complete(made[i], run)
    })
    return Buffer.from(JSON.stringify(holder.answer))
  } catch {
    return null
  }
}

/** Finds where the value of a field goes, in each row. */
function gather(
  row: Record<string, unknown>,
  key: string,
  steps: Finish['steps'],
  at: number,
  found: (row: Record<string, unknown>, key: string) => void,
): void {
  const value = row[key] as Record<string, unknown> | null | undefined
  const step = steps[at]
  if (step === undefined) found(row, key)
  else if (value && step !== true) gather(value, step, steps, at + 1, found)
  else if (value) for (const i of Object.keys(value)) gather(value, i, steps, at + 1, found)
}
