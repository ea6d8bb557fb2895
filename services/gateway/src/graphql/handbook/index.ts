import { ENUM_LABELS } from '@cs/domain/labels'
import { RULES, ruleOf } from '@cs/domain/rules'
import { builder } from '../builder.ts'
import { Bilingual, RuleType } from '../decisions/shape.ts'

interface Label {
  readonly value: string
  readonly label: { readonly zh: string; readonly en: string }
}

interface Labels {
  readonly name: string
  readonly labels: readonly Label[]
}

const EnumLabel = builder.objectRef<Label>('EnumLabel').implement({
  description: 'A value of an enum and what to show for it.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'The value.' }),
    label: t.field({ type: Bilingual, description: 'What to show.', resolve: (l) => l.label }),
  }),
})

const EnumLabels = builder.objectRef<Labels>('EnumLabels').implement({
  description: 'The labels of one enum, so that no frontend writes them down.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the enum.' }),
    labels: t.field({
      type: [EnumLabel],
      description: 'Its values, in order.',
      resolve: (e) => [...e.labels],
    }),
  }),
})

builder.queryFields((t) => ({
  enumLabels: t.field({
    type: [EnumLabels],
    description: 'The labels of enums in Chinese and English. Public.',
    args: { names: t.arg.stringList({ description: 'Only these enums; all where nothing is said.' }) },
    resolve: (_root, { names }) =>
      Object.entries(ENUM_LABELS)
        .filter(([name]) => !names || names.includes(name))
        .map(([name, labels]) => ({
          name,
          labels: Object.entries(labels as Record<string, Label['label']>).map(([value, label]) => ({
            value,
            label,
          })),
        })),
  }),
  rules: t.field({
    type: [RuleType],
    description: 'The rules of the handbooks that are judged here. Public.',
    args: { concept: t.arg.string({ description: 'Only those of one area, such as `orders`.' }) },
    resolve: (_root, { concept }) => RULES.filter((rule) => !concept || rule.concept === concept),
  }),
  rule: t.field({
    type: RuleType,
    nullable: true,
    description: 'One rule, by its id. Public.',
    args: { id: t.arg.string({ required: true, description: 'Such as `ORD-MOD-02`.' }) },
    resolve: (_root, { id }) => ruleOf(id) ?? null,
  }),
}))
