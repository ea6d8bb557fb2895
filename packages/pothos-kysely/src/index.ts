export { aliasOf } from './columns.ts'
export { DEFAULT_PAGE, MAX_PAGE } from './connection.ts'
export { BadCursor } from './cursor.ts'
export type { Columns, Denial, Field, Sql, SqlContext, TypeDefinition } from './definitions.ts'
export { type Codecs, type FieldSpec, Fields, type Mapped } from './fields.ts'
export { decodeGlobalId, encodeGlobalId, type GlobalId } from './global-id.ts'
export {
  byName,
  type FilterOptions,
  type MappedType,
  Mapper,
  type MapperOptions,
  type OrderOptions,
  type TypeOptions,
} from './mapper.ts'
export { readUnderTenant } from './pipeline.ts'
export { TYPE_KEY } from './planner.ts'
export { denialError, type PlanStats, type ReadContext, Reader } from './reader.ts'
export { Registry } from './registry.ts'
export { Slot } from './slots.ts'
export { answerAsText, type TextQuestion } from './text.ts'
