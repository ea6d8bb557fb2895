import { inShop, newId } from '@cs/data'
import { worksHere } from '@cs/data/cases'
import { changeFollowUp, findFollowUp, followUpLoads, lockContacts } from '@cs/data/follow-ups'
import { recordEvent } from '@cs/data/journal'
import { candidates, lockRouting } from '@cs/data/routing'
import { supervisorOnDuty } from '@cs/data/shifts'
import type { Principal } from '@cs/domain/access'
import { dayOf, endOfDay } from '@cs/domain/calendar'
import { KINDS } from '@cs/domain/follow-ups'
import { chooseAgent } from '@cs/domain/routing'
import { openRun, originOf, type Run } from '../context.ts'
import { retrying } from '../retry.ts'
import type { CommandDeps } from '../run.ts'
import { rearrange } from './rearrange.ts'

type Worker = Extract<Principal, { kind: 'worker' }>

/**
 * Judges what is planned for a customer once more on its day: it is given to somebody who works now, moved, held,
 * suppressed, or dropped when it is too late. Done once, however many workers find it.
 */
export function prepareFollowUp(
  deps: CommandDeps,
  actor: Worker,
  of: { readonly followUpId: string; readonly customerId: string },
): Promise<void> {
  return retrying(() =>
    inShop(deps.database, actor.shop, async (tx) => {
      const run = await openRun({ deps, tx, actor, scope: 'shop', commandId: newId(deps.now()) })
      await lockContacts(tx, actor.shop, [of.customerId])
      await rearrange(run, [of.customerId])
      const found = await findFollowUp(tx, actor.shop, of.followUpId)
      if (!found || found.preparedAt !== null || found.facts.followUp.status !== 'OPEN') return
      // Moved to another day, it is prepared then.
      if (dayOf(new Date(found.facts.followUp.dueAt)) > dayOf(run.now)) return
      await give(run, found)
    }),
  )
}

async function give(run: Run, found: NonNullable<Awaited<ReturnType<typeof findFollowUp>>>): Promise<void> {
  const { tx, actor, now } = run
  const { id, kind, customerId, assigneeId } = found
  const stays = assigneeId !== null && (await worksHere(tx, actor.shop, assigneeId))
  const to = stays ? assigneeId : await whoever(run, kind)
  await changeFollowUp(tx, actor.shop, id, { prepared_at: now, ...(to !== null && { assignee_id: to }) })
  await recordEvent(tx, originOf(run), {
    type: 'FollowUpDue',
    subject: { type: 'FollowUp', id },
    data: { kind, customerId, assigneeId: to },
  })
}

/** Whoever suits best and has the least before them, cases and contacts of the day together; `null`: nobody is there. */
async function whoever(run: Run, kind: keyof typeof KINDS): Promise<string | null> {
  const { tx, actor, now, context } = run
  await lockRouting(tx, actor.shop)
  const loads = await followUpLoads(tx, actor.shop, endOfDay(dayOf(now)))
  const staff = (await candidates(tx, actor.shop, now)).map((each) => ({
    ...each,
    openCases: each.openCases + (loads.get(each.id) ?? 0),
  }))
  const need = { queue: KINDS[kind].queue }
  const limit = context.pack.get('routing.open_case_limit')
  const onDuty = chooseAgent(
    staff.filter((each) => each.onDuty),
    need,
    limit,
  )
  return (
    onDuty?.id ?? (await supervisorOnDuty(tx, actor.shop, now)) ?? chooseAgent(staff, need, limit)?.id ?? null
  )
}
