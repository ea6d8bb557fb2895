import pg from 'pg'
import { asAdmin } from './admin.ts'
import { passwordOf, SERVICE_ROLES } from './url.ts'

/** Roles belong to the whole server; this serialises two databases that are set up at once. */
const ROLES_LOCK = 7_230_002

/**
 * Makes or renews the logins cs_reader, cs_writer and cs_worker. Throws when the admin is neither superuser
 * nor holds CREATEROLE and BYPASSRLS: its functions look across shops, so their owner must pass the wall.
 */
export async function ensureRoles(adminUrl: string): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    await refuseWeakAdmin(client)
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [ROLES_LOCK])
    const { rows } = await client.query<{ rolname: string }>(
      'SELECT rolname FROM pg_roles WHERE rolname = ANY($1)',
      [[...SERVICE_ROLES]],
    )
    const existing = new Set(rows.map((row) => row.rolname))
    for (const role of SERVICE_ROLES) {
      if (!existing.has(role)) {
        await client.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`)
      }
      const password = passwordOf(adminUrl, role)
      if (password) await client.query(`ALTER ROLE ${role} PASSWORD ${pg.escapeLiteral(password)}`)
    }
    await client.query('GRANT cs_writer TO cs_worker')
    await client.query('COMMIT')
  })
}

async function refuseWeakAdmin(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; fit: boolean }>(
    `SELECT rolname AS name, rolsuper OR (rolcreaterole AND rolbypassrls) AS fit
       FROM pg_roles WHERE rolname = current_user`,
  )
  const [role] = rows
  if (role?.fit) return
  throw new Error(
    `The database role "${role?.name}" can't migrate: it must be superuser, or have CREATEROLE and BYPASSRLS (ALTER ROLE ... CREATEROLE BYPASSRLS).`,
  )
}
