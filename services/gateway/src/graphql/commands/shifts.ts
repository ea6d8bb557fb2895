import {
  type Actor,
  addHandoverItem,
  type CaseInFastLane,
  type CaseTakenOver,
  type CommandDeps,
  completeHandoverItem,
  type HandoverItemAdded,
  type HandoverItemMoved,
  type Outcome,
  putInFastLane,
  takeOverCase,
  takeOverHandoverItem,
} from '@cs/commands'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import { Case } from '../cases/index.ts'
import { CODES, mapper } from '../mapping.ts'
import { HandoverItem } from '../shifts/types.ts'
import { translated } from './case-command.ts'
import { commandField } from './command.ts'
import { common } from './input-fields.ts'
import { decisionField } from './outcomes.ts'

const changedCase = (t: unknown) => ({
  case: mapper.read<{ caseId: string }>(t, (f) =>
    f.one(Case, {
      description: 'The case as it is now.',
      where: (k, _parent, c) => sql`${k.id} = ${c.parent((p: { caseId: string }) => p.caseId)}::uuid`,
    }),
  ),
  decision: decisionField(t, 'The decision that permitted it.'),
})

const changedItem = (t: unknown) => ({
  item: mapper.read<{ itemId: string }>(t, (f) =>
    f.one(HandoverItem, {
      description: 'The item as it is now.',
      where: (h, _parent, c) => sql`${h.id} = ${c.parent((p: { itemId: string }) => p.itemId)}::uuid`,
    }),
  ),
  ...changedCase(t),
})

const IDS = { caseId: CODES.Case, fromAgentId: CODES.Agent, itemId: CODES.HandoverItem }

/** Runs a command on an input with ids of the shop. */
const running =
  <Input, Ids extends object>(
    command: (deps: CommandDeps, actor: Actor, input: Input) => Promise<Outcome<Ids>>,
  ) =>
  (deps: CommandDeps, actor: Actor, input: object, viewer: Parameters<typeof translated>[0]) =>
    command(deps, actor, translated<Input>(viewer, input, { ids: IDS }))

const AddHandoverItemInput = builder.inputType('AddHandoverItemInput', {
  description: 'Something for the next shift.',
  fields: (t) => ({
    caseId: t.id({ required: true, description: 'The case it is about.' }),
    text: t.string({ required: true, description: 'What is to be done, at most 500 characters.' }),
    expectedVersion: common.expectedVersion(t),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

commandField<object, HandoverItemAdded>('addHandoverItem', {
  description: 'Hands something over to the next shift, to be done by noon (OPS-SHF-02).',
  permission: 'handover.manage',
  input: AddHandoverItemInput,
  success: { description: 'It waits to be taken over.', fields: ((t: unknown) => changedItem(t)) as never },
  run: running(addHandoverItem),
})

const TakeOverHandoverItemInput = builder.inputType('TakeOverHandoverItemInput', {
  description: 'Which item to take over.',
  fields: (t) => ({
    itemId: t.id({ required: true, description: 'The item.' }),
    expectedVersion: common.expectedVersion(t),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

commandField<object, HandoverItemMoved>('takeOverHandoverItem', {
  description: 'Takes over an item of the last shift, and works on its case; the owner stays (OPS-SHF-06).',
  permission: 'handover.manage',
  input: TakeOverHandoverItemInput,
  success: { description: 'It is the viewer’s to do.', fields: ((t: unknown) => changedItem(t)) as never },
  run: running(takeOverHandoverItem),
})

const CompleteHandoverItemInput = builder.inputType('CompleteHandoverItemInput', {
  description: 'Which item is done.',
  fields: (t) => ({
    itemId: t.id({ required: true, description: 'The item.' }),
    result: t.string({ description: 'What came of it, at most 500 characters.' }),
    expectedVersion: common.expectedVersion(t),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

commandField<object, HandoverItemMoved>('completeHandoverItem', {
  description: 'Notes that an item which was taken over is done (AS-SLA-29).',
  permission: 'handover.manage',
  input: CompleteHandoverItemInput,
  success: { description: 'It is done.', fields: ((t: unknown) => changedItem(t)) as never },
  run: running(completeHandoverItem),
})

const TakeOverCaseInput = builder.inputType('TakeOverCaseInput', {
  description: 'Which case to take over, and from whom.',
  fields: (t) => ({
    caseId: t.id({ required: true, description: 'The case.' }),
    fromAgentId: t.id({
      required: true,
      description: 'Who works on it now; where that is somebody else by then, it is a Conflict.',
    }),
    expectedVersion: common.expectedVersion(t),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

commandField<object, CaseTakenOver>('takeOverCase', {
  description: 'Takes over a case with its open promises; the owner stays (OPS-SHF-06).',
  permission: 'case.take_over',
  input: TakeOverCaseInput,
  success: { description: 'The viewer works on it.', fields: ((t: unknown) => changedCase(t)) as never },
  run: running(takeOverCase),
})

const PutInFastLaneInput = builder.inputType('PutInFastLaneInput', {
  description: 'Which case is a hard problem.',
  fields: (t) => ({
    caseId: t.id({ required: true, description: 'The case.' }),
    expectedVersion: common.expectedVersion(t),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

commandField<object, CaseInFastLane>('putInFastLane', {
  description: 'Puts a hard problem into the fast lane: urgent, and with a senior or above (CMP-ESC-01).',
  permission: 'case.fast_lane',
  input: PutInFastLaneInput,
  success: { description: 'It is in the fast lane.', fields: ((t: unknown) => changedCase(t)) as never },
  run: running(putInFastLane),
})
