import type { DemoShopCode } from '../shops.ts'
import { APPAREL } from './apparel.ts'
import { APPLIANCE } from './appliance.ts'
import { BABY } from './baby.ts'
import { BEAUTY } from './beauty.ts'
import { MORE_APPAREL } from './clothing.ts'
import { DIGITAL } from './digital.ts'
import { FOOD } from './food.ts'
import { HOME } from './home.ts'
import type { DemoProduct } from './product.ts'
import { SPORTS } from './sports.ts'

export type { DemoProduct } from './product.ts'

/** The 30 sample products of DAT-01: 4, 4, 4, 3, 3, 3, 3, 6 by category (DAT-02). */
const SAMPLE: readonly DemoProduct[] = [
  ...APPAREL,
  ...DIGITAL,
  ...APPLIANCE,
  ...HOME,
  ...BEAUTY,
  ...FOOD,
  ...BABY,
  ...SPORTS,
]

/** What each demo shop sells, in the order of its product numbers. */
export const PRODUCTS: Readonly<Record<DemoShopCode, readonly DemoProduct[]>> = {
  general: SAMPLE,
  guided: [...APPAREL.slice(3), ...SPORTS, ...HOME, ...BEAUTY, ...APPLIANCE.slice(2)],
  apparel: [...APPAREL, ...MORE_APPAREL],
}
