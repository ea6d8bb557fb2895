export {
  type CreditedPoints,
  clawBackPoints,
  creditedPoints,
  type PointsOfOrder,
  returnPoints,
  spentPointsExpiry,
} from './order-points.ts'
