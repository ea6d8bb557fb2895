import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SeedContext } from './seed.ts'

const FOLDER = join(import.meta.dirname, 'sql')

/** A step that runs one SQL script of the seed. The scripts read cs_demo alone, so they take no parameters. */
export function script(file: string): (context: SeedContext) => Promise<void> {
  return async ({ client }) => {
    await client.query(await readFile(join(FOLDER, file), 'utf8'))
  }
}
