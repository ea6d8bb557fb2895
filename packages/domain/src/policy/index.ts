export { concessionLimit, isWithin } from './authority.ts'
export { canonicalJson, sha256Of } from './canonical.ts'
export { CLOCK_NAMES, CLOCKS, type ClockName } from './clocks.ts'
export { type AskedKey, CONFLICTS, type Conflict, type ConflictMode } from './conflicts.ts'
export { DEMO_PACKS, DEMO_SHOPS, type DemoShop } from './demo.ts'
export type { DocumentValue, PackDocument } from './document.ts'
export { dueAfter } from './due.ts'
export {
  type Arrival,
  type Duration,
  type DurationUnit,
  durationInWords,
  partsOf,
  secondsOf,
} from './durations.ts'
export { FLOORS, type Floor } from './floors.ts'
export { type Descriptor, type Limit, type PartialLimit, print, type Right } from './kinds.ts'
export { loadPack, type Pack, PackCorrupt, type PackScope } from './pack.ts'
export { hashOf, type PackConfig, type PackFault, PackRefused, publishPack } from './publish.ts'
export { SOURCES } from './resolve.ts'
export { type Dated, SOURCE_IDS, type Source, type SourceId } from './source.ts'
export { ALL_PACK_KEYS, isPackKey, PACK_KEYS, type PackKey, type PackValues } from './values.ts'
