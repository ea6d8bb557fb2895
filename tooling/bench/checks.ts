import { assertEqual, dataOf, rowsIn } from './compare.ts'
import { Connection } from './load/client.ts'
import type { Requests } from './rounds.ts'
import type { Server } from './servers/start.ts'
import type { Shape } from './shapes.ts'

/** Keys whose answers are compared. */
const COMPARED = 40

/** Asks one server and answers the normalised data; throws where the answer is an error. */
export async function askOnce(connection: Connection, request: Buffer) {
  const { status, body } = await connection.send(request)
  return dataOf(status, body.toString('utf8'))
}

/** Asserts that all servers answer the same values for the same keys; says what was compared. */
export async function checkReads(
  shape: Shape,
  servers: readonly Server[],
  requests: Requests,
): Promise<string> {
  const connections = new Map<string, Connection>()
  for (const { name, port } of servers) connections.set(name, await Connection.open(port))
  let rows = 0
  let compared = 0
  try {
    const floor = requests.get('floor') ?? []
    for (let i = 0; i < Math.min(COMPARED, floor.length); i += 1) {
      const answers = await Promise.all(
        servers.map(async ({ name }) => {
          const connection = connections.get(name)
          const request = requests.get(name)?.[i]
          if (!connection || !request) throw new Error(`${name} has no request ${i}`)
          return { name, data: await askOnce(connection, request) }
        }),
      )
      const expected = answers.find(({ name }) => name === 'floor')?.data
      if (expected === undefined) throw new Error('the floor did not answer')
      for (const { name, data } of answers) assertEqual(shape.name, name, data, expected)
      rows += rowsIn(expected)
      compared += 1
    }
  } finally {
    for (const connection of connections.values()) connection.close()
  }
  if (shape.name !== 'point' && rows === 0) throw new Error(`${shape.name}: no answer has rows`)
  return `${compared} answers of ${servers.length} servers compared, ${rows} rows in them, all equal`
}
