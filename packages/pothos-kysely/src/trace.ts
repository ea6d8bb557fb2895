/** A read of what leaves a trace: the permission by which it was read, and the id of what it belongs to. */
export interface Trace {
  readonly permission: string
  readonly id: string
}

/**
 * The key under which a row tells that it leaves a trace. Only rows that do have it. No text of a row can look like
 * it: in JSON the quotes of texts are escaped.
 */
export const TRACE_KEY = '§trace'

const MARK = Buffer.from(`,"${TRACE_KEY}":"`)
const QUOTE = Buffer.from('"')

/** Takes the traces out of an answer: they are for who serves it, not for who asked. */
export function takeTraces(text: Buffer): { readonly text: Buffer; readonly traces: readonly Trace[] } {
  let at = text.indexOf(MARK)
  if (at < 0) return { text, traces: [] }
  const pieces: Buffer[] = []
  const traces = new Map<string, Trace>()
  let from = 0
  for (; at >= 0; at = text.indexOf(MARK, from)) {
    pieces.push(text.subarray(from, at))
    const begin = at + MARK.length
    const end = text.indexOf(QUOTE, begin)
    const mark = text.toString('utf8', begin, end)
    const [permission = '', id = ''] = mark.split(' ')
    traces.set(mark, { permission, id })
    from = end + 1
  }
  pieces.push(text.subarray(from))
  return { text: Buffer.concat(pieces), traces: [...traces.values()] }
}
