import type { Basis, Bilingual } from '../decisions/index.ts'
import { ORDER_RULES } from '../orders/index.ts'
export interface RuleEntry { readonly id: string; readonly concept: string; readonly title: Bilingual; readonly message: Bilingual; readonly basis: Basis }
export const RULES: readonly RuleEntry[] = ORDER_RULES.map((r) => ({ ...r, concept: 'orders' }))
export function ruleOf(id: string): RuleEntry { const r = RULES.find((x) => x.id === id); if (!r) throw new Error(id); return r }
