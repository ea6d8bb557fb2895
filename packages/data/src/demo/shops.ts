/** The code of a demo shop. */
export type DemoShopCode = 'general' | 'guided' | 'apparel'

/** A demo shop. `prefix` starts the numbers of its orders, customers and cases. */
export interface DemoShop {
  readonly id: string
  readonly code: DemoShopCode
  readonly name: string
  readonly prefix: string
  /** Its part of the customers and orders of all shops. */
  readonly share: number
}

/** The three demo shops; each runs on its own policy pack. */
export const DEMO_SHOPS: readonly DemoShop[] = [
  {
    id: '01900000-0000-7000-8000-000000000001',
    code: 'general',
    name: '百汇优选商城',
    prefix: 'G',
    share: 0.5,
  },
  { id: '01900000-0000-7000-8000-000000000002', code: 'guided', name: '悦享生活馆', prefix: 'D', share: 0.2 },
  {
    id: '01900000-0000-7000-8000-000000000003',
    code: 'apparel',
    name: '云裳服饰旗舰店',
    prefix: 'A',
    share: 0.3,
  },
]
