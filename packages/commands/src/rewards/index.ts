export { type CloseDrawInput, closeDraw, type DrawClosed } from './close-draw.ts'
export { type DrawOpened, type OpenDrawInput, openDraw } from './open-draw.ts'
export { type DrawPlayed, type PlayDrawInput, playDraw } from './play-draw.ts'
export {
  previewRedeemReward,
  type RedeemRewardInput,
  type RewardRedeemed,
  redeemReward,
} from './redeem-reward.ts'
export { type RewardSaved, type SaveRewardInput, saveReward } from './save-reward.ts'
export {
  cancelRedemption,
  fulfilRedemption,
  type RedemptionSettled,
  type SettleRedemptionInput,
} from './settle-redemption.ts'
