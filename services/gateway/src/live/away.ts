/** What the database says when it goes, and what the system says of a server that is not there. */
const AWAY = /^(57P0[1-5]|08\w{3}|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/

/** Whether an error says that the database can't be reached at the moment. */
export function databaseIsAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown }
  if (typeof code === 'string') return AWAY.test(code)
  return typeof message === 'string' && message.startsWith('Connection terminated')
}
