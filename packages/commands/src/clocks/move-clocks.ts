import {
  type Clock,
  type ClockSubject,
  keepCaseDue,
  runningClocks,
  startClocks,
  updateClock,
} from '@cs/data/clocks'
import { findPack } from '@cs/data/policy'
import type { ClockMoves } from '@cs/domain/after-sales'
import {
  type ClockResult,
  endClock,
  metBy,
  pauseClock,
  recountClock,
  resumeClock,
  startClocks as startAll,
  stopClock,
} from '@cs/domain/clocks'
import type { ClockName } from '@cs/domain/policy'
import { originOf, type Run } from '../context.ts'
import { tellOfClock } from './tell.ts'

type Moved = Clock & { readonly stoppedAt?: Date; readonly result?: ClockResult }

/**
 * Moves the clocks of a subject at a step, in the command's transaction: resumes, pauses, stops, ends, starts,
 * recounts, in this order. The caller has locked the subject. A clock that is not there is left out, one that
 * runs already goes on, one without a promise in the pack is not started. Keeps the due time of the case.
 */
export async function moveClocks(run: Run, subject: ClockSubject, moves: ClockMoves): Promise<void> {
  const { tx, now } = run
  const shop = run.actor.shop
  const before = await runningClocks(tx, shop, subject.subjectId)
  const left = new Set<ClockName>()
  let changed = false
  for (const clock of before) {
    const moved = moveClock(clock, moves, now)
    if (!moved.stoppedAt) left.add(moved.name)
    if (moved === clock) continue
    changed = true
    await writeMoved(run, clock, moved)
  }
  const starting = (moves.start ?? []).filter((name) => !left.has(name))
  const started = startAll(starting, [...left], now, run.context.pack, moves.latest)
  await startClocks(tx, shop, subject, started)
  if (moves.recount) changed = (await recount(run, subject, moves.recount)) || changed
  if (subject.caseId && (changed || started.length > 0)) await keepCaseDue(tx, shop, subject.caseId)
}

function moveClock(clock: Clock, moves: ClockMoves, now: Date): Moved {
  const named = (names: readonly ClockName[] | undefined) => names?.includes(clock.name) === true
  let moved: Moved = clock
  // An earlier reminder of an agent's own does not take the place of the one that is due.
  const due = clock.remindAt && clock.remindAt <= now && !clock.remindedAt
  if (named(moves.remind) && due) moved = { ...moved, remindedAt: now }
  if (named(moves.resume)) moved = change(moved, resumeClock(moved, now))
  if (named(moves.pause)) moved = change(moved, pauseClock(moved, now))
  if (moves.stop && metBy(moves.stop).has(clock.name)) return change(moved, stopClock(moved, now))
  if (moves.endAll || named(moves.end)) return change(moved, endClock(moved, now))
  return moved
}

const change = <T extends object>(clock: Clock, to: T): Clock & T =>
  (to as object) === clock ? (clock as Clock & T) : { ...clock, ...to }

/** A promise that is found broken when it stops, before the worker came by, is told as broken here. */
async function writeMoved(run: Run, before: Clock, moved: Moved): Promise<void> {
  const found = moved.result === 'BREACHED' && !before.breachedAt
  await updateClock(run.tx, run.actor.shop, found ? { ...moved, breachedAt: run.now } : moved)
  if (found) await tellOfClock(run.tx, originOf(run), 'ClockBreached', moved)
}

/**
 * Counts latest times anew from now, by the pack under which each clock started. What was told of the provisional
 * time may be told again of the new one, if that is still to come.
 */
async function recount(run: Run, subject: ClockSubject, names: readonly ClockName[]): Promise<boolean> {
  const { tx, now } = run
  const shop = run.actor.shop
  let changed = false
  for (const clock of await runningClocks(tx, shop, subject.subjectId)) {
    if (!names.includes(clock.name)) continue
    const { id, version } = clock.pack
    const current = run.context.pack
    const same = current.ref.id === id && current.ref.version === version
    const pack = same ? current : await findPack(tx, shop, id, version)
    if (!pack) throw new Error(`clock ${clock.id} names pack ${id}@${version}, which the shop does not have`)
    const counted = change(clock, recountClock(clock, now, pack))
    if (counted === clock) continue
    changed = true
    await updateClock(tx, shop, {
      ...counted,
      warnedAt: counted.warnAt > now ? null : counted.warnedAt,
      breachedAt: counted.breachAt > now ? null : counted.breachedAt,
    })
  }
  return changed
}
