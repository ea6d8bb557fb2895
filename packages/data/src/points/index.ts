export {
  type CreditedPoints,
  clawBackPoints,
  creditedPoints,
  grantPoints,
  type PointsOfOrder,
  returnPoints,
  spentPointsExpiry,
} from './order-points.ts'
