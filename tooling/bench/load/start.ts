import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Stretch, StretchResult } from './generator.ts'

/** The load generator in a process of its own, so that its CPU time is nobody else's. */
export class LoadGenerator {
  readonly #child: ChildProcess

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'generator.ts'), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
  }

  /** One stretch at a time. */
  run(stretch: Stretch): Promise<StretchResult> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`the load generator ended with ${code}`))
      this.#child.once('exit', ended)
      this.#child.once('message', (message) => {
        this.#child.off('exit', ended)
        const { result, error } = message as { result?: StretchResult; error?: string }
        if (result) resolve(result)
        else reject(new Error(error))
      })
      this.#child.send(stretch)
    })
  }

  stop(): void {
    this.#child.kill()
  }
}
