import { sql } from 'kysely'
import { cursorSql } from '../../live/index.ts'
import { builder } from '../builder.ts'
import { CODES, mapper } from '../mapping.ts'

export const Shop = mapper.type('Shop', 'shops', {
  code: CODES.Shop,
  tenantColumn: 'id',
  guard: 'shop.read',
  description: 'The shop of the request. A request acts in exactly one.',
})

const Pack = mapper.type('PolicyPack', 'policy_packs', {
  description: 'A published policy pack: immutable, known by its hash.',
})

Shop.fields((f) => ({
  id: f.id(),
  code: f.col('code', {
    type: 'String',
    description: 'The short name, as in the token claim `shop` and the header `X-Shop`.',
  }),
  name: f.col('name', { type: 'String', description: 'The name of the shop.' }),
  currency: f.col('currency', { type: 'String', description: 'ISO 4217.' }),
  timeZone: f.col('time_zone', {
    type: 'String',
    description: 'The zone of calendar days and working days.',
  }),
  liveCursor: f.expr(
    (_shop, c) => {
      const { from, where } = c.scoped('events', 'told')
      return sql`(SELECT ${cursorSql(sql`coalesce(max(told.seq), 0)`)} FROM ${from} WHERE ${where})`
    },
    {
      type: 'String',
      description:
        'Where the events of the shop stand. Ask for it alone, then for a list, and subscribe after it: nothing in between is missed.',
    },
  ),
  pack: f.one(Pack, {
    nullable: true,
    description: 'The pack in force now.',
    where: (p, _shop, c) => {
      const { from, where } = c.scoped('policy_packs', 'newer')
      const now = sql`${c.viewer((v) => v.now)}::timestamptz`
      return sql`(${p.id}, ${p.version}) = (SELECT newer.id, newer.version FROM ${from} WHERE ${where} AND newer.effective_from <= ${now} ORDER BY newer.effective_from DESC, newer.version DESC LIMIT 1)`
    },
  }),
}))

Pack.fields((f) => ({
  packId: f.col('id', { type: 'String', description: 'The name of the pack.' }),
  version: f.col('version', { type: 'Int', description: 'The version, from 1.' }),
  hash: f.col('hash', { type: 'String', description: 'SHA-256 of its content; stored with every decision.' }),
  sources: f.col('sources', { type: ['String'], description: 'The handbooks it is made of, base first.' }),
  effectiveFrom: f.col('effective_from', { type: 'DateTime', description: 'In force from.' }),
}))

builder.queryField('shop', (t) =>
  mapper.read(t, (f) =>
    f.one(Shop, {
      description: 'The shop of the request.',
      where: (s, _parent, c) => sql`${s.id} = ${c.tenant}`,
    }),
  ),
)
