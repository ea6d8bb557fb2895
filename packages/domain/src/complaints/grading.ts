import { ENUM_LABELS } from '../labels/index.ts'
import type { Fen } from '../money/index.ts'
import { dueAfter, type Pack } from '../policy/index.ts'
import type { NewComplaint } from './facts.ts'
import type { ComplaintGrade, ComplaintHarm, SeriousCriterion, SpecialKind } from './states.ts'

interface Gravity {
  readonly harms: readonly ComplaintHarm[]
  readonly claimedFen: Fen | null
}

/** What makes it serious; none: it is ordinary unless somebody grades it up (CMP-GRD-02). */
export function seriousBecause({ harms, claimedFen }: Gravity, pack: Pack): readonly SeriousCriterion[] {
  const claims = claimedFen !== null && claimedFen >= pack.get('complaint.serious_amount')
  return claims ? [...harms, 'CLAIMED_AMOUNT'] : harms
}

/** The criteria in words of one language. */
export function criteriaIn(locale: 'zh' | 'en', criteria: readonly SeriousCriterion[]): string {
  const words = criteria.map((each) => ENUM_LABELS.SeriousCriterion[each][locale])
  return locale === 'zh' ? words.join('、') : words.join(', ').toLowerCase()
}

/** Grade and special kinds of a complaint that comes in (CMP-GRD-02, Q35). */
export function classify(
  complaint: NewComplaint,
  now: Date,
  pack: Pack,
): { readonly grade: ComplaintGrade; readonly special: readonly SpecialKind[]; readonly graded: boolean } {
  const serious = seriousBecause(complaint, pack).length > 0
  const special: SpecialKind[] = []
  if (complaint.harms.includes('MEDIA')) special.push('MEDIA')
  if (isRepeat(complaint, now, pack)) special.push('REPEAT')
  if (isGroup(complaint, pack)) special.push('GROUP')
  return { grade: serious ? 'SERIOUS' : 'ORDINARY', graded: serious, special }
}

/** The same customer complained within the window, of whatever (CMP-SPC-05, Q35). */
export function isRepeat({ previousAt }: Pick<NewComplaint, 'previousAt'>, now: Date, pack: Pack): boolean {
  return previousAt !== null && now <= dueAfter(new Date(previousAt), pack.get('complaint.repeat_window'))
}

/** It joins the group that is open, or makes one: so many customers within the window (CMP-SPC-06, Q35). */
export function isGroup(
  { customers, groupOpen }: Pick<NewComplaint, 'customers' | 'groupOpen'>,
  pack: Pack,
): boolean {
  return groupOpen || customers >= pack.get('complaint.group_size')
}
