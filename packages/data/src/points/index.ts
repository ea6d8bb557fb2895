export { clawBackPoints, type PointsOfOrder, returnPoints } from './order-points.ts'
