import type { Context } from '../src/decisions/index.ts'
import { DEMO_PACKS, loadPack } from '../src/policy/index.ts'

/** The packs of the general, the guided and the clothing shop at an instant. */
export function contextsAt(now: Date): readonly [general: Context, guided: Context, apparel: Context] {
  const of = (shop: keyof typeof DEMO_PACKS) => ({ pack: loadPack(DEMO_PACKS[shop]), now })
  return [of('general'), of('guided'), of('apparel')]
}
