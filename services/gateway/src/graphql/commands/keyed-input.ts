import { builder } from '../builder.ts'
import { common, type InputBuilder } from './input-fields.ts'

/** What a command takes that only names a thing, and a key. */
export function keyedInput(
  name: string,
  field: string,
  description: string,
  more?: (t: InputBuilder) => Record<string, unknown>,
) {
  return builder.inputType(name, {
    description: 'A step of a settlement.',
    fields: (t) =>
      ({
        [field]: t.id({ required: true, description }),
        ...more?.(t),
        idempotencyKey: common.requiredKey(t),
      }) as never,
  })
}
