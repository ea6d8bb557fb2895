import type { InquiryType } from '@cs/domain/cases'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** What was said in a case. */
export interface NewMessage {
  readonly shopId: string
  readonly caseId: string
  readonly sender: 'CUSTOMER' | 'AGENT' | 'AUTO_REPLY'
  /** Of an agent alone. */
  readonly agentId: string | null
  readonly channel: string
  /** Of a customer's message alone; `null`: not said. */
  readonly inquiryType: InquiryType | null
  readonly text: string
  readonly at: Date
  /** It begins a conversation (Q60). */
  readonly begins: boolean
  /** The status that the case takes; absent: it keeps its own. */
  readonly status?: 'OPEN'
}

/**
 * Keeps a message and what the locked case knows of its conversation; the first answer of a person is kept for good
 * (C-01). Returns the message's id and the case's new version.
 */
export async function addMessage(
  tx: Tx,
  message: NewMessage,
): Promise<{ readonly messageId: string; readonly version: number }> {
  const messageId = newId(message.at)
  const { shopId, caseId, at } = message
  await tx
    .insertInto('case_messages')
    .values({
      shop_id: shopId,
      id: messageId,
      case_id: caseId,
      sender: message.sender,
      agent_id: message.agentId,
      channel: message.channel,
      inquiry_type: message.inquiryType,
      text: message.text,
      sent_at: at,
    })
    .execute()
  const now = sql<Date>`${at.toISOString()}::timestamptz`
  const row = await tx
    .updateTable('cases')
    .set({
      last_message_at: at,
      ...(message.begins && { conversation_at: at }),
      ...(message.sender === 'CUSTOMER' && { last_customer_at: at }),
      ...(message.sender === 'AGENT' && {
        last_reply_at: at,
        first_response_at: sql<Date>`COALESCE(first_response_at, ${now})`,
      }),
      ...(message.status && { status: message.status }),
      version: sql`version + 1`,
    })
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return { messageId, version: row.version }
}

/** Adds an internal note. Returns its id. */
export async function addNote(
  tx: Tx,
  note: {
    readonly shopId: string
    readonly caseId: string
    readonly agentId: string
    readonly text: string
    readonly at: Date
  },
): Promise<string> {
  const id = newId(note.at)
  await tx
    .insertInto('case_notes')
    .values({
      shop_id: note.shopId,
      id,
      case_id: note.caseId,
      agent_id: note.agentId,
      text: note.text,
      created_at: note.at,
    })
    .execute()
  return id
}
