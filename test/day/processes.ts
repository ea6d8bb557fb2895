import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Order, Report } from './clock.process.ts'

/** A service in a process of its own, by a clock that is moved from here. It can be killed, and comes back. */
export class Service {
  readonly name: string
  /** What it reported at level error, over all its lives. */
  readonly problems: string[] = []
  /** Of a gateway that serves. */
  port = 0
  relays = false
  state: 'dead' | 'loading' | 'loaded' | 'running' = 'dead'
  lives = 0
  readonly #entry: string
  readonly #environment: Readonly<Record<string, string>>
  #child: ChildProcess | null = null
  #awaited: { readonly until: (told: Report) => boolean; readonly done: () => void } | null = null

  constructor(name: string, entry: string, environment: Readonly<Record<string, string>>) {
    this.name = name
    this.#entry = join(import.meta.dirname, entry)
    this.#environment = environment
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Begins to load it; `start` makes it serve. */
  load(): void {
    const { NODE_OPTIONS: _, ...environment } = process.env
    const child = spawn(process.execPath, [this.#entry], {
      env: { ...environment, ...this.#environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child = child
    this.state = 'loading'
    this.lives += 1
    child.stderr?.on('data', (text) => this.problems.push(String(text)))
    child.on('message', (told: Report) => this.#heard(child, told))
    child.on('exit', () => {
      if (this.#child !== child) return
      this.problems.push(`${this.name} ended by itself`)
      this.state = 'dead'
    })
  }

  #heard(child: ChildProcess, told: Report): void {
    if (this.#child !== child) return // the last words of one that was killed
    if ('problem' in told) this.problems.push(told.problem)
    if ('loaded' in told) this.state = 'loaded'
    if ('started' in told) this.port = told.started.port
    if ('step' in told) this.relays = told.relays
    if (this.#awaited?.until(told)) this.#awaited.done()
  }

  async loaded(): Promise<void> {
    if (this.state === 'loading') await this.#hear((told) => 'loaded' in told)
  }

  /** Makes one that is loaded serve, by a clock at this time. */
  async start(now: Date): Promise<void> {
    const started = this.#hear((told) => 'started' in told)
    this.#tell({ start: now.getTime() })
    await started
    this.state = 'running'
  }

  /** Moves its clock. Resolves once it goes by the new time. */
  async moveTo(now: Date, step: number): Promise<void> {
    const moved = this.#hear((told) => 'step' in told && told.step === step)
    this.#tell({ now: now.getTime(), step })
    await moved
  }

  #tell(order: Order): void {
    this.#child?.send(order)
  }

  #hear(until: (told: Report) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${this.name} does not answer:\n${this.problems.join('\n')}`)),
        60_000,
      )
      this.#awaited = {
        until,
        done: () => {
          clearTimeout(timer)
          this.#awaited = null
          resolve()
        },
      }
    })
  }

  /** SIGKILL: no goodbye to anybody. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    this.state = 'dead'
    this.relays = false
    if (!child || child.exitCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}
