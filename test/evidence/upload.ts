import { createHash } from 'node:crypto'
import { type Act, act, key } from '../harness/acts.ts'
import type { Client } from '../harness/client.ts'
import { orderIds } from '../harness/orders.ts'
import type { World } from '../harness/world.ts'

/** The smallest files of their kinds. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
export const JPEG = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  Buffer.alloc(200, 7),
])
export const CHAT = Buffer.from('买家：衣服破了一个洞。\n客服：抱歉给您带来不便。\n')

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** The input that announces bytes as they are. */
export const announcing = (caseId: string, bytes: Buffer, more: object = {}) => ({
  caseId,
  kind: 'PHOTO',
  mediaType: 'image/png',
  sizeBytes: bytes.length,
  sha256: sha256(bytes),
  idempotencyKey: key(),
  ...more,
})

/** A file that was announced. */
export interface Announced {
  readonly evidenceId: string
  readonly number: string
  readonly upload: { readonly path: string; readonly expiresAt: string }
}

export async function announce(client: Client, input: object): Promise<Announced> {
  const done = (await act(client, 'addEvidence', input)) as Act & Announced
  if (done.__typename !== 'AddEvidenceSuccess') throw new Error(JSON.stringify(done))
  return done
}

/** Sends bytes to a path; the status and what was answered. */
export async function send(
  world: World,
  path: string,
  bytes: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; code: string | undefined; body: Record<string, unknown> }> {
  const response = await fetch(`${world.url}${path}`, { method: 'PUT', body: new Uint8Array(bytes), headers })
  const body = (await response.json()) as { errors?: { extensions: { code: string } }[] }
  return { status: response.status, code: body.errors?.[0]?.extensions.code, body }
}

/** Fetches a file as a principal. */
export async function download(world: World, client: Client | null, id: string): Promise<Response> {
  return fetch(`${world.url}/evidence/${id}`, { headers: client?.headers ?? {} })
}

/** Opens an after-sale of quality on a signed order of the demo; it is the client's own. */
export async function openCase(client: Client, number: string): Promise<{ id: string; uuid?: string }> {
  const order = await orderIds(client, number)
  const done = (await act(client, 'requestAfterSale', {
    orderId: order.id,
    type: 'RETURN_AND_REFUND',
    reason: 'QUALITY',
    lines: [{ lineId: order.lines[0]?.id, quantity: 1 }],
    idempotencyKey: key(),
  })) as Act & { afterSale: { id: string } }
  if (!done.afterSale) throw new Error(JSON.stringify(done))
  return { id: done.afterSale.id }
}
