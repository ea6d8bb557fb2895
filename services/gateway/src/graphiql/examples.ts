import { readdir, readFile } from 'node:fs/promises'

/** A variable of an example that the page finds where the editor gives none. */
export interface ExampleValue {
  readonly name: string
  /** The query whose only value it is; `null`: a new key. */
  readonly query: string | null
}

/** A query that is ready to run. */
export interface Example {
  /** Name of its file, without the ending. */
  readonly id: string
  readonly title: string
  readonly query: string
  /** The name of its operation. */
  readonly operation: string
  readonly values: readonly ExampleValue[]
}

const FOLDER = new URL('./examples/', import.meta.url)

/**
 * The documents of the examples folder in the order of their names. The first comment line of each is its title; a
 * line `# $orderId: { order(number: "G-1003") { id } }` says where a variable comes from, `# $key: new` that it is a
 * new key each time.
 */
export async function readExamples(): Promise<readonly Example[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.graphql')).sort()
  return Promise.all(
    files.map(async (file) => {
      const query = await readFile(new URL(file, FOLDER), 'utf8')
      const title = /^#\s*(.+)$/m.exec(query)?.[1]?.trim()
      const operation = /^(?:query|mutation)\s+(\w+)/m.exec(query)?.[1]
      if (!title || !operation) throw new Error(`${file} must begin with its title, and name its operation`)
      return { id: file.replace(/\.graphql$/, ''), title, query, operation, values: valuesOf(query) }
    }),
  )
}

function valuesOf(text: string): readonly ExampleValue[] {
  return [...text.matchAll(/^# \$(\w+): (.+)$/gm)].map(([, name = '', from = '']) => ({
    name,
    query: from === 'new' ? null : from,
  }))
}
