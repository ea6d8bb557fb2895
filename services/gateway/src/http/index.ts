export { sendError, sendJson } from './answers.ts'
export {
  answerOperation,
  type Delivery,
  type KnownQuestions,
  type LiveAnswer,
  type Opening,
  type Operations,
  type Seen,
  statusOf,
  type Turns,
  textOf,
} from './operation.ts'
export { hostIsLoopback, isLoopback, originAllowed, sameOrigin } from './origin.ts'
export { createHttpServer, type HttpServer, type HttpServerOptions, type PageHandler } from './server.ts'
