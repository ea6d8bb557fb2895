export { type ContactsOf, contactsOf, lockContacts } from './contacts.ts'
export { contactFacts, followUpFacts } from './facts.ts'
export {
  calledBack,
  customersOf,
  type FollowUpAbout,
  type FoundFollowUp,
  findFollowUp,
  followUpLoads,
  followUpsAbout,
  lockFollowUp,
} from './find.ts'
export {
  type CaseToFollowUp,
  casesToFollowUp,
  type LeadToFollowUp,
  leadsToFollowUp,
  type OrderToFollowUp,
  ordersToFollowUp,
} from './occasions.ts'
export {
  birthdays,
  type Dated,
  dueFollowUps,
  lockRound,
  membersToGreet,
  type PageOf,
  type Round,
  setRound,
  shopsToPlan,
  silentSince,
  vipsToCareFor,
} from './rounds.ts'
export { type SatisfactionOf, satisfactionOf } from './satisfaction.ts'
export {
  addFollowUps,
  changeFollowUp,
  type FollowUpChange,
  knownOccasions,
  type NewFollowUp,
  occasionKey,
  setArranged,
} from './write.ts'
