export { postMovement } from './journal.ts'
export { type Obligation, type Owed, type Owing, oweMoney } from './owe.ts'
export { type AfterSale, dueOfCase, oweForPieces, owePartialRefund } from './owe-for-case.ts'
export { pointsOf } from './points.ts'
