export type { WebSocketsOptions } from './options.ts'
export { createWebSockets, type WebSockets } from './websockets.ts'
