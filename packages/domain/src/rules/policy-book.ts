import type { Basis } from '../decisions/index.ts'
import {
  ALL_PACK_KEYS,
  CONFLICTS,
  DEMO_PACKS,
  DEMO_SHOPS,
  loadPack,
  PACK_KEYS,
  type PackKey,
} from '../policy/index.ts'
import { coverage } from './coverage.ts'
import { RULES, type RuleEntry } from './entries.ts'
import { row, table } from './markdown.ts'

const packs = DEMO_SHOPS.map((shop) => ({ shop, pack: loadPack(DEMO_PACKS[shop]) }))

/** Where something stands, in one line. */
export function citationOf(basis: Basis): string {
  return basis.kind === 'cited' ? `${basis.document} ${basis.section}` : `default: ${basis.note}`
}

function valueRow(key: PackKey): string {
  const shown = packs.map(({ pack }) => pack.show(key))
  const bases = new Set(shown.map(({ basis }) => citationOf(basis)))
  return row(`\`${key}\``, PACK_KEYS[key].zh, ...shown.map(({ value }) => value), [...bases].join('; '))
}

const VERDICTS = {
  PASS: 'permits',
  WARN: 'permits with a warning',
  NEEDS_APPROVAL: 'asks for approval',
  DENY: 'refuses',
} as const

function section(rule: RuleEntry): string {
  const parts = [
    `### ${rule.id} ${rule.title.zh} · ${rule.title.en}`,
    `${citationOf(rule.basis)}`,
    `> ${rule.message.zh}\n>\n> ${rule.message.en}`,
  ]
  if (rule.reads.length > 0)
    parts.push(table(['Value', '含义', ...DEMO_SHOPS, 'Basis'], rule.reads.map(valueRow)))
  if (rule.cases.length > 0) {
    const cases = rule.cases.map(
      (each) => `- ${each.expect ? VERDICTS[each.expect] : 'does not apply'}: ${each.name} (${each.shop})`,
    )
    parts.push(cases.join('\n'))
  }
  return parts.join('\n\n')
}

function conflicts(): string {
  const rows = CONFLICTS.map((each) =>
    row(
      each.id,
      each.mode,
      `${each.subject.zh} · ${each.subject.en}`,
      each.resolution,
      each.keys.map((key) => `\`${key}\``).join(', '),
    ),
  )
  return table(['No.', 'Mode', 'Subject', 'Resolution', 'Keys'], rows)
}

function coverageTable(): string {
  const all = coverage()
  const statuses = ['enforced', 'computed', 'content', 'later', 'out of scope'] as const
  const counts = statuses.map((status) => `${all.filter((each) => each.status === status).length} ${status}`)
  const rows = all.map((each) => row(each.id, each.status, each.where, each.viewOf ?? ''))
  return `${all.length} rows: ${counts.join(', ')}.\n\n${table(['Id', 'Status', 'Where or why', 'View of'], rows)}`
}

/** The policy book as markdown: every rule with its citation, values and cases; all values; conflicts; coverage. */
export function policyBook(): string {
  const concepts = [...new Set(RULES.map((rule) => rule.concept))].sort()
  const rules = concepts.map((concept) =>
    [`## Rules: ${concept}`, ...RULES.filter((rule) => rule.concept === concept).map(section)].join('\n\n'),
  )
  return `${[
    '# Policy book',
    'Printed from the rules and packs in `packages/domain`. Change it there.',
    table(
      ['Pack', 'Sources', 'Effective from', 'Hash'],
      packs.map(({ shop, pack }) =>
        row(
          `${shop}@${pack.ref.version}`,
          pack.sources.join(' + '),
          pack.effectiveFrom,
          `\`${pack.ref.hash.slice(0, 12)}\``,
        ),
      ),
    ),
    ...rules,
    '## All values',
    table(['Value', '含义', ...DEMO_SHOPS, 'Basis'], ALL_PACK_KEYS.map(valueRow)),
    '## Conflicts between sources',
    conflicts(),
    '## Coverage of the rule catalogue',
    coverageTable(),
  ].join('\n\n')}\n`
}
