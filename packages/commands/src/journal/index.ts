export { consumeEvents, EVENT_BATCH, type EventConsumer } from './consume.ts'
export { consumeSingly, type ParkedEvent } from './park.ts'
