export { sendError, sendJson } from './answers.ts'
export { isLoopback, sameOrigin } from './origin.ts'
export { createHttpServer, type HttpServer, type HttpServerOptions, type PageHandler } from './server.ts'
