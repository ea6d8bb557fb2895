import type { Statement } from './batch.ts'

/** A statement, and whether it may run together with others. */
export interface Write extends Statement {
  /** The table of a write that may run together with others; `null`: runs alone. */
  readonly table: string | null
}

/** Texts of merged writes by their parts: few, as each comes from one place in the code. */
const merged = new Map<string, string>()
const MOST = 500

/** Makes one statement of writes that follow one another, each to another table: the order among them is lost. */
export function mergeWrites<T extends Write>(statements: readonly T[]): readonly T[] {
  const runs: [T, ...T[]][] = []
  for (const statement of statements) {
    const run = runs.at(-1)
    if (run && statement.table && run.every(({ table }) => table && table !== statement.table))
      run.push(statement)
    else runs.push([statement])
  }
  return runs.map((run) => (run.length > 1 ? { ...run[0], ...mergeRun(run) } : run[0]))
}

function mergeRun(run: readonly Write[]): Statement {
  const key = run.map(({ text }) => text).join(';')
  let text = merged.get(key)
  if (!text) {
    text = textOf(run)
    if (merged.size < MOST) merged.set(key, text)
  }
  return { text, values: run.flatMap(({ values }) => values) }
}

/** All but the last are named in front of it; each one's parameters move up behind those before. */
function textOf(run: readonly Write[]): string {
  let before = 0
  const parts = run.map(({ text, values }) => {
    const shift = before
    before += values.length
    return text.replace(/\$(\d+)/g, (_, n) => `$${Number(n) + shift}`)
  })
  const last = parts.pop()
  return `WITH ${parts.map((part, i) => `w${i} AS (${part})`).join(', ')} ${last}`
}
