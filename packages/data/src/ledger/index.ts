export { type Journal, type JournalLine, postJournal } from './post.ts'
