export { type FollowUpLeadInput, followUpLead } from './follow-up-lead.ts'
export { type FollowUpPaymentInput, followUpPayment, type PaymentFollowedUp } from './follow-up-payment.ts'
export {
  type ConsultationOpened,
  type OpenConsultationInput,
  openConsultation,
  openConsultationOf,
} from './open-consultation.ts'
export { type LeadChanged, type RegisterLeadInput, registerLead } from './register-lead.ts'
