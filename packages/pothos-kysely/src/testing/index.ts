export { type DocumentOptions, type RandomDocument, randomDocument } from './documents.ts'
export { Random } from './random.ts'
export { type Expected, Reference, type Rules } from './reference.ts'
export { Session } from './session.ts'
