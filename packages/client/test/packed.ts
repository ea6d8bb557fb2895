import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const FIXTURE = fileURLToPath(new URL('../../../tooling/fixtures/partner', import.meta.url))
const WINDOWS = process.platform === 'win32'

/** What a program printed, and whether it succeeded. */
export interface Run {
  readonly ok: boolean
  readonly output: string
}

/** Runs a program to its end. Never throws for what the program says. */
export function run(program: string, args: readonly string[], cwd: string): Promise<Run> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, shell: WINDOWS }, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: `${stdout}${stderr}` }),
    )
  })
}

/** Runs a program that came with the package's own dependencies. */
export const runBin = (name: string, args: readonly string[], cwd = PACKAGE) =>
  run(join(PACKAGE, 'node_modules', '.bin', name), args, cwd)

/** The tarball as it would be published, in a folder outside of the workspace. */
export interface Packed {
  readonly folder: string
  readonly tarball: string
  remove(): Promise<void>
}

/** Builds and packs the client. */
export async function pack(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'cs-client-'))
  const packing = await run('pnpm', ['pack', '--pack-destination', folder], PACKAGE)
  const tarball = (await readdir(folder)).find((file) => file.endsWith('.tgz'))
  if (!packing.ok || !tarball) throw new Error(packing.output)
  return {
    folder,
    tarball: join(folder, tarball),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** A partner's project with the unpacked tarball installed; other packages are linked, so nothing is downloaded. */
export async function installAtPartner({ folder, tarball }: Packed): Promise<string> {
  const project = join(folder, 'partner')
  await cp(FIXTURE, project, { recursive: true })
  const installed = join(project, 'node_modules', '@cs', 'client')
  await mkdir(installed, { recursive: true })
  const unpacking = await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'], folder)
  if (!unpacking.ok) throw new Error(unpacking.output)
  for (const name of ['gql.tada', 'graphql'])
    await symlink(join(PACKAGE, 'node_modules', name), join(project, 'node_modules', name), 'junction')
  return project
}
