import type { BaseContext } from '@apollo/server'
import type { HttpConfig, WebSocketConfig } from '../config.ts'
import type { Operations } from '../http/index.ts'
import type { Log } from '../logging.ts'

/** What WebSockets are served with. */
export interface WebSocketsOptions<Context extends BaseContext> {
  readonly operations: Operations<Context>
  readonly config: { readonly http: HttpConfig; readonly webSocket: WebSocketConfig }
  readonly log: Log
  readonly now: () => Date
}
