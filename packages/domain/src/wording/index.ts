export type { NoticeParameters } from './parameters.ts'
