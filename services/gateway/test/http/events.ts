/** One event of a stream. */
export interface StreamEvent {
  readonly event: string
  readonly data: string
}

/** The events of a whole stream, as the standard for event streams reads them. */
export function eventsOf(text: string): StreamEvent[] {
  const events: StreamEvent[] = []
  for (const block of text.split('\n\n')) {
    const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith(':'))
    if (lines.length === 0) continue
    const values = (field: string) =>
      lines
        .filter((line) => line.startsWith(`${field}:`))
        .map((line) => line.slice(field.length + 1).trimStart())
    events.push({ event: values('event').join(), data: values('data').join('\n') })
  }
  return events
}
