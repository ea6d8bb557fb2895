export { type Candidate, chooseAgent, type Need } from './choose.ts'
export { chooseKeepers, type Keeper } from './dedicated.ts'
export { FAST_LANE_RULES, type FastLaneFacts, judgeFastLane } from './fast-lane.ts'
export { type Queued, queueOf, SKILLS, type Skill, skillOf } from './queue.ts'
