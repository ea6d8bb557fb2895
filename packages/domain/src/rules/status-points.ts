import type { Where } from './coverage.ts'

/** Where the rows on points stand; PTS-01 is computed. */
export const POINTS_STATUS: Readonly<Record<string, Where>> = {
  'PTS-02': ['enforced', 'points'],
  'PTS-03': ['enforced', 'points'],
  'PTS-04': ['enforced', 'points; orders'],
  'REV-05': ['enforced', 'points: review intake'],
  'ROL-01': ['enforced', 'access; points: authority by grade'],
}
