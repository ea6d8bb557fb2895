import pg from 'pg'

/** One connection as the migrating role, for the length of `work`. */
export async function asAdmin<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {}) // a server that stops while we close is no news
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
