export { followUpScript, rulesOfFollowUp } from './follow-ups.ts'
export { isNoticeScript, type Locale, noticeText, rulesOfNotice } from './notices.ts'
export type { NoticeParameters } from './parameters.ts'
export type { NoticeScript } from './scripts.ts'
