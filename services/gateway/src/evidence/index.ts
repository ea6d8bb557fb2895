export { type FileRoutes, fileRoutes } from './routes.ts'
