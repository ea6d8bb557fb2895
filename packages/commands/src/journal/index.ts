export { consumeEvents, EVENT_BATCH, type EventConsumer } from './consume.ts'
