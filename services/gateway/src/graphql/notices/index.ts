import { contactFacts } from '@cs/data/follow-ups'
import { type ContactFacts, channelsFor } from '@cs/domain/follow-ups'
import { isNoticeScript, type NoticeParameters, noticeText } from '@cs/domain/wording'
import { aliasOf } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import { Notice } from '../after-sales/types.ts'
import { builder } from '../builder.ts'
import { Customer } from '../customers/index.ts'
import { Bilingual } from '../decisions/shape.ts'
import { ContactChannel, NoticeFailure, NoticeStatus } from '../enums.ts'
import { mapper } from '../mapping.ts'

interface StoredNotice {
  readonly script: string
  readonly parameters: NoticeParameters
}

Notice.fields((f) => ({
  id: f.id(),
  script: f.col('script', { type: 'String', description: 'The script of the library.' }),
  text: f.domain({
    type: Bilingual,
    nullable: true,
    description: 'What to tell the customer, in both languages (SCR-S); null where its script is no more.',
    reads: (n) => sql<StoredNotice>`json_build_object('script', ${n.script}, 'parameters', ${n.parameters})`,
    run: ({ script, parameters }: StoredNotice) =>
      isNoticeScript(script)
        ? { zh: noticeText(script, parameters, 'zh'), en: noticeText(script, parameters, 'en') }
        : null,
  }),
  status: f.col('status', { type: NoticeStatus, description: 'Whether it was sent.' }),
  createdAt: f.col('created_at', { type: 'DateTime', description: 'Owed since.' }),
  sentAt: f.col('sent_at', { type: 'DateTime', nullable: true, description: 'When the customer was told.' }),
  customer: f.one(Customer, {
    description: 'Who is to be told.',
    where: (c, n) => sql`${c.id} = ${n.customer_id}`,
  }),
  channels: f.domain({
    type: [ContactChannel],
    description: 'Through what the customer may be told, the best first (FUP-14, C-34).',
    cost: 5,
    reads: ((row: never) => contactFacts(aliasOf(row))) as never,
    run: (contact: ContactFacts) => [...channelsFor(contact, 'SERVICE')],
  }),
  channel: f.col('channel', {
    type: ContactChannel,
    nullable: true,
    description: 'How the customer was told.',
  }),
  attempts: f.col('attempts', { type: 'Int', description: 'How often it failed.' }),
  failure: f.col('failure', { type: NoticeFailure, nullable: true, description: 'Why it failed last.' }),
  failedAt: f.col('failed_at', { type: 'DateTime', nullable: true, description: 'When it failed last.' }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
})).listed({
  filters: {},
  orders: {
    OLDEST: {
      description: 'Owed for longest first.',
      by: [{ column: 'created_at', cast: 'timestamptz' }],
      direction: 'ASC',
    },
  },
})

builder.queryFields((t) => ({
  noticesToSend: mapper.read(t, (f) =>
    f.connection(Notice, {
      description:
        'What customers are owed to be told and were not told yet. Tell them, then confirm with `recordNoticeSent` (FUP-14).',
      where: (n) => sql`${n.status} = 'TO_SEND'`,
    }),
  ),
}))
