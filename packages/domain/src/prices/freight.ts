import { provinceNamed } from '../contacts/index.ts'
import { type Fen, fen } from '../money/index.ts'
import type { Pack } from '../policy/index.ts'

/**
 * Outbound freight of an order: nothing from an amount of goods on, at their public prices; more where the province is
 * remote, however much is bought.
 */
export function freightFor(goodsFen: Fen, province: string | null, pack: Pack): Fen {
  const named = (name: string) => provinceNamed(name) ?? name
  const remote =
    province !== null && pack.get('freight.remote_provinces').map(named).includes(named(province))
  if (remote) return fen(pack.get('freight.remote'))
  return fen(goodsFen >= pack.get('freight.free_from') ? 0 : pack.get('freight.standard'))
}
