// The one place that knows where the read path of the gateway is taken from.

export { Budgets } from '../../services/gateway/src/graphql/budget.ts'
export { type RequestContext, shopOf, type Viewer } from '../../services/gateway/src/graphql/context.ts'
export { mapper, readContext } from '../../services/gateway/src/graphql/mapping.ts'
export { schema } from '../../services/gateway/src/graphql/schema.ts'
export { Live } from '../../services/gateway/src/live/index.ts'
export { packsOf } from '../../services/gateway/src/packs.ts'
