import { afterSaleCaseFacts, afterSaleOrderFacts } from '@cs/data/after-sales'
import {
  type AfterSaleAction,
  type AfterSaleCaseFacts,
  type AfterSaleOrderFacts,
  afterSaleActions,
} from '@cs/domain/after-sales'
import { aliasOf } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import type { AfterSale } from '../cases/index.ts'
import type { RequestContext } from '../context.ts'
import { PolicyDecision } from '../decisions/shape.ts'
import { AfterSaleStepName } from '../enums.ts'
import { actorOf } from './actor.ts'

const ActionType = builder.objectRef<AfterSaleAction & { permitted: boolean }>('AfterSaleAction').implement({
  description:
    'A step that an after-sale is open to, with what would be decided now. Nothing is stored for asking.',
  fields: (t) => ({
    step: t.field({ type: AfterSaleStepName, description: 'The step.', resolve: (a) => a.step }),
    command: t.exposeString('command', { description: 'The mutation that takes it.' }),
    permission: t.exposeString('permission', { description: 'The permission it asks for.' }),
    permitted: t.exposeBoolean('permitted', { description: 'Whether the viewer holds the permission.' }),
    decision: t.field({
      type: PolicyDecision,
      description: 'What the rules say. Details such as an amount are judged when they are given.',
      resolve: (a) => a.decision,
    }),
  }),
})

interface Facts {
  readonly order: AfterSaleOrderFacts | null
  readonly case: AfterSaleCaseFacts
}

type AfterSaleFields = Parameters<Parameters<typeof AfterSale.fields>[0]>[0]

export const afterSaleActionsField = (f: AfterSaleFields) =>
  f.domain({
    type: [ActionType],
    guard: 'after_sale.read',
    description:
      'The steps it is open to, each with findings, citations and remedies (AS-WF-RET, AS-WF-EXC).',
    cost: 40,
    reads: ((row: never) => {
      const c = aliasOf(row)
      const column = (name: string) => sql.ref(`${c}.${name}`)
      return sql`JSON_OBJECT('case': ${afterSaleCaseFacts(c)}, 'order': (SELECT ${afterSaleOrderFacts('its_order', column('id'))}
        FROM orders its_order WHERE its_order.shop_id = ${column('shop_id')} AND its_order.id = ${column('order_id')}))`
    }) as never,
    run: async ({ order, case: found }: Facts, _args: never, request: RequestContext) => {
      if (!order) return []
      const context = { pack: await request.pack(), now: request.viewer.now }
      return afterSaleActions(order, found, actorOf(request.viewer), context).map((action) => ({
        ...action,
        permitted: request.viewer.grants.has(action.permission),
      }))
    },
  })
