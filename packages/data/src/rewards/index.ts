export {
  addDraw,
  addPlay,
  closeDraw,
  type Draw,
  type DrawRecord,
  drawRecord,
  findDraw,
  type NewDraw,
  type Prize,
  prizesOf,
  seedOf,
} from './draws.ts'
export {
  addRedemption,
  findRedemption,
  type Redemption,
  redemptionOfHold,
  settleRedemption,
} from './redemptions.ts'
export {
  findReward,
  lockRewardByCode,
  moveReward,
  type Reward,
  saveReward,
} from './rewards.ts'
