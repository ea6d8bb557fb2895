import { AFTER_SALE_NOTICES } from './after-sales.ts'
import { MEMBER_NOTICES } from './members.ts'
import type { Script } from './script.ts'

const SCRIPTS = { ...AFTER_SALE_NOTICES, ...MEMBER_NOTICES }

/** The script of a notice that is owed to a customer. */
export type NoticeScript = keyof typeof SCRIPTS

/** The script library: a file for each concept that owes notices. */
export const NOTICES: Readonly<Record<NoticeScript, Script>> = SCRIPTS
