import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { allResults, type Results, type Sample, type ShapeResults } from './results.ts'
import type { ServerName } from './servers/start.ts'
import { SHAPES } from './shapes.ts'
import { median } from './statistics.ts'

const PAGE = join(import.meta.dirname, '../../docs/benchmarks.md')
/** What the issue asks for besides the shapes' own targets. */
const OVER_POSTGRAPHILE = 2
const OVER_MERCURIUS = 1.3
const GROWTH = 1.3
const GROWING = ['point', 'list', 'view']

/** Writes docs/benchmarks.md from the latest results of each scale. */
export function writeReport(): void {
  const results = allResults()
  const [first] = results
  if (!first) throw new Error('nothing was measured yet')
  writeFileSync(
    PAGE,
    `${[
      '# Benchmarks',
      '',
      '<!-- Written by tooling/bench/report.ts from measured figures: `npm run bench -- --report`. -->',
      '',
      ...HOW,
      ...machine(first),
      ...settings(results),
      ...results.flatMap(scaleSection),
      ...growth(results),
      ...READING,
    ].join('\n')}\n`,
  )
}

const HOW = [
  '`npm run bench` measures our gateway with everything on against a hand-written floor, PostGraphile and Mercurius,',
  'on the same PostgreSQL, rows and settings, on this machine alone. Before anything is timed, the answers',
  'of all servers are compared value by value for the same keys, and so are the rows that mutations leave; a',
  'difference ends the run.',
  '',
  '```',
  'npm run bench -- --orders 10k          # seeds when first asked for; 1M takes eleven minutes and 8 GB',
  'npm run bench -- --orders 1M',
  'npm run bench -- --orders 10M          # the read tables of 1M ten times over; seed it first with --seed',
  'npm run bench -- --orders 10k --shapes point,list --rounds 2 --profile',
  '```',
  '',
  'Each shape runs in rounds. In a round every server is asked once, in random order, over the same number of',
  'keep-alive connections, with keys drawn beforehand so that no answer repeats soon. A ratio is that of two servers',
  'in the same round, and the table shows the median of the rounds. CPU is what the operating system counted for the',
  "server's process and for all of PostgreSQL's. `floor-again` is a second process of the floor: how far it is from 1",
  'is how far any ratio may be off by chance. Raw figures: `.data/bench/results-*.json`.',
  '',
]

function machine(result: Results): string[] {
  const [cpu] = cpus()
  return [
    '## Machine and versions',
    '',
    '| what | value |',
    '| --- | --- |',
    `| measured | ${result.at.slice(0, 10)} |`,
    `| machine | ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB; servers, PostgreSQL and load generator share it |`,
    `| Node.js | ${result.node} |`,
    `| PostgreSQL | ${result.database.version}, ${Object.entries(result.database.settings)
      .map(([name, value]) => `${name} = ${value}`)
      .join(', ')} |`,
    ...versions().map(([name, version]) => `| ${name} | ${version} |`),
    '',
  ]
}

function versions(): [string, string][] {
  const manifest = (path: string) =>
    JSON.parse(readFileSync(join(import.meta.dirname, path, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
  const peers = manifest('.').dependencies
  const gateway = manifest('../../services/gateway').dependencies
  return [
    ['@apollo/server (ours)', gateway['@apollo/server'] ?? ''],
    ...['postgraphile', '@grafserv/persisted', 'mercurius', 'graphql-jit', 'fastify', 'graphql', 'pg'].map(
      (name): [string, string] => [name, peers[name] ?? ''],
    ),
  ]
}

function settings(results: readonly Results[]): string[] {
  const missing = results.flatMap((result) => Object.entries(result.missing))
  return [
    '## Who is measured, with what settings',
    '',
    '| server | what it is | where to read it |',
    '| --- | --- | --- |',
    '| gateway | our service as it is started: real JWT, membership look-up, permissions, masks, row-level security, cost, request log at `info` to a file. Its cost budget is raised so that one principal may ask for all | [servers/gateway.ts](../tooling/bench/servers/gateway.ts) |',
    '| floor | `node:http` and `pg`, one hand-written statement for each shape in the same one-Sync context, its JSON sent untouched. No GraphQL, token, permission or log. Mutations: six round trips, all writes in one statement | [servers/floor.ts](../tooling/bench/servers/floor.ts), [floor/](../tooling/bench/floor) |',
    "| postgraphile | PostGraphile 5, Amber preset, production mode (`GRAPHILE_ENV`), persisted operations, no GraphiQL, explain or watch, strings out, lists where no page is asked, prepared statements, pool as everyone's; the schema is read from the database at the start alone. The shop by `pgSettings`, PostGraphile's own way to row-level security: begin, set_config, statement, commit. Ranges, board and search are plans over its own tables, so that relations join into one statement; money and times are asked as stored. No token, no permissions per field | [peers/postgraphile.ts](../tooling/bench/peers/postgraphile.ts), [lists](../tooling/bench/peers/postgraphile-lists.ts), [documents](../tooling/bench/peers/postgraphile-documents.ts) |",
    "| mercurius | Mercurius on Fastify as its documentation has it written: a resolver for each root field, a loader for each relation, which reads for all rows of its level in one prepared statement, each in the floor's one-Sync context. A type's columns are read whole, as JSON that is ready for the wire. graphql-jit from the second request, persisted queries, leaf serialisers off (columns are typed), loaders without their cache (nothing is read twice). No token, permission or log | [peers/mercurius.ts](../tooling/bench/peers/mercurius.ts), [statements](../tooling/bench/peers/mercurius-statements.ts), [server](../tooling/bench/peers/mercurius-server.ts) |",
    "| mercurius-lookahead | The same server without loaders: each root resolver looks ahead in the query and runs the floor's own statement for all of it; fields below have no resolvers. A GraphQL parser in front of the floor | [peers/mercurius-lookahead.ts](../tooling/bench/peers/mercurius-lookahead.ts) |",
    '',
    'All: NODE_ENV=production, 16 connections to PostgreSQL for reads and as many for writes, all caches of documents',
    'warm. The peers are sent the ids of persisted documents, which they name as their fastest; the gateway is sent whole',
    "documents. PostGraphile and Mercurius write a remark by the floor's transaction. Domain fields are computed by the",
    'gateway and, from the same facts with the same functions, by the floor and by Mercurius; PostGraphile is not asked.',
    '',
    'The target against Mercurius is judged by `mercurius`, because resolvers and loaders are what the framework offers',
    'for relations, and what its services are written in. The ratio to `mercurius-lookahead` has no target, because its',
    'SQL is the floor by hand, question by question: it tells what a GraphQL layer costs and not what a framework does.',
    ...missing.map(([name, why]) => `\n**${name} could not be started:** ${why}`),
    '',
  ]
}

function scaleSection(result: Results): string[] {
  return [
    `## ${result.scale} orders`,
    '',
    `${number(result.database.orders)} orders of ${number(result.database.customers)} customers in three shops (${number(result.database.shopOrders)} orders in the shop that is asked), ${Math.round(result.database.bytes / 2 ** 20)} MiB. ${result.rounds} rounds of ${result.seconds} s, ${result.connections} connections.`,
    '',
    ...result.shapes.flatMap(shapeSection),
  ]
}

function shapeSection(shape: ShapeResults): string[] {
  const about = SHAPES.find(({ name }) => name === shape.name)
  const servers = [...new Set(shape.samples.map(({ server }) => server))].sort()
  if (servers.length === 0) return []
  const rows = servers.map((server) => {
    const of = shape.samples.filter((each) => each.server === server)
    const middle = (read: (sample: Sample) => number) => median(of.map(read))
    const { work, context } = shape.statements[server] ?? { work: Number.NaN, context: Number.NaN }
    return `| ${server} | ${number(Math.round(middle((s) => s.perSecond)))} | ${ratio(shape, server, 'floor').toFixed(2)} | ${middle((s) => s.p50).toFixed(1)} | ${middle((s) => s.p99).toFixed(1)} | ${middle((s) => s.nodeMs).toFixed(3)} | ${middle((s) => s.postgresMs).toFixed(3)} | ${round(work)} + ${round(context)} |`
  })
  return [
    `### ${about?.title ?? shape.name}`,
    '',
    `\`${shape.name}\`: ${shape.equal}. ${number(shape.keys)} keys.`,
    '',
    '| server | requests/s | ÷ floor | p50 ms | p99 ms | Node CPU ms | PostgreSQL CPU ms | statements + context |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    ...targets(shape, about?.target),
    '',
  ]
}

function targets(shape: ShapeResults, toFloor: number | undefined): string[] {
  const lines: string[] = []
  const against = (name: ServerName, least: number) => {
    const reached = ratio(shape, 'gateway', name)
    if (Number.isNaN(reached)) return
    lines.push(
      `- gateway ÷ ${name} ${reached.toFixed(2)}, target ${least.toFixed(2)}: **${reached >= least ? 'hit' : 'missed'}**`,
    )
  }
  if (toFloor !== undefined) against('floor', toFloor)
  against('postgraphile', OVER_POSTGRAPHILE)
  against('mercurius', OVER_MERCURIUS)
  const ahead = ratio(shape, 'gateway', 'mercurius-lookahead')
  if (!Number.isNaN(ahead)) lines.push(`- gateway ÷ mercurius-lookahead ${ahead.toFixed(2)}, no target`)
  return lines
}

/** The median over the rounds of one server's requests per second by another's. NaN where one is missing. */
function ratio(shape: ShapeResults, server: ServerName, by: ServerName): number {
  const ratios: number[] = []
  for (const sample of shape.samples.filter((each) => each.server === server)) {
    const other = shape.samples.find((each) => each.server === by && each.round === sample.round)
    if (other) ratios.push(sample.perSecond / other.perSecond)
  }
  return median(ratios)
}

function growth(results: readonly Results[]): string[] {
  const smallest = results[0]
  const larger = results.slice(1)
  if (!smallest || larger.length === 0) return []
  const cpuOf = (result: Results, name: string) => {
    const of = result.shapes
      .find((shape) => shape.name === name)
      ?.samples.filter(({ server }) => server === 'gateway')
    return of?.length ? median(of.map((each) => each.nodeMs + each.postgresMs)) : Number.NaN
  }
  return [
    '## Growth',
    '',
    `CPU ms for each request of the gateway, Node and PostgreSQL together; the target is at most ${GROWTH} times from 10k to 10M.`,
    '',
    `| shape | ${results.map(({ scale }) => scale).join(' | ')} | largest ÷ smallest | |`,
    `| --- | ${results.map(() => '---:').join(' | ')} | ---: | --- |`,
    ...GROWING.map((name) => {
      const values = results.map((result) => cpuOf(result, name))
      const grown = (values.at(-1) ?? Number.NaN) / (values[0] ?? Number.NaN)
      return `| ${name} | ${values.map((value) => value.toFixed(3)).join(' | ')} | ${grown.toFixed(2)} | ${grown <= GROWTH ? 'hit' : 'missed'} |`
    }),
    '',
  ]
}

const READING = [
  '## How to read it',
  '',
  '- Servers, PostgreSQL and the load generator share the cores, so requests per second count all CPU together. The',
  "  CPU columns tell the server's own share apart.",
  '- Statements are what PostgreSQL counted for each request: those that read or write, and besides them the context',
  '  (begin, the setting of the shop, commit).',
  "- A mutation's answer waits for the disk (`synchronous_commit = on`) at every server.",
  '- Commands write a decision with its facts, an event and an audit entry; these rows are taken out again after the',
  '  measurement.',
]

const number = (value: number) => value.toLocaleString('en-US')
const round = (value: number) => String(Math.round(value * 100) / 100)
