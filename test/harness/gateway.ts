// The one place that knows where the gateway is taken from.
export { createApi } from '../../services/gateway/src/api.ts'
export { readConfig } from '../../services/gateway/src/config.ts'
export { schema } from '../../services/gateway/src/graphql/schema.ts'
export { DEVELOPMENT_ISSUER, developmentKeys, TOKEN_TYPE } from '../../services/gateway/src/identity/index.ts'
export { createLog } from '../../services/gateway/src/logging.ts'
export { startGateway } from '../../services/gateway/src/start.ts'
export { eventsOf } from '../../services/gateway/test/http/events.ts'
export { connect } from '../../services/gateway/test/transports/socket.ts'
