export { askingCustomer, isAbout, openConsultationCase } from './open.ts'
