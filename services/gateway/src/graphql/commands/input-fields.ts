import { parseAmount } from '@cs/domain/money'
import { GraphQLError } from 'graphql'
import type { builder } from '../builder.ts'

export type InputBuilder = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0]

const KEY =
  'Chosen by the caller, 8 to 200 visible characters, such as a UUID. The same key and input give the same answer and are done once; the same key with another input is refused.'

/** The fields that inputs of commands have in common, in the same words everywhere. */
export const common = {
  expectedVersion: (t: InputBuilder) =>
    t.int({
      description:
        'The version the caller looked at; another one is a Conflict. Left out: whatever it is now.',
    }),
  idempotencyKey: (t: InputBuilder) => t.string({ description: KEY }),
  requiredKey: (t: InputBuilder) =>
    t.string({ description: `${KEY} Required, except inside a request for approval.` }),
  note: (t: InputBuilder) => t.string({ description: 'A note for colleagues, at most 500 characters.' }),
}

/** Fen of an amount in an input. Throws BAD_USER_INPUT where it is no amount of money. */
export function fenOf(field: string, amount: string): number {
  const fen = parseAmount(amount)
  if (fen !== null) return fen
  throw new GraphQLError(`"${field}" is an amount in yuan with at most two decimals, such as "20.00".`, {
    extensions: { code: 'BAD_USER_INPUT', argument: field },
  })
}
