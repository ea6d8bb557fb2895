import { candidates, findPatron, lockRouting } from '@cs/data/routing'
import { supervisorOnDuty } from '@cs/data/shifts'
import type { Grade } from '@cs/domain/access'
import { hasDedicatedAgent } from '@cs/domain/membership'
import { chooseAgent, type Skill } from '@cs/domain/routing'
import { agentOf, originOf, type Run } from '../context.ts'
import { assign } from './dedicate.ts'

/** What is known of a case when somebody is looked for. */
export interface Routed {
  readonly queue: Skill
  /** `null`: it does not matter whose case it is. */
  readonly customerId: string | null
  /** The lowest grade that may get it. */
  readonly from?: Grade
}

/**
 * Who owns a case that this run opens: the agent who received it, to the end (CMP-PRI-01); one that no agent
 * received is given to somebody.
 */
export async function ownerFor(run: Run, routed: Routed): Promise<string> {
  return run.approval?.requestedBy ?? agentOf(run) ?? giveTo(run, routed)
}

/**
 * The agent to give a case to: `chooseAgent` among those on duty; where nobody fit works now, the supervisor on duty or
 * on call; where the roster names none, whoever of the staff suits best. A member with a right to it keeps whom they
 * got first (MEM-02, MEM-05), until that agent leaves. Throws where nobody works in the shop.
 */
export async function giveTo(run: Run, { queue, customerId, from }: Routed): Promise<string> {
  const { tx, now } = run
  const { shop } = run.actor
  const { pack } = run.context
  await lockRouting(tx, shop)
  const staff = await candidates(tx, shop, now)
  const patron = customerId === null ? null : await findPatron(tx, shop, customerId)
  const entitled = patron?.tier ? hasDedicatedAgent(patron.tier, pack) : false
  // Who has left looks after nobody any more.
  const keeper = staff.find((each) => each.id === patron?.dedicated)?.id ?? null
  const need = { queue, ...(from && { from }), dedicated: entitled ? keeper : null }
  const limit = pack.get('routing.open_case_limit')
  const onDuty = chooseAgent(
    staff.filter((each) => each.onDuty),
    need,
    limit,
  )
  if (onDuty) {
    const first = entitled && customerId !== null && !from && keeper === null
    if (first) await assign(tx, originOf(run), [{ customerId, agentId: onDuty.id }])
    return onDuty.id
  }
  const found = (await supervisorOnDuty(tx, shop, now)) ?? chooseAgent(staff, need, limit)?.id
  if (!found) throw new Error(`shop ${shop} has no active agent to give a case to`)
  return found
}
