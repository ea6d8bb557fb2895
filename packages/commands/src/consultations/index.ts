export {
  type ConsultationOpened,
  type OpenConsultationInput,
  openConsultation,
  openConsultationOf,
} from './open-consultation.ts'
