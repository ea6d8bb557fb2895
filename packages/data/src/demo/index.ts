export { demoNow } from './functions.ts'
export { type DemoState, SCENARIOS, type Scenario } from './scenarios.ts'
export { type SeedOptions, seedDemo } from './seed.ts'
export { DEMO_SHOPS, type DemoShop, type DemoShopCode } from './shops.ts'
