import { CloseCode } from 'graphql-ws'
import { identityErrorCode } from '../identity/index.ts'

/** Codes with which a WebSocket is closed, besides those of graphql-transport-ws (4400 to 4499). */
export const Closing = {
  /** The server stops; connect again. */
  GOING_AWAY: 1001,
  /** A bug; its id is in the reason. */
  INTERNAL_ERROR: 1011,
  /** Too many connections, or identities can't be read at the moment; connect again later. */
  TRY_LATER: 1013,
} as const

/** How a connection ends. */
export interface Ending {
  readonly code: number
  readonly reason: string
}

/** How a connection whose sender is refused ends; `undefined` where the error is none of an identity. */
export function endingOf(error: unknown): Ending | undefined {
  const code = identityErrorCode(error)
  if (code === undefined) return undefined
  const reason = `${code}: ${error instanceof Error ? error.message : ''}`
  return { code: code === 'UNAVAILABLE' ? Closing.TRY_LATER : CloseCode.Forbidden, reason }
}

/** A reason may have 123 bytes. */
export function fitting(reason: string): string {
  const bytes = Buffer.from(reason)
  return bytes.length <= 123
    ? reason
    : bytes
        .subarray(0, 120)
        .toString()
        .replace(/\uFFFD$/, '')
}
