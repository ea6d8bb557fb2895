import './fields.ts'
import './handling.ts'
import './money.ts'
import { builder } from '../builder.ts'
import { lookup, lookupArgs } from '../lookup.ts'
import { CODES, mapper } from '../mapping.ts'
import { Order } from './types.ts'

builder.queryFields((t) => ({
  order: mapper.read(t, (f) =>
    f.one(Order, {
      description: 'One order, by id or by number: its 360° view starts here.',
      args: lookupArgs('order'),
      where: (o, _parent, c) => lookup(o, c, CODES.Order),
    }),
  ),
  orders: mapper.read(t, (f) => f.connection(Order, { description: 'The orders of the shop.' })),
}))
