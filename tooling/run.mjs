// The one entry of the root scripts. Plain JavaScript that runs on Node 18: it finds a Node and a pnpm that are
// new enough (or lets npx bring both), installs what the lockfile asks for, and then runs the mode it was given.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const NODE = { version: '26.10.0', least: [22, 18] }
const PNPM = '12.21.0'
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const WINDOWS = process.platform === 'win32'

/** What each mode runs, one after the other; the first that fails ends the run with its exit code. */
const MODES = {
  start: (args) => [['node', 'tooling/start.ts', ...args]],
  test: (args) => [
    ['node', 'tooling/verify.ts'],
    // Two at a time: each package's tests start a database of their own, and machines of two cores are the common case.
    [
      'pnpm',
      'exec',
      'turbo',
      'run',
      'test',
      '--concurrency=2',
      // A package that fails must not kill the others half-way: their databases would be left running.
      '--continue',
      '--ui=stream',
      '--output-logs=new-only',
      ...args,
    ],
  ],
  token: (args) => [['node', 'services/gateway/src/token.ts', ...args]],
  verify: (args) => [['node', 'tooling/verify.ts', ...args]],
  generate: (args) => [['node', 'tooling/generate.ts', ...args]],
  bench: (args) => [['node', 'tooling/bench/run.ts', ...args]],
  exec: (args) => [args[0] === '--' ? args.slice(1) : args],
}

const [mode = '', ...args] = process.argv.slice(2)
if (!Object.hasOwn(MODES, mode))
  fail(`usage: node tooling/run.mjs ${Object.keys(MODES).join('|')} [arguments]`, 2)
const commands = MODES[mode](args)
if (commands[0].length === 0) fail('usage: node tooling/run.mjs exec -- <command> [arguments]', 2)

const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
}
const pathKey = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'

useToolchain()
install()
let code = 0
for (const command of commands) {
  code = await run(command)
  if (code !== 0) break
}
process.exitCode = code

/** Puts a directory with a new enough `node` and the right `pnpm` first on PATH. */
function useToolchain() {
  if (newEnough(process.versions.node)) {
    // `node` on PATH may be another one than the one that runs this script.
    const atHand = { ...env, [pathKey]: [dirname(process.execPath), env[pathKey]].join(delimiter) }
    if (capture('pnpm', ['--version'], atHand) === PNPM) {
      env[pathKey] = atHand[pathKey]
      return
    }
  }
  const bin = rememberedToolchain() ?? fetchToolchain()
  env[pathKey] = [bin, env[pathKey]].join(delimiter)
}

function newEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  // 23 runs TypeScript only from its late releases and is past its end of life.
  return major > NODE.least[0] + 1 || (major === NODE.least[0] && minor >= NODE.least[1])
}

/** npx is asked only for the folder of its programs: nothing runs under it, so arguments need no quoting and signals no relay. */
function fetchToolchain() {
  say(`bringing Node ${NODE.version} and pnpm ${PNPM} (once; about 15 s)`)
  const packages = ['-y', '-p', `node@${NODE.version}`, '-p', `pnpm@${PNPM}`]
  const path = capture('npx', [...packages, '-c', WINDOWS ? 'echo %PATH%' : 'echo "$PATH"'], env, 'inherit')
  const bin = path?.split(delimiter).find((folder) => isToolchain(folder))
  if (!bin) fail('could not bring Node and pnpm with npx: is the npm registry reachable?', 1)
  mkdirSync(join(ROOT, '.data'), { recursive: true })
  writeFileSync(toolchainFile(), bin)
  return bin
}

function rememberedToolchain() {
  if (!existsSync(toolchainFile())) return undefined
  const bin = readFileSync(toolchainFile(), 'utf8')
  return isToolchain(bin) ? bin : undefined
}

function toolchainFile() {
  return join(ROOT, '.data', `toolchain-${process.platform}-${process.arch}-${NODE.version}-${PNPM}`)
}

/** An npx folder of these very packages; another folder on PATH may hold other versions of both. */
function isToolchain(bin) {
  return versionIn(bin, 'node') === NODE.version && versionIn(bin, 'pnpm') === PNPM
}

function versionIn(bin, name) {
  const manifest = join(dirname(bin), name, 'package.json')
  if (!existsSync(join(bin, WINDOWS ? `${name}.cmd` : name)) || !existsSync(manifest)) return undefined
  return JSON.parse(readFileSync(manifest, 'utf8')).version
}

/** Installs when the lockfile is not the one that was installed last. Prints to stderr: stdout belongs to the mode. */
function install() {
  const marker = join(ROOT, 'node_modules', '.installed-lockfile')
  const lockfile = readFileSync(join(ROOT, 'pnpm-lock.yaml'))
  const wanted = createHash('sha256')
    .update(`${process.platform} ${process.arch}\n`)
    .update(lockfile)
    .digest('hex')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  say('installing dependencies')
  const result = spawnSync('pnpm', ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 2, 2],
    shell: WINDOWS,
  })
  if (result.status !== 0) fail('the installation failed', result.status ?? 1)
  writeFileSync(marker, wanted)
}

/** Runs a command, passes signals on, and answers its exit code (128 + number when a signal ended it). */
function run([program, ...rest]) {
  return new Promise((resolve) => {
    // On Windows pnpm is a .cmd file, which only a shell starts.
    const child = spawn(program, rest, {
      cwd: ROOT,
      env,
      stdio: 'inherit',
      shell: WINDOWS && program !== 'node',
    })
    // A terminal sends Ctrl-C to the whole group, so the child has it already; a signal sent by `kill` has to be passed on.
    const relay = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    const signals = WINDOWS ? ['SIGINT'] : ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, relay)
    // npm starts scripts in a shell that dies of a signal without passing it on; then this process is an orphan.
    const parent = process.ppid
    const watch = setInterval(() => {
      if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill('SIGTERM')
    }, 500)
    const done = (exit) => {
      clearInterval(watch)
      for (const signal of signals) process.off(signal, relay)
      resolve(exit)
    }
    child.on('error', (error) => {
      process.stderr.write(`${program}: ${error.message}\n`)
      done(127)
    })
    child.on('exit', (exit, signal) => done(exit ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

/** The trimmed stdout of a command that went well. */
function capture(program, rest, environment, stderr = 'ignore') {
  const options = {
    cwd: ROOT,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', stderr],
    timeout: 300_000,
  }
  const result = WINDOWS
    ? spawnSync([program, ...rest.map((arg) => `"${arg}"`)].join(' '), { ...options, shell: true })
    : spawnSync(program, rest, options)
  return result.status === 0 ? result.stdout.trim() : undefined
}

function say(message) {
  process.stderr.write(`› ${message}\n`)
}

function fail(message, exit) {
  process.stderr.write(`${message}\n`)
  process.exit(exit)
}
