import { answerAsText } from '@cs/pothos-kysely'
import type { Expected, Reference, Session } from '@cs/pothos-kysely/testing'
import { type DocumentNode, execute, type GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql'
import type { Desk } from './desk.ts'
import { mapper, type RequestContext, readContext, type Viewer } from './gateway.ts'

/** What is asked, by whom. */
export interface Asked {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly variables: Readonly<Record<string, unknown>>
  readonly viewer: Viewer
}

export interface Answered {
  readonly expected: Expected
  /** Whether the answer came as text. */
  readonly byText: boolean
  /** What differs; empty where nothing does. */
  readonly differences: readonly string[]
}

const faultOf = (error: GraphQLError) => {
  const { code, argument, permission } = error.extensions
  return [code ?? `unexpected: ${error.originalError?.stack ?? error.message}`, argument, permission].join(
    ' ',
  )
}

/** Asks the same in all three ways and tells what differs. */
export async function compare(
  desk: Desk,
  reference: Reference<Viewer, RequestContext>,
  session: Session,
  { schema, document, variables, viewer }: Asked,
): Promise<Answered> {
  const operation = getOperationAST(document)
  if (!operation) throw new Error('one operation is expected')
  const tenant = viewer.principal.kind === 'public' ? undefined : viewer.principal.shop
  const expected = await reference.answer(
    session,
    document,
    { ...variables },
    viewer,
    desk.context(viewer),
    tenant,
  )
  const differences: string[] = []

  const context = desk.context(viewer)
  const answer = await execute({ schema, document, variableValues: variables, contextValue: context })
  const faults = new Set((answer.errors ?? []).map(faultOf))
  const wanted = new Set(expected.errors.map(faultOf))
  if (faults.has('COST_LIMIT  ')) return { expected, byText: false, differences }
  for (const fault of faults) if (!wanted.has(fault)) differences.push(`error that is not expected: ${fault}`)
  if (wanted.size > 0 && faults.size === 0) differences.push(`an error is missing: ${[...wanted].join('; ')}`)
  const same = (what: string, data: unknown, denials: Iterable<string>) => {
    const left = JSON.stringify(data)
    const right = JSON.stringify(expected.data)
    if (left !== right) differences.push(`${what}: data ${around(left, right)}`)
    const given = [...denials].sort().join('\n')
    const asked = [...expected.denials].sort().join('\n')
    if (given !== asked) differences.push(`${what}: denials\n  got  ${given}\n  want ${asked}`)
  }
  if (faults.size === 0 && wanted.size === 0)
    same(
      'object',
      answer.data,
      [...context.denials.values()].map((d) => `${d.selection} ${d.permission}`),
    )

  const forText = desk.context(viewer)
  const question = { schema, document, operation, variables }
  const pieces = await answerAsText(mapper.reader, question, readContext(forText), forText).catch(
    (error: Error) => error,
  )
  const text = pieces && !(pieces instanceof Error) ? Buffer.concat(pieces).toString('utf8') : pieces
  if (text instanceof Error) {
    if (faults.size === 0) differences.push(`text: ${text.stack}`)
  } else if (text !== null) {
    if (faults.size > 0) differences.push('text: an answer where the execution has errors')
    else if (wanted.size === 0)
      same(
        'text',
        JSON.parse(text),
        [...forText.denials.values()].map((d) => `${d.selection} ${d.permission}`),
      )
  }
  return { expected, byText: typeof text === 'string', differences }
}

function around(left: string | undefined, right: string | undefined): string {
  const a = left ?? 'undefined'
  const b = right ?? 'undefined'
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const from = Math.max(0, at - 120)
  return `differs at ${at}:\n  got  …${a.slice(from, at + 160)}\n  want …${b.slice(from, at + 160)}`
}
