export { addTierChanges, setTiers, type TierChange } from './changes.ts'
export { type GrantedGift, grantGifts, lockGift, setGiftFulfilled } from './gifts.ts'
export {
  addMember,
  dispatchFirst,
  isMember,
  lockStanding,
  lockStandings,
  nextStandings,
  paidBy,
  paidDays,
  type Standing,
  tierOf,
} from './members.ts'
export { type PaidWindow, paidByDay, paidInWindow, paidWindow } from './paid.ts'
export {
  beginRounds,
  type DueRound,
  dueRounds,
  moveRound,
  type Round,
  type RoundKind,
  takeRound,
} from './rounds.ts'
