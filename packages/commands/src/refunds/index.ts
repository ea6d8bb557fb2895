export { postMovement } from './journal.ts'
export { type Owed, type Owing, oweMoney } from './owe.ts'
export { type AfterSale, dueOfCase, oweForPieces, owePartialRefund } from './owe-for-case.ts'
export { movePoints } from './points.ts'
