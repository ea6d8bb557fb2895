export { createApi } from './api.ts'
export { type Config, ConfigError, readConfig } from './config.ts'
export { createLog, type Log } from './logging.ts'
export { type Api, type Gateway, startGateway } from './start.ts'
