import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A folder for bytes that are still coming in: names of one use, which nobody else can guess. */
export interface Incoming {
  path(): Promise<string>
  /** Removes what was last written before a time. Returns how many. */
  sweep(before: Date): Promise<number>
}

export function incomingFolder(folder: string): Incoming {
  return {
    async path() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      return join(folder, randomUUID())
    },
    async sweep(before) {
      const names = await readdir(folder).catch((error: unknown) =>
        isMissing(error) ? [] : Promise.reject(error),
      )
      const swept = await Promise.all(
        names.map(async (name) => {
          const path = join(folder, name)
          const found = await stat(path).catch(() => null)
          if (!found || found.mtime >= before) return 0
          await rm(path, { force: true })
          return 1
        }),
      )
      return swept.reduce<number>((sum, each) => sum + each, 0)
    },
  }
}

/** Whether an error says that there is no such file. */
export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'
