import { GRADES, type Grade } from '../access/index.ts'
import { isDutyHours } from '../calendar/index.ts'
import { decimal, fen } from '../money/index.ts'
import { type Arrival, type Duration, isArrival, isDuration } from './durations.ts'

/** A limit in fen; `NONE`: not held at all (a dash in the table, Q04); `UNLIMITED`. */
export type Limit = number | 'NONE' | 'UNLIMITED'

/** A share of a line with a cap in fen, or all of the line or the order. */
export type PartialLimit =
  | { readonly percent: number; readonly capFen: number }
  | 'WHOLE_LINE'
  | 'WHOLE_ORDER'

/** What a grade may do about a thing that is asked for and granted. */
export type Right = 'NONE' | 'REQUEST' | 'PROPOSE' | 'APPROVE'

/** The kinds of value a pack holds, with the type of each. All are plain JSON. */
export interface Kinds {
  readonly flag: boolean
  /** Fen. */
  readonly fen: number
  readonly count: number
  readonly percent: number
  readonly duration: Duration
  /** `null`: this promise is not made in this shop. */
  readonly promise: Duration | null
  readonly arrival: Arrival
  readonly limits: Readonly<Record<Grade, Limit>>
  readonly points_limits: Readonly<Record<Grade, Limit>>
  readonly partials: Readonly<Record<Grade, PartialLimit>>
  readonly rights: Readonly<Record<Grade, Right>>
  readonly list: readonly string[]
  /** Parts of every day, in order: `09:00-24:00`. */
  readonly hours: readonly string[]
}
export type Kind = keyof Kinds

/** What a key means and which values it takes. */
export type Descriptor =
  | { readonly kind: Kind; readonly zh: string; readonly en: string }
  | { readonly kind: 'choice'; readonly of: readonly string[]; readonly zh: string; readonly en: string }

export type ValueOf<D extends Descriptor> = D extends { kind: 'choice'; of: readonly (infer T)[] }
  ? T
  : D extends { kind: infer K extends Kind }
    ? Kinds[K]
    : never

const whole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const limit = (value: unknown) => whole(value) || value === 'NONE' || value === 'UNLIMITED'
const right = (value: unknown) => ['NONE', 'REQUEST', 'PROPOSE', 'APPROVE'].includes(String(value))

function partial(value: unknown): boolean {
  if (value === 'WHOLE_LINE' || value === 'WHOLE_ORDER') return true
  if (typeof value !== 'object' || value === null) return false
  const { percent, capFen } = value as { percent?: unknown; capFen?: unknown }
  return whole(percent) && percent <= 100 && whole(capFen)
}

function everyGrade(value: unknown, holds: (each: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return false
  return GRADES.every((grade) => holds((value as Record<string, unknown>)[grade]))
}

/** Whether a value, which may come from outside, is of the kind its key asks for. */
export function isValid(descriptor: Descriptor, value: unknown): boolean {
  switch (descriptor.kind) {
    case 'choice':
      return typeof value === 'string' && 'of' in descriptor && descriptor.of.includes(value)
    case 'flag':
      return typeof value === 'boolean'
    case 'fen':
    case 'count':
      return whole(value)
    case 'percent':
      return typeof value === 'number' && value >= 0 && value <= 100
    case 'duration':
      return isDuration(value)
    case 'promise':
      return value === null || isDuration(value)
    case 'arrival':
      return isArrival(value)
    case 'limits':
    case 'points_limits':
      return everyGrade(value, limit)
    case 'partials':
      return everyGrade(value, partial)
    case 'rights':
      return everyGrade(value, right)
    case 'hours':
      return isDutyHours(value)
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
  }
}

/** A value as a reader sees it: amounts in yuan, tables grade by grade, lists with commas. */
export function print(kind: Descriptor['kind'], value: unknown): string {
  switch (kind) {
    case 'flag':
      return value ? 'on' : 'off'
    case 'fen':
      return `CNY ${decimal(fen(Number(value)))}`
    case 'percent':
      return `${value} %`
    case 'promise':
      return value === null ? '–' : String(value)
    case 'limits':
      return printGrades(value, (each) =>
        typeof each === 'number' ? `CNY ${decimal(fen(each))}` : word(each),
      )
    case 'partials':
      return printGrades(value, printPartial)
    case 'points_limits':
    case 'rights':
      return printGrades(value, word)
    case 'hours':
    case 'list':
      return (value as readonly string[]).join(', ')
    default:
      return String(value)
  }
}

const word = (value: unknown) => String(value).toLowerCase().replaceAll('_', ' ')

function printGrades(value: unknown, one: (each: unknown) => string): string {
  const table = value as Record<Grade, unknown>
  return GRADES.map((grade) => `${grade} ${one(table[grade])}`).join(', ')
}

function printPartial(value: unknown): string {
  if (typeof value === 'string') return word(value)
  const { percent, capFen } = value as { percent: number; capFen: number }
  return `${percent} %, at most CNY ${decimal(fen(capFen))}`
}
