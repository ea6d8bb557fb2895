import { lockWrongShipment, setWrongShipmentVerified } from '@cs/data/registers'
import { judgeVerification, type VerificationFacts } from '@cs/domain/registers'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, agentOf } from '../context.ts'
import { id, idempotencyKey } from '../fields.ts'
import { conflict, Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  caseId: id,
  /** Whether it turned out to be one. */
  confirmed: z.boolean(),
  idempotencyKey: idempotencyKey.optional(),
})
export type VerifyWrongShipmentInput = z.input<typeof schema>

export interface WrongShipmentVerified {
  readonly caseId: string
}

/**
 * Records that somebody other than who recorded a wrong shipment looked again (OPS-REG-04). Conflict where that was
 * done before.
 */
export function verifyWrongShipment(
  deps: CommandDeps,
  actor: Actor,
  input: VerifyWrongShipmentInput,
): Promise<Outcome<WrongShipmentVerified>> {
  return runCommand(deps, actor, verifyWrongShipmentCommand, input)
}

/** An entry changes once. */
const RECORDED = 1
const VERIFIED = 2

const verifyWrongShipmentCommand: Command<
  z.output<typeof schema>,
  VerificationFacts,
  WrongShipmentVerified
> = {
  name: 'verifyWrongShipment',
  permission: 'register.verify',
  schema,
  subjectType: 'Case',
  async load(run, { caseId }) {
    const found = await lockWrongShipment(run.tx, run.actor.shop, caseId)
    if (!found) return null
    const facts = { caseId: found.caseId, ownRecord: found.recordedBy === agentOf(run) }
    return { subjectId: found.caseId, version: found.verified ? VERIFIED : RECORDED, facts }
  },
  async attempt(_run, _input, { facts, version }) {
    if (version === VERIFIED) throw conflict(version, DONE)
    return facts
  },
  judge: judgeVerification,
  async execute(run, { confirmed }, { facts: { caseId } }) {
    const agentId = agentOf(run)
    if (agentId === null) throw new Forbidden('register.verify')
    await setWrongShipmentVerified(run.tx, run.actor.shop, caseId, { agentId, confirmed, at: run.now })
    return {
      ids: { caseId },
      events: [{ type: 'WrongShipmentVerified', data: { confirmed } }],
      fields: ['verifiedBy', 'confirmed'],
    }
  },
}

const DONE = { zh: '该登记已核实。', en: 'This entry was verified already.' }
