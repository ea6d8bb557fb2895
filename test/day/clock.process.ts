/** What the one who started a process tells it. */
export type Order = { readonly start: number } | { readonly now: number; readonly step: number }

/** What a process answers. */
export type Report =
  | { readonly loaded: true }
  | { readonly started: { readonly port: number } }
  | { readonly step: number; readonly relays: boolean }
  | { readonly problem: string }

export function report(what: Report): void {
  process.send?.(what)
}

/**
 * Runs a service whose clock is moved from outside: it is loaded, started at the time that it is told, and told of each
 * further time. It ends with the one who started it.
 */
export function runByClock(
  start: (now: () => Date) => Promise<{ readonly port: number; relays(): boolean }>,
): void {
  let time = 0
  let relays = () => false
  process.on('disconnect', () => process.exit())
  process.on('message', async (order: Order) => {
    if ('start' in order) {
      time = order.start
      const service = await start(() => new Date(time))
      relays = service.relays
      return report({ started: { port: service.port } })
    }
    time = order.now
    report({ step: order.step, relays: relays() })
  })
  report({ loaded: true })
}
