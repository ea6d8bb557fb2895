import type { Tx } from '@cs/data'
import type { Origin } from '@cs/data/journal'
import { packInForce } from '@cs/data/policy'
import type { Principal, Scope } from '@cs/domain/access'
import type { Context } from '@cs/domain/decisions'
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

/** Starts a run: reads the clock once, and the pack that is in force then. Throws where the shop has none. */
export async function openRun(
  start: Pick<Run, 'deps' | 'tx' | 'actor' | 'scope' | 'commandId'> & { readonly asking?: boolean },
): Promise<Run> {
  const now = start.deps.now()
  const pack = await packInForce(start.tx, start.actor.shop, now)
  return { ...start, now, context: { pack, now }, approval: null, asking: start.asking ?? false }
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
