export { databaseIsAway } from './away.ts'
export { cursorSql, seqIn } from './cursor.ts'
export { caseIdOf, type LiveEvent } from './events.ts'
export { Live } from './live.ts'
