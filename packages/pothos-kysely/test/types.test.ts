import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { Fields } from '../src/index.ts'
import type { Tables, Visitor } from './bookshop.ts'

type Author = Fields<Tables['authors'], Visitor, 'author.born'>

/** Never run: what the compiler accepts and refuses is the test, and `tsc` runs it. */
export function accepted(f: Author): void {
  f.col('name', { type: 'String', description: 'A column that is never null.' })
  f.col('born', { type: 'Time', nullable: true, description: 'A column that may be null.' })
  f.col('born', { type: 'Time', nullable: true, guard: 'author.born', description: 'Guarded.' })
  f.expr((a) => sql`upper(${a.name})`, { type: 'String', description: 'An expression over columns.' })
}

export function refused(f: Author): void {
  // @ts-expect-error a column that may be null has to say so
  f.col('born', { type: 'Time', description: 'x' })
  // @ts-expect-error and can't say that it is not
  f.col('born', { type: 'Time', nullable: false, description: 'x' })
  // @ts-expect-error there is no such column
  f.col('nome', { type: 'String', description: 'x' })
  // @ts-expect-error nor in expressions
  f.expr((a) => a.nome, { type: 'String', description: 'x' })
  // @ts-expect-error there is no such permission
  f.col('name', { type: 'String', guard: 'author.borm', description: 'x' })
  // @ts-expect-error every field is described
  f.col('name', { type: 'String' })
  f.domain({
    type: 'Int',
    description: 'x',
    reads: (a) => sql<{ name: string }>`json_build_object('name', ${a.name})`,
    // @ts-expect-error the facts are what was read
    run: ({ title }) => title,
  })
}

test('a type without a code has no global id', () => {
  const f = new Fields<Tables['authors'], Visitor, never>({}, 'library', { key: 'id' })
  expect(() => f.id()).toThrow('no global id')
})
