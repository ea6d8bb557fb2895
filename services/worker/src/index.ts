export { type Log, startWorker, type Worker, type WorkerOptions } from './worker.ts'
