export { sendError, sendJson } from './answers.ts'
export {
  answerOperation,
  type KnownQuestions,
  type Operations,
  type Seen,
  statusOf,
  textOf,
} from './operation.ts'
export { hostIsLoopback, isLoopback, originAllowed, sameOrigin } from './origin.ts'
export { createHttpServer, type HttpServer, type HttpServerOptions, type PageHandler } from './server.ts'
