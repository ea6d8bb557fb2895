import type { PackDocument } from './document.ts'
import { type PackConfig, publishPack } from './publish.ts'

/** What the demo shops chose where the sources conflict (Q03). */
const choices = {
  'price.agent_limit': 0,
  'callback.anchor': 'RECEIVED',
  'compensation.limits': { specialist: 2_000, senior: 5_000, supervisor: 50_000, manager: 'UNLIMITED' },
  'appraisal.rewards': true,
  'appraisal.penalties': false,
  'conversion.numerator': 'PAID',
  'conversion.bonus_from': 36,
  'repair.enabled': true,
  'membership.benefits_cumulative': true,
} as const satisfies PackConfig['choices']

const first = { version: 1, effectiveFrom: '2024-01-01' } as const

export const DEMO_SHOPS = ['general', 'guided', 'apparel'] as const
export type DemoShop = (typeof DEMO_SHOPS)[number]

/** The packs of the three demo shops, version 1. */
export const DEMO_PACKS: Readonly<Record<DemoShop, PackDocument>> = {
  general: publishPack({ id: 'general', ...first, overlays: [], choices }),
  guided: publishPack({ id: 'guided', ...first, overlays: ['ops-guide', 'service-article'], choices }),
  apparel: publishPack({
    id: 'apparel',
    ...first,
    overlays: ['apparel-shop'],
    choices: { ...choices, 'price.agent_limit': 2_000 },
  }),
}
