import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'vitest'
import { startRelay } from '../harness/gateway.ts'
import { openWorld, SHOP_IDS } from '../harness/world.ts'

test('measure', { timeout: 300_000 }, async () => {
  const COUNT = Number(process.env.COUNT ?? 1000)
  const mem = () => {
    globalThis.gc?.()
    return (
      Math.round(process.memoryUsage().rss / 1e6) +
      ' rss ' +
      Math.round(process.memoryUsage().heapUsed / 1e6) +
      ' heap MB'
    )
  }
  const world = await openWorld('measure', {
    WS_CONNECTIONS_PER_PRINCIPAL: '1000',
    COST_BUDGET: '1000000000',
    COST_REFILL: '1000000000',
  })
  const relay = startRelay({
    workerUrl: world.workerUrl,
    log: { info() {}, warn() {}, error() {} },
    tickMs: 100,
  })
  const tokens = []
  for (const who of (process.env.WHO ?? 'manager,supervisor,senior,specialist').split(','))
    tokens.push((await world.as(who as never)).headers.authorization?.slice(7))
  const [c] = await world.rows<{ id: string }>('SELECT id FROM cases WHERE shop_id=$1 LIMIT 1', [
    SHOP_IDS.general,
  ])
  const before = mem()
  for (const [name, query, variables] of [
    [
      'all match',
      'subscription { caseChanged { cursor type at case { id number status priority dueAt owner { name } } } }',
      {},
    ],
    [
      'mine',
      'subscription { caseChanged(filter: {mine: true}) { cursor type at case { id number status priority dueAt owner { name } } } }',
      {},
    ],
    [
      'all match, with subject',
      'subscription { caseChanged { cursor type at case { id number subject status } } }',
      {},
    ],
  ] as const) {
    const child = fork(
      '/tmp/livem/client.mjs',
      [world.url, JSON.stringify(tokens), String(COUNT), '1', query, JSON.stringify(variables)],
      { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
    )
    await new Promise<void>((r) =>
      child.stdout?.on('data', (d) => {
        const s = String(d)
        if (s.includes('ready')) r()
        if (s.includes('other') || s.includes('close')) console.log(s.slice(0, 400))
      }),
    )
    await sleep(1500)
    const open = mem()
    const sent = new Map<string, number>()
    const cpu = process.cpuUsage()
    const N = 40
    for (let i = 0; i < N; i++) {
      const type = `T${i}Happened`
      await world.rows(
        `INSERT INTO events (shop_id, id, type, subject_type, subject_id, actor_kind, command_id, occurred_at) VALUES ($1,$2,$3,'Case',$4,'WORKER',gen_random_uuid(),$5)`,
        [SHOP_IDS.general, randomUUID(), type, c?.id, world.now()],
      )
      sent.set(type, performance.timeOrigin + performance.now())
      await sleep(Number(process.env.GAP ?? 500) * (0.5 + Math.random()))
    }
    await sleep(3000)
    const used = process.cpuUsage(cpu)
    const arrivals = await new Promise<[string, number][]>((r) => {
      child.once('message', (m) => r(m as never))
      child.send('take')
    })
    const lat = arrivals.map(([t, at]) => at - (sent.get(t) ?? 0)).sort((a, b) => a - b)
    const q = (p: number) => lat[Math.floor(lat.length * p)]?.toFixed(1)
    console.log(
      name,
      'arrived',
      lat.length,
      'of',
      N * COUNT,
      'p50',
      q(0.5),
      'p90',
      q(0.9),
      'p99',
      q(0.99),
      'max',
      lat.at(-1)?.toFixed(1),
      'cpu ms/event',
      Math.round((used.user + used.system) / 1000 / N),
      before,
      '->',
      open,
      '->',
      mem(),
    )
    child.kill()
    await sleep(500)
  }
  console.log(world.problems.slice(0, 3))
  await relay.stop()
  await world.close()
})
