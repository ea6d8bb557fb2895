export {
  addLead,
  addPaymentFollowUp,
  findLead,
  followUpLeadRow,
  leadGround,
  orderToPay,
} from './leads.ts'
export { askingCustomer, isAbout, openConsultationCase } from './open.ts'
