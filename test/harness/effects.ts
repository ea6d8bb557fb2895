import { expect } from 'vitest'
import type { Act } from './acts.ts'
import type { Client } from './client.ts'
import { uuidOf } from './ids.ts'
import type { World } from './world.ts'

/** The stored decision of an act replays to itself, as the API tells it. */
export async function expectReplay(client: Client, done: Act, outcome: string): Promise<void> {
  const id = done.decision?.id
  const { decision } = await client.ask<{
    decision: {
      outcome: string
      findings: { verdict: string }[]
      replay: { agrees: boolean; decision: { outcome: string; findings: { verdict: string }[] } }
    }
  }>(
    'query ($id: ID!) { decision(id: $id) { outcome findings { verdict rule { id } message { zh } } replay { agrees decision { outcome findings { verdict rule { id } message { zh } } } } } }',
    { id },
  )
  expect(decision.outcome).toBe(outcome)
  expect(decision.replay.agrees).toBe(true)
  const { outcome: decided, findings } = decision
  expect(decision.replay.decision).toEqual({ outcome: decided, findings })
}

/** The audit entries of a command on a subject, newest last: names of fields, never values. */
export async function auditOf(
  world: World,
  subject: string,
): Promise<{ action: string; permission: string; purpose: string | null; fields: string[] }[]> {
  return world.rows(
    'SELECT action, permission, purpose, fields FROM audit_entries WHERE subject_id = $1 ORDER BY at, id',
    [uuidOf(subject)],
  )
}

/** The events of an order as the timeline tells them, newest first. */
export async function timelineOf(
  client: Client,
  number: string,
): Promise<
  { type: string; actorKind: string; rules: string[]; pack: string | null; decision: { id: string } | null }[]
> {
  const { order } = await client.ask<{
    order: {
      timeline: {
        nodes: {
          type: string
          actorKind: string
          rules: string[]
          pack: string | null
          decision: { id: string } | null
        }[]
      }
    }
  }>(
    'query ($number: String) { order(number: $number) { timeline { nodes { type actorKind rules pack decision { id } } } } }',
    { number },
  )
  return order.timeline.nodes
}
