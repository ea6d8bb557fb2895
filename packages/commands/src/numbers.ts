import { randomInt } from 'node:crypto'
import { dayOf } from '@cs/domain/calendar'

/** Without I, L, O and U: a number is read out on the phone. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A number for people: prefix, the day in the shop's zone, eight random signs (`AP20261118-7Q2M9XKT`). */
export function newNumber(
  prefix:
    | 'AP'
    | 'BL'
    | 'CG'
    | 'CL'
    | 'CP'
    | 'CS'
    | 'CU'
    | 'EV'
    | 'MB'
    | 'OR'
    | 'PI'
    | 'PM'
    | 'RD'
    | 'RF'
    | 'RV'
    | 'TU'
    | 'VC',
  now: Date,
): string {
  const signs = Array.from({ length: 8 }, () => SIGNS[randomInt(SIGNS.length)])
  return `${prefix}${dayOf(now).replaceAll('-', '')}-${signs.join('')}`
}
