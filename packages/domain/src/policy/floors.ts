import type { Basis } from '../decisions/index.ts'
import { type Duration, partsOf, secondsOf } from './durations.ts'
import type { PackKey, PackValues } from './values.ts'

/** What no pack may undercut: a value below the floor is refused when a pack is published. */
export interface Floor<K extends PackKey = PackKey> {
  readonly key: K
  readonly value: PackValues[K]
  readonly basis: Basis
  /** Whether a value keeps what the floor protects. */
  readonly keeps: (value: PackValues[K]) => boolean
}

const floor = <K extends PackKey>(
  key: K,
  value: PackValues[K],
  note: string,
  keeps: (value: PackValues[K]) => boolean,
): Floor<K> => ({ key, value, basis: { kind: 'default', note }, keeps })

/** Working days last as long as calendar days at least; `noon` may come at once. */
const atLeast = (least: Duration) => (value: Duration) => {
  const parts = partsOf(value)
  const exact: Duration = parts === null ? '0h' : parts.unit === 'wd' ? `${parts.amount}d` : value
  return secondsOf(exact) >= secondsOf(least)
}

/** Floors of the law and of the platform, as far as the settled questions name them. */
export const FLOORS = [
  floor('return.no_reason_window', '7d', 'the law grants seven days; to be reviewed', atLeast('7d')),
  floor(
    'return.no_reason_excluded',
    ['CUSTOMISED', 'PERISHABLE', 'DIGITAL'],
    'a promise to everybody is not taken away goods by goods (AS-POL-02)',
    (excluded) => excluded.every((each) => ['CUSTOMISED', 'PERISHABLE', 'DIGITAL'].includes(each)),
  ),
  floor(
    'after_sale.reasons.return_and_refund',
    ['NO_REASON'],
    'no reason is needed within the window (AS-POL-01)',
    (reasons) => reasons.includes('NO_REASON'),
  ),
  floor('privacy.masked_by_default', true, 'C-34 reaches every shop (Q01)', (masked) => masked),
  floor('review.paid_praise', false, 'C-28 reaches every shop (Q01)', (paid) => !paid),
] as const

/** The floors that a value of a key breaks. */
export function brokenFloors(key: PackKey, value: unknown): readonly Floor[] {
  return (FLOORS as readonly unknown[] as readonly Floor[]).filter(
    (each) => each.key === key && !each.keeps(value as never),
  )
}
