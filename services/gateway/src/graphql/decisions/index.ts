import { replayDecision } from '@cs/commands'
import type { DB } from '@cs/data'
import type { Decision } from '@cs/domain/decisions'
import type { Columns } from '@cs/pothos-kysely'
import { type RawBuilder, sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import type { RequestContext } from '../context.ts'
import { Outcome } from '../enums.ts'
import { agentIn, CODES, idIn, mapper } from '../mapping.ts'
import { FindingType, PackVersion, PolicyDecision, RemedyType } from './shape.ts'

export const DecisionRecord = mapper.type('DecisionRecord', 'decisions', {
  code: CODES.Decision,
  guard: 'decision.read',
  reaches: {
    own: (d, { viewer }) => agentIn.own(d.actor_id, viewer),
    team: (d, { viewer }) => agentIn.team(d.actor_id, viewer),
  },
  description: 'A decision as it was taken and stored, with the facts it was taken on.',
})

interface Stored {
  readonly action: string
  readonly outcome: Decision['outcome']
  readonly findings: Decision['findings']
  readonly packId: string
  readonly packVersion: number
  readonly facts: object
  readonly decidedAt: string
}

interface Replayed {
  readonly decision: Decision
  readonly agrees: boolean
}

const Replay = builder.objectRef<Replayed>('Replay').implement({
  description: 'A stored decision judged again: the same facts, the pack of its day.',
  fields: (t) => ({
    decision: t.field({
      type: PolicyDecision,
      description: 'What the rules say now of those facts.',
      resolve: (r) => r.decision,
    }),
    agrees: t.exposeBoolean('agrees', { description: 'Whether the outcome and the verdicts are the same.' }),
  }),
})

DecisionRecord.fields((f) => ({
  id: f.id(),
  action: f.col('action', { type: 'String', description: 'What was asked.' }),
  decidedAt: f.col('decided_at', { type: 'DateTime', description: 'When.' }),
  actor: f.one(Agent, {
    description: 'The agent who asked; null for partners and the worker.',
    where: (a, d) => sql`${a.agent_id} = ${d.actor_id}`,
  }),
  outcome: f.col('outcome', { type: Outcome, description: 'What it came to.' }),
  findings: f.domain({
    type: [FindingType],
    description: 'All findings, as they were said then.',
    reads: (d) => d.findings as unknown as RawBuilder<Decision['findings']>,
    run: (findings: Decision['findings']) => findings,
  }),
  remedies: f.domain({
    type: [RemedyType],
    description: 'All that would have changed the answer.',
    reads: (d) => d.findings as unknown as RawBuilder<Decision['findings']>,
    run: (findings: Decision['findings']) => findings.flatMap((finding) => finding.remedies),
  }),
  pack: f.domain({
    type: PackVersion,
    description: 'What it was judged by.',
    reads: (d) =>
      sql<
        Decision['pack']
      >`json_build_object('id', ${d.pack_id}, 'version', ${d.pack_version}, 'hash', ${d.pack_hash})`,
    run: (pack: Decision['pack']) => pack,
  }),
  replay: f.domain({
    type: Replay,
    nullable: true,
    cost: 10,
    description:
      'The same question judged again by the pack of its day; null where that version of the pack is gone.',
    reads: (d) => stored(d),
    run: async (d: Stored, _args: never, context: RequestContext): Promise<Replayed | null> => {
      const pack = await context.packVersion(d.packId, d.packVersion)
      if (!pack) return null
      const decision = replayDecision(d, { pack, now: new Date(d.decidedAt) })
      const verdicts = (of: Decision['findings']) =>
        of.map((finding) => `${finding.rule} ${finding.verdict}`).join()
      return {
        decision,
        agrees: decision.outcome === d.outcome && verdicts(decision.findings) === verdicts(d.findings),
      }
    },
  }),
}))

function stored(d: Columns<DB['decisions']>) {
  return sql`json_build_object('action', ${d.action}, 'outcome', ${d.outcome}, 'findings', ${d.findings}, 'facts', ${d.facts}, 'packId', ${d.pack_id}, 'packVersion', ${d.pack_version}, 'decidedAt', to_char(${d.decided_at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))` as RawBuilder<Stored>
}

builder.queryField('decision', (t) =>
  mapper.read(t, (f) =>
    f.one(DecisionRecord, {
      description: 'One stored decision.',
      args: (arg) => ({ id: arg({ type: 'ID', required: true, description: 'The global id.' }) }),
      where: (d, _parent, c) =>
        sql`${d.id} = ${c.arg((args: { id: string }, viewer) => idIn(viewer, args.id, CODES.Decision))}::uuid`,
    }),
  ),
)
