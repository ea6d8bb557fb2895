export { supervisorOnDuty } from './supervisor.ts'
