import { type AfterSalePreviewed, type Preview, previewAfterSale } from '@cs/commands'
import { Quote } from '../after-sales/quote.ts'
import { builder } from '../builder.ts'
import { PolicyDecision } from '../decisions/shape.ts'
import { applicationFields, applicationInput } from './after-sales.ts'
import { asActor, guarded } from './command.ts'
import { REFUSALS } from './outcomes.ts'

type Shown = Extract<Preview<AfterSalePreviewed>, { kind: 'Previewed' }>

const Previewed = builder.objectRef<Shown>('AfterSalePreviewed').implement({
  description: 'What `requestAfterSale` would decide and promise now. Nothing is stored for asking.',
  fields: (t) => ({
    decision: t.field({
      type: PolicyDecision,
      description: 'The decision it would be.',
      resolve: (p) => p.decision,
    }),
    quote: t.field({ type: Quote, description: 'What it would cost and give.', resolve: (p) => p.quote }),
    token: t.string({
      nullable: true,
      description:
        'Give it to `requestAfterSale` to get just this, or a Conflict; null where the rules say no.',
      resolve: (p) => p.token?.token ?? null,
    }),
    tokenExpiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when the token holds.',
      resolve: (p) => (p.token ? new Date(p.token.expiresAt) : null),
    }),
    subjectVersion: t.exposeInt('subjectVersion', {
      description: 'The version of the order it was judged on.',
    }),
  }),
})

const MEMBERS = { Previewed, ValidationFailed: REFUSALS.ValidationFailed, NotFound: REFUSALS.NotFound }

const Result = builder.unionType('AfterSalePreviewResult', {
  description: 'What may come of asking first.',
  types: Object.values(MEMBERS) as never,
  resolveType: ((preview: Preview) => MEMBERS[preview.kind]) as never,
})

const PreviewInput = builder.inputType('PreviewAfterSaleInput', {
  description: 'What would be applied for.',
  fields: applicationFields,
})

const PERMISSION = 'after_sale.request'

builder.queryField('previewAfterSale', (t) =>
  t.field({
    type: Result,
    nullable: true,
    ...guarded({
      description:
        'What `requestAfterSale` would decide, cost and promise now, with a token that holds it for ten minutes.',
      permission: PERMISSION,
    }),
    args: { input: t.arg({ type: PreviewInput, required: true, description: 'What would be applied for.' }) },
    resolve: ((_root: unknown, { input }: { input: object }, context: never) =>
      asActor(PERMISSION, context, (actor, { commands, viewer }) =>
        previewAfterSale(commands, actor, applicationInput(viewer, input)),
      )) as never,
  }),
)
