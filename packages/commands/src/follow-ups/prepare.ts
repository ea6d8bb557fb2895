import { inShop, newId } from '@cs/data'
import { worksHere } from '@cs/data/cases'
import {
  changeFollowUp,
  customersOf,
  type FoundFollowUp,
  findFollowUp,
  followUpLoads,
  lockContacts,
} from '@cs/data/follow-ups'
import { recordEvent } from '@cs/data/journal'
import { candidates, lockRouting } from '@cs/data/routing'
import { supervisorOnDuty } from '@cs/data/shifts'
import type { Principal } from '@cs/domain/access'
import { dayOf, endOfDay } from '@cs/domain/calendar'
import { type FollowUpKind, KINDS } from '@cs/domain/follow-ups'
import { chooseAgent } from '@cs/domain/routing'
import { openRun, originOf, type Run } from '../context.ts'
import { retrying } from '../retry.ts'
import type { CommandDeps } from '../run.ts'
import { rearrange } from './rearrange.ts'

type Worker = Extract<Principal, { kind: 'worker' }>

/**
 * Judges what is planned for customers once more on its day: it is given to somebody who works now, moved, held, suppressed,
 * or dropped when it is too late. All in one transaction, so that who has how much before them is counted once; each is done
 * once, however many workers find it.
 */
export function prepareFollowUps(
  deps: CommandDeps,
  actor: Worker,
  followUpIds: readonly string[],
): Promise<void> {
  return retrying(() =>
    inShop(deps.database, actor.shop, async (tx) => {
      const run = await openRun({ deps, tx, actor, scope: 'shop', commandId: newId(deps.now()) })
      const customerIds = await customersOf(tx, actor.shop, followUpIds)
      await lockContacts(tx, actor.shop, customerIds)
      await rearrange(run, customerIds)
      let choose: Choose | undefined
      for (const id of followUpIds) {
        const found = await findFollowUp(tx, actor.shop, id)
        if (!found || found.preparedAt !== null || found.facts.followUp.status !== 'OPEN') continue
        // Moved to another day, it is prepared then.
        if (dayOf(new Date(found.facts.followUp.dueAt)) > dayOf(run.now)) continue
        const { assigneeId, kind } = found
        const stays = assigneeId !== null && (await worksHere(tx, actor.shop, assigneeId))
        if (!stays) choose ??= await staffOf(run)
        await give(run, found, stays || !choose ? assigneeId : await choose(kind))
      }
    }),
  )
}

async function give(run: Run, { id, kind, customerId }: FoundFollowUp, to: string | null): Promise<void> {
  const { tx, actor, now } = run
  await changeFollowUp(tx, actor.shop, id, { prepared_at: now, ...(to !== null && { assignee_id: to }) })
  await recordEvent(tx, originOf(run), {
    type: 'FollowUpDue',
    subject: { type: 'FollowUp', id },
    data: { kind, customerId, assigneeId: to },
  })
}

/** Chooses somebody for a contact of a kind, who has it before them from then on; `null`: nobody is there. */
type Choose = (kind: FollowUpKind) => Promise<string | null>

/** Whoever suits best and has the least before them, cases and contacts of the day together. Who works is read once. */
async function staffOf(run: Run): Promise<Choose> {
  const { tx, actor, now, context } = run
  await lockRouting(tx, actor.shop)
  const loads = new Map(await followUpLoads(tx, actor.shop, endOfDay(dayOf(now))))
  const people = await candidates(tx, actor.shop, now)
  const limit = context.pack.get('routing.open_case_limit')
  return async (kind) => {
    const need = { queue: KINDS[kind].queue }
    const staff = people.map((each) => ({
      ...each,
      openCases: each.openCases + (loads.get(each.id) ?? 0),
    }))
    const onDuty = chooseAgent(
      staff.filter((each) => each.onDuty),
      need,
      limit,
    )
    const id =
      onDuty?.id ??
      (await supervisorOnDuty(tx, actor.shop, now)) ??
      chooseAgent(staff, need, limit)?.id ??
      null
    if (id !== null) loads.set(id, (loads.get(id) ?? 0) + 1)
    return id
  }
}
