import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second, as Linux tells them in /proc whatever the kernel runs with. */
const TICKS = 100

/** CPU milliseconds, user and system, that a process has used, its threads included. Linux only. */
export function cpuOf(pid: number): number {
  return ticksOf(pid, false) * (1000 / TICKS)
}

/** CPU milliseconds of a process and all its children, those that have ended included. */
export function cpuOfTree(root: number): number {
  let ticks = ticksOf(root, true)
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    try {
      if (parentOf(pid) === root) ticks += ticksOf(pid, true)
    } catch {
      // It ended in between: its parent has its time now.
    }
  }
  return ticks * (1000 / TICKS)
}

/** The fields of /proc/<pid>/stat behind the name, which may hold spaces: [0] is the state. */
function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

const parentOf = (pid: number) => Number(statOf(pid)[1])

function ticksOf(pid: number, ended: boolean): number {
  const stat = statOf(pid)
  const own = Number(stat[11]) + Number(stat[12])
  return ended ? own + Number(stat[13]) + Number(stat[14]) : own
}
