import type { Bilingual } from '../decisions/index.ts'

/** Labels of an enum from `VALUE: [Chinese, English]`. */
export function labels<const T extends Readonly<Record<string, readonly [string, string]>>>(
  table: T,
): { readonly [V in keyof T]: Bilingual } {
  const entries = Object.entries(table).map(([value, [zh, en]]) => [value, { zh, en }])
  return Object.fromEntries(entries)
}
