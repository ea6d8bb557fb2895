import { lockParcel, type Parcel } from '@cs/data/parcels'
import { type Context, type Decision, judge } from '@cs/domain/decisions'
import { hasArrived } from '@cs/domain/parcels'
import { dueAfter } from '@cs/domain/policy'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id } from '../fields.ts'
import { conflict, Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { openParcelCase } from './open-case.ts'

const schema = z.strictObject({ shipmentId: id })
export type ReportSilentParcelInput = z.input<typeof schema>

export interface SilentParcelReported {
  readonly orderId: string
  readonly shipmentId: string
  readonly caseId: string | null
}

interface SilenceFacts {
  readonly orderId: string
  readonly shipmentId: string
}

interface LoadedParcel extends Loaded<SilenceFacts> {
  readonly parcel: Parcel
}

/**
 * Opens the after-sale of a parcel that nobody has scanned for so long that it counts as lost (AS-LOG-01, Q21). The
 * worker's: Forbidden for anybody else, Conflict before the time of the shop's pack is over.
 */
export function reportSilentParcel(
  deps: CommandDeps,
  actor: Actor,
  input: ReportSilentParcelInput,
): Promise<Outcome<SilentParcelReported>> {
  return runCommand(deps, actor, reportSilentParcelCommand, input)
}

const reportSilentParcelCommand: Command<
  z.output<typeof schema>,
  SilenceFacts,
  SilentParcelReported,
  LoadedParcel
> = {
  name: 'reportSilentParcel',
  permission: 'tracking.report',
  schema,
  subjectType: 'Order',
  async load(run, { shipmentId }) {
    if (run.actor.kind !== 'worker') throw new Forbidden('tracking.report')
    const parcel = await lockParcel(run.tx, run.actor.shop, { shipmentId })
    if (!parcel) return null
    const { orderId, orderVersion: version, silentSince, status } = parcel
    const lost = silentSince && dueAfter(silentSince, run.context.pack.get('parcel.lost_after'))
    if (!lost || lost > run.now || hasArrived(status)) throw conflict(version)
    return { subjectId: orderId, version, facts: { orderId, shipmentId }, parcel }
  },
  judge: (facts, context: Context): Decision => judge('REPORT_SILENT_PARCEL', [], facts, context),
  async execute(run, _input, { parcel, facts }) {
    const opened = await openParcelCase(run, parcel, 'LOSS', { settles: true })
    return {
      ids: { ...facts, caseId: opened?.caseId ?? null },
      events: [{ type: 'ParcelSilent', data: { shipmentId: facts.shipmentId, since: parcel.silentSince } }],
      fields: ['cases'],
    }
  },
}
