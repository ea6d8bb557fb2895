import {
  AFTER_SALE_STATES,
  AFTER_SALE_STEPS,
  type AfterSaleState,
  type AfterSaleType,
  COMPENSATION_KINDS,
  caseStatusOf,
  commandOfStep,
  FREIGHT_MODES,
  hasEnded,
  LEDGER_ACCOUNTS,
  type Movement,
  postingsFor,
  STEP_NAMES,
  type Step,
  type StepName,
} from '../after-sales/index.ts'
import { type EnumName, labelOf } from '../labels/index.ts'
import { fen } from '../money/index.ts'
import { CLOCK_NAMES, CLOCKS, type ClockName, DEMO_PACKS, DEMO_SHOPS, loadPack } from '../policy/index.ts'
import { lifecycleDiagram, statesAfter } from './after-sales-diagram.ts'
import { RULES } from './entries.ts'
import { code, row, table } from './markdown.ts'

const codes = (names: Iterable<string>) => [...names].map(code).join(', ') || '–'
const label = (name: EnumName, value: string) => {
  const found = labelOf(name, value)
  return found ? `${found.zh} · ${found.en}` : value
}

function states(): string {
  const rows = AFTER_SALE_STATES.map((state) =>
    row(
      code(state),
      label('AfterSaleState', state),
      code(caseStatusOf(state)),
      hasEnded(state) ? 'yes' : '–',
    ),
  )
  return table(['State', 'Label', 'Status of the case', 'Ended'], rows)
}

function clockMoves({ clocks = {} }: Step): string {
  const { endAll, latest: _, ...moves } = clocks
  const told = Object.entries(moves).map(([verb, names]) => `${verb} ${codes(names ?? [])}`)
  return [...told, ...(endAll ? ['end all'] : [])].join('; ') || '–'
}

function stepRow(name: StepName): string {
  const step: Step = AFTER_SALE_STEPS[name]
  const command = commandOfStep(name)
  const to = new Set(step.from.flatMap((from: AfterSaleState) => statesAfter(name, from)))
  return row(
    `${code(name)} ${label('AfterSaleStep', name)}`,
    command ? `${code(command.name)}, ${code(command.permission)}` : 'the worker',
    codes(step.from),
    to.size > 0 ? codes(to) : 'as it was',
    step.types ? codes(step.types as readonly AfterSaleType[]) : 'all',
    clockMoves(step),
    step.notice ? code(step.notice) : '–',
  )
}

/** Those that a step moves. */
function clocksOfSteps(): readonly ClockName[] {
  const all: readonly Step[] = Object.values(AFTER_SALE_STEPS)
  const moved = new Set<unknown>(all.flatMap(({ clocks }) => Object.values(clocks ?? {}).flat()))
  return CLOCK_NAMES.filter((name) => moved.has(name))
}

function clocks(): string {
  const packs = DEMO_SHOPS.map((shop) => loadPack(DEMO_PACKS[shop]))
  const rows = clocksOfSteps().map((name) => {
    const times = packs.map((pack) => {
      const latest = pack.show(`clock.${name}.breach`).value
      const target =
        pack.get(`clock.${name}.target`) === null ? latest : pack.show(`clock.${name}.target`).value
      return target === latest ? latest : `${target}; ${latest}`
    })
    const { zh, en, rules } = CLOCKS[name]
    return row(code(name), `${zh} · ${en}`, ...times, rules.join(', ') || 'default')
  })
  return table(['Clock', 'From what to what', ...DEMO_SHOPS, 'Rules'], rows)
}

/** Every movement that the ledger knows, in each of its forms. */
function movements(): readonly (readonly [form: string, movement: Movement])[] {
  const amount = { amountFen: fen(1) }
  const refund = { goodsFen: fen(1), freightFen: fen(1) }
  return [
    ['', { kind: 'REFUND_OWED', ...refund }],
    ['', { kind: 'REFUND_CANCELLED', ...refund }],
    ['', { kind: 'REFUND_ISSUED', ...amount }],
    ['', { kind: 'REFUND_FAILED', ...amount }],
    ['', { kind: 'COMPENSATION_OWED', in: 'CASH', ...amount }],
    ...COMPENSATION_KINDS.map((in_) => [in_, { kind: 'COMPENSATION_ISSUED', in: in_, ...amount }] as const),
    ...FREIGHT_MODES.map((mode) => [mode, { kind: 'FREIGHT_OWED', mode, ...amount }] as const),
    ...FREIGHT_MODES.map((mode) => [mode, { kind: 'FREIGHT_SETTLED', mode, ...amount }] as const),
    ['', { kind: 'CLAIM_OPENED', ...amount }],
    ['what is not accepted', { kind: 'CLAIM_ANSWERED', claimedFen: fen(2), acceptedFen: fen(1) }],
    ['', { kind: 'CLAIM_SETTLED', ...amount }],
  ]
}

/** One row for all forms of a movement that are posted alike. */
function journals(): string {
  const rows = new Map<string, { kind: string; forms: string[]; sides: readonly [string, string] }>()
  for (const [form, movement] of movements()) {
    const lines = postingsFor(movement)
    if (lines.length === 0) continue
    const side = (debit: boolean) =>
      codes(lines.filter(({ amountFen }) => amountFen > 0 === debit).map(({ account }) => account))
    const sides = [side(true), side(false)] as const
    const key = [movement.kind, ...sides].join()
    const found = rows.get(key)
    if (found) found.forms.push(form)
    else rows.set(key, { kind: movement.kind, forms: [form], sides })
  }
  const shown = [...rows.values()].map(({ kind, forms, sides: [debit, credit] }) =>
    row(
      `${code(kind)} ${label('JournalKind', kind)}`,
      forms.filter(Boolean).join(', ') || 'always',
      debit,
      credit,
    ),
  )
  return table(['Journal', 'When', 'Debit', 'Credit'], shown)
}

const accounts = () =>
  table(
    ['Account', 'Label'],
    LEDGER_ACCOUNTS.map((account) => row(code(account), label('LedgerAccount', account))),
  )

/** The rules that ask for an approval in one of their cases. */
function approvals(): string {
  const rows = RULES.filter(({ concept }) => concept === 'after-sales' || concept === 'settlements').flatMap(
    (rule) => {
      const asking = rule.cases.filter(({ expect }) => expect === 'NEEDS_APPROVAL')
      if (asking.length === 0) return []
      return row(rule.id, `${rule.title.zh} · ${rule.title.en}`, asking.map(({ name }) => name).join('; '))
    },
  )
  return table(['Rule', 'About', 'Such as'], rows)
}

/** The lifecycle of after-sales as markdown: states, steps, clocks, ledger and approvals, from the tables that act. */
export function afterSalesPage(): string {
  const { diagram, leftOut } = lifecycleDiagram()
  return `# After-sales

An after-sale is a case on an order: a return, an exchange, a repair, something sent again, a partial refund, a
compensation, or a dispute that the platform decides (AS-TYP-01 to -07). The tables of this page are printed from
those that the service acts by. What a rule says, and its values, stands in the [policy book](policy-book.md).

## From the question to the end

1. \`order.afterSaleOptions\` tells what is open on each line: type, reasons, until when, which proof, what would come
   back and when, who bears the freight, and why not where it is not.
2. \`previewAfterSale\` tells all of it for one application, and gives a token. \`requestAfterSale\` with the token does
   just that, or answers \`Conflict\` where anything of it changed ([ADR 14](adr/0014-after-sales.md)).
3. Then steps are taken, each by a command of its own. A step out of order is refused by the rule AS-WF-RET, as a
   stored decision. Each moves the state, the clocks and the status of the case, and writes the notice that the
   customer is owed, in one transaction.

## States

${states()}

\`UNDECIDED\` in the diagram stands for the three states it holds. Steps that leave from many states, or leave the state
as it is, are not drawn: ${codes(leftOut)}.

${diagram}

## Steps

Where the type decides, several states follow. Goods that come back after their money or their replacement went ahead
leave the state as it is. The permission is held as [the matrix](permissions.md) says; what somebody may not grant
alone takes an approval.

${table(['Step', 'Command and permission', 'From', 'To', 'Types', 'Clocks', 'Notice'], STEP_NAMES.map(stepRow))}

An approval and a receipt start clocks besides, by type: the way back or the collection, the partial refund; the
inspection, and the refund or the replacement beside it. An application starts the first answer and the decision, and
for a lost, late or damaged parcel those of the parcel.

## Clocks

Target and latest time, or the one that is both. ${code('–')} is a promise that the shop does not make. Paused while we wait for
the customer. An hour is an hour; days end at 24:00 in Shanghai. When a promise runs out and when it is broken, the
worker writes an event; goods that are not sent back in time are reminded of, then the after-sale lapses
([ADR 16](adr/0016-clocks-as-rows.md)).

${clocks()}

## Money

What is owed and what was paid are two steps: a refund, a compensation or freight is written down, then issued or
settled. Over all refunds of an order no more goes back than was paid, whatever runs at once. Every movement is a
journal whose lines sum to zero, written with what caused it and never changed
([ADR 15](adr/0015-ledger-of-settlements.md)). What the buyer gets is apart from what is claimed of a carrier (C-26).

${journals()}

${accounts()}

## Approvals

A command whose decision is \`NEEDS_APPROVAL\` answers \`ApprovalRequired\`. \`requestApproval\` puts it in the inbox;
approving carries it out at once. Nobody decides their own ([ADR 8](adr/0008-commands.md)).

${approvals()}
`
}
