export {
  type NoticeRecorded,
  type RecordNoticeFailedInput,
  type RecordNoticeSentInput,
  recordNoticeFailed,
  recordNoticeSent,
} from './record-notice.ts'
