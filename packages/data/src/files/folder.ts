import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { incomingFolder, isMissing } from './incoming.ts'
import type { Files } from './port.ts'

/** Files in a folder of this machine. What comes in lies beside them, so that keeping is a rename: all or nothing. */
export function folderFiles(folder: string): Files {
  const incoming = incomingFolder(join(folder, 'incoming'))
  const pathOf = (key: string) => join(folder, 'kept', ...key.split('/'))
  return {
    incoming: () => incoming.path(),
    async keep(key, path) {
      const kept = pathOf(key)
      await mkdir(dirname(kept), { recursive: true, mode: 0o700 })
      await rename(path, kept)
    },
    async open(key) {
      const file = await open(pathOf(key)).catch((error: unknown) =>
        isMissing(error) ? null : Promise.reject(error),
      )
      return file ? file.createReadStream() : null
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    sweep: (before) => incoming.sweep(before),
  }
}
