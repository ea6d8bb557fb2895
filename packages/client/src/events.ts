import type { Bytes } from './http.ts'

/** One event of a stream. */
export interface StreamEvent {
  readonly event: string
  readonly data: string
}

/** The events in the bytes of a stream, as they come; `null` for a sign of life between them. */
export async function* eventsIn(bytes: Bytes): AsyncGenerator<StreamEvent | null> {
  // Not every browser walks over a stream by itself.
  const reader = bytes.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) yield eventOf(block)
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function eventOf(block: string): StreamEvent | null {
  const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith(':'))
  if (lines.length === 0) return null
  const values = (field: string) =>
    lines
      .filter((line) => line.startsWith(`${field}:`))
      .map((line) => line.slice(field.length + 1).replace(/^ /, ''))
  return { event: values('event').join(''), data: values('data').join('\n') }
}
