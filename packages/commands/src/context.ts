import type { Tx } from '@cs/data'
import type { Origin } from '@cs/data/journal'
import { assumePack, packInForce } from '@cs/data/policy'
import type { Principal, Scope } from '@cs/domain/access'
import type { Context } from '@cs/domain/decisions'
import type { Pack } from '@cs/domain/policy'
import { PackChanged } from './retry.ts'
import type { CommandDeps } from './run.ts'

/** Who may give commands: anyone with an identity. */
export type Actor = Exclude<Principal, { kind: 'public' }>

/** One run of a command: its transaction, its clock, its actor. */
export interface Run {
  readonly deps: CommandDeps
  readonly tx: Tx
  readonly actor: Actor
  /** How far the command's permission reaches for this actor. */
  readonly scope: Scope
  readonly commandId: string
  readonly now: Date
  /** The pack in force and the time: what the domain judges with. */
  readonly context: Context
  /** Somebody only asks: nothing is locked and nothing is written. */
  readonly asking: boolean
  /** The approval that carries this run: what needs approval is then permitted. */
  readonly approval: null | { readonly id: string; readonly requestedBy: string }
}

type Start = Pick<Run, 'deps' | 'tx' | 'actor' | 'scope' | 'commandId'> & { readonly asking?: boolean }

/** Starts a run: reads the clock once, and the pack that is in force then. Throws where the shop has none. */
export async function openRun(start: Start): Promise<Run> {
  const now = start.deps.now()
  return runUnder(start, now, await packInForce(start.tx, start.actor.shop, now))
}

function runUnder(start: Start, now: Date, pack: Pack): Run {
  return { ...start, now, context: { pack, now }, approval: null, asking: start.asking ?? false }
}

/** A run under a pack that is still to be confirmed. */
export interface AssumedRun {
  readonly run: Run
  /**
   * Waits for a step and then for the answer that the run judges by the pack in force. Throws `PackChanged` where
   * it does not, whatever came of the step: the transaction has to be run again.
   */
  under<T>(step: Promise<T>): Promise<T>
}

/**
 * Starts a run as `openRun` does, but works with the pack that was in force last while the database is asked
 * which one is: a round trip less.
 */
export async function assumeRun(start: Start): Promise<AssumedRun> {
  const now = start.deps.now()
  const { pack, confirmed } = await assumePack(start.tx, start.actor.shop, now)
  return {
    run: runUnder(start, now, pack),
    async under(step) {
      const [result] = await Promise.allSettled([step])
      const failed = result.status === 'rejected'
      // A transaction that the database ended answers no more: what ended it says why.
      const right = await (failed ? confirmed().catch(() => true) : confirmed())
      if (!right) throw new PackChanged(pack.ref.id)
      if (failed) throw result.reason
      return result.value
    },
  }
}

const KINDS = { agent: 'AGENT', partner: 'PARTNER', worker: 'WORKER' } as const

/** What every entry of a run says of its origin. */
export function originOf({ actor, commandId, now }: Run): Origin {
  return originFor(actor, commandId, now)
}

/** The same for what is written outside of a run. */
export function originFor(actor: Actor, commandId: string, now: Date): Origin {
  return { shopId: actor.shop, actorKind: KINDS[actor.kind], actorId: principalOf(actor), commandId, at: now }
}

/** The id of who acts; `null` for the worker. */
export function principalOf(actor: Actor): string | null {
  return actor.kind === 'worker' ? null : actor.id
}

/** The agent who acts, for columns that name one; `null` for partners and the worker. */
export function agentOf(run: Run): string | null {
  return run.actor.kind === 'agent' ? run.actor.id : null
}
