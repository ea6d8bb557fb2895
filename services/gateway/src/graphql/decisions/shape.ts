import type {
  Basis,
  Bilingual as BilingualText,
  Decision,
  Finding,
  Remedy,
  ValueInForce,
} from '@cs/domain/decisions'
import { decimal, type Fen } from '@cs/domain/money'
import { citedRule, type RuleEntry } from '@cs/domain/rules'
import { byName } from '@cs/pothos-kysely'
import { builder } from '../builder.ts'
import { Outcome, RemedyKind, Verdict } from '../enums.ts'
import { Money } from '../mapping.ts'

/** Money as a domain value gives it; the same GraphQL type as mapped money. */
export const PlainMoney = Money.ref as ReturnType<
  typeof builder.objectRef<{ amount: string; currency: string }>
>

/** An amount as the read path would give it. */
export const moneyOf = (amount: Fen) => byName({ amount: decimal(amount), currency: 'CNY' })

export const Bilingual = builder.objectRef<BilingualText>('Bilingual').implement({
  description: 'A text in the two languages that are served.',
  fields: (t) => ({
    zh: t.exposeString('zh', { description: 'Chinese (simplified).' }),
    en: t.exposeString('en', { description: 'English.' }),
  }),
})

const Citation = builder.objectRef<Basis>('Citation').implement({
  description: 'Where a rule or a value comes from: a section of a handbook, or our own default.',
  fields: (t) => ({
    document: t.string({
      nullable: true,
      description: 'The handbook, by its code in the rule catalogue; null for a default.',
      resolve: (b) => (b.kind === 'cited' ? b.document : null),
    }),
    section: t.string({
      nullable: true,
      description: 'The section; null for a default.',
      resolve: (b) => (b.kind === 'cited' ? b.section : null),
    }),
    note: t.string({
      nullable: true,
      description: 'Why this default; null where it is cited.',
      resolve: (b) => (b.kind === 'default' ? b.note : null),
    }),
  }),
})

export const RuleType = builder.objectRef<RuleEntry>('Rule').implement({
  description: 'A rule of the handbooks.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'The id in the rule catalogue, such as `ORD-MOD-02`.' }),
    concept: t.exposeString('concept', { description: 'The area it belongs to.' }),
    title: t.field({ type: Bilingual, description: 'What it is about.', resolve: (r) => r.title }),
    message: t.field({ type: Bilingual, description: 'What it says.', resolve: (r) => r.message }),
    citation: t.field({ type: Citation, description: 'Where it stands.', resolve: (r) => r.basis }),
  }),
})

const Value = builder.objectRef<ValueInForce>('PolicyValue').implement({
  description: 'A value of the pack that took part in a finding.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'The name of the value.' }),
    value: t.exposeString('value', { description: 'The value in force, as text.' }),
    citation: t.field({ type: Citation, description: 'Where it comes from.', resolve: (v) => v.basis }),
  }),
})

export const RemedyType = builder.objectRef<Remedy>('Remedy').implement({
  description: 'One thing that would change an answer.',
  fields: (t) => ({
    kind: t.field({ type: RemedyKind, description: 'What kind of thing.', resolve: (r) => r.kind }),
    text: t.field({ type: Bilingual, description: 'What to do.', resolve: (r) => r.text }),
    evidence: t.string({ nullable: true, description: 'What to bring.', resolve: (r) => r.evidence ?? null }),
    approver: t.string({
      nullable: true,
      description: 'The permission whose holder can approve.',
      resolve: (r) => r.approver ?? null,
    }),
    alternative: t.string({
      nullable: true,
      description: 'The action to take instead.',
      resolve: (r) => r.alternative ?? null,
    }),
    openUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Open until then; null: without limit.',
      resolve: (r) => (r.openUntil ? new Date(r.openUntil) : null),
    }),
  }),
})

export const FindingType = builder.objectRef<Finding>('Finding').implement({
  description: "One rule's verdict.",
  fields: (t) => ({
    rule: t.field({ type: RuleType, description: 'The rule.', resolve: (f) => citedRule(f.rule) }),
    verdict: t.field({ type: Verdict, description: 'What it says of this case.', resolve: (f) => f.verdict }),
    message: t.field({
      type: Bilingual,
      description: 'The sentence for the customer or the agent.',
      resolve: (f) => f.message,
    }),
    values: t.field({
      type: [Value],
      description: 'The values in force that it read.',
      resolve: (f) => [...f.values],
    }),
    remedies: t.field({
      type: [RemedyType],
      description: 'What would change this verdict.',
      resolve: (f) => [...f.remedies],
    }),
  }),
})

export const PackVersion = builder.objectRef<Decision['pack']>('PackVersion').implement({
  description: 'The policy pack by which something was judged.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'The name of the pack.' }),
    version: t.exposeInt('version', { description: 'The version.' }),
    hash: t.exposeString('hash', { description: 'SHA-256 of its content.' }),
  }),
})

export const PolicyDecision = builder.objectRef<Decision>('PolicyDecision').implement({
  description:
    'A decision that explains itself: every finding, the rules and values behind it, and what would change it.',
  fields: (t) => ({
    action: t.exposeString('action', { description: 'What was asked.' }),
    outcome: t.field({ type: Outcome, description: 'What it comes to.', resolve: (d) => d.outcome }),
    findings: t.field({
      type: [FindingType],
      description: 'All findings, not the first.',
      resolve: (d) => [...d.findings],
    }),
    remedies: t.field({
      type: [RemedyType],
      description: 'All that would change the answer.',
      resolve: (d) => d.findings.flatMap((f) => f.remedies),
    }),
    pack: t.field({ type: PackVersion, description: 'What it was judged by.', resolve: (d) => d.pack }),
  }),
})
