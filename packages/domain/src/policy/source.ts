import type { Basis, SourceDocument } from '../decisions/index.ts'
import type { PackKey, PackValues } from './values.ts'

/** A value from a day on, with where it stands. */
export interface Dated<T> {
  /** The first day it holds, `YYYY-MM-DD` in the shop's zone. */
  readonly since: string
  readonly value: T
  readonly basis: Basis
}

/** Values of some keys, each as a history in the order of the days they begin. */
export type Values = { readonly [K in PackKey]?: readonly Dated<PackValues[K]>[] }

/** One handbook as typed, dated values. */
export interface Source {
  readonly id: SourceId
  readonly document: SourceDocument
  readonly title: { readonly zh: string; readonly en: string }
  readonly values: Values
  /** Values for members of one tier only, by tier code. */
  readonly tiers?: Readonly<Record<string, Values>>
  /** Values for goods of one category only, by category code. */
  readonly categories?: Readonly<Record<string, Values>>
}

export const SOURCE_IDS = ['handbook-v1.0', 'ops-guide', 'service-article', 'apparel-shop'] as const
export type SourceId = (typeof SOURCE_IDS)[number]

/** The handbooks are of 2024 or undated; all begin with the first pack. */
const FIRST_DAY = '2024-01-01'

/** Builds values that are cited from one document. */
export const citing =
  (document: SourceDocument) =>
  <const T>(value: T, section: string, since = FIRST_DAY): readonly Dated<T>[] => [
    { since, value, basis: { kind: 'cited', document, section } },
  ]

/** A value that no source gives: ours, open to the shop. */
export const ours = <const T>(value: T, note: string, since = FIRST_DAY): readonly Dated<T>[] => [
  { since, value, basis: { kind: 'default', note } },
]

/** Target and breach of one clock from one place. */
export const promise = <N extends string, T>(
  clock: N,
  target: readonly Dated<T>[],
  breach: readonly Dated<T>[] = target,
) =>
  ({ [`clock.${clock}.target`]: target, [`clock.${clock}.breach`]: breach }) as {
    readonly [K in `clock.${N}.${'target' | 'breach'}`]: readonly Dated<T>[]
  }
