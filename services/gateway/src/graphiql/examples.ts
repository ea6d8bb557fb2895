import { readdir, readFile } from 'node:fs/promises'

/** A query that is ready to run. */
export interface Example {
  /** Name of its file, without the ending. */
  readonly id: string
  readonly title: string
  readonly query: string
}

const FOLDER = new URL('./examples/', import.meta.url)

/** The documents of the examples folder in the order of their names; the first comment line of each is its title. */
export async function readExamples(): Promise<readonly Example[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.graphql')).sort()
  return Promise.all(
    files.map(async (file) => {
      const query = await readFile(new URL(file, FOLDER), 'utf8')
      const title = /^#\s*(.+)$/m.exec(query)?.[1]?.trim()
      if (!title) throw new Error(`${file} must begin with a comment that is its title`)
      return { id: file.replace(/\.graphql$/, ''), title, query }
    }),
  )
}
