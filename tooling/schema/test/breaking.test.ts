import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { compare, publish } from '../breaking.ts'

const published = buildSchema(`
  type Query { order(id: ID!): Order }
  type Order { number: String!, flag: Flag }
  enum Flag { RED BLUE }
`)
const paths = async (sdl: string) => (await compare(published, buildSchema(sdl))).map(({ path }) => path)

describe('what breaks clients', () => {
  test('a field that goes', async () => {
    const sdl = 'type Query { order(id: ID!): Order } type Order { number: String! } enum Flag { RED BLUE }'
    expect(await paths(sdl)).toEqual(['Order.flag'])
  })

  test('a field that may become null, an enum value that goes, an argument that is asked for', async () => {
    const sdl = `
      type Query { order(id: ID!, shop: ID!): Order }
      type Order { number: String, flag: Flag }
      enum Flag { RED }
    `
    expect(await paths(sdl)).toEqual(['Flag.BLUE', 'Order.number', 'Query.order.shop'])
  })

  test('but nothing that is only added', async () => {
    const sdl = `
      type Query { order(id: ID!, shop: ID): Order, orders: [Order!]! }
      type Order { number: String!, flag: Flag, paid: Boolean! }
      enum Flag { RED BLUE GREEN }
    `
    expect(await paths(sdl)).toEqual([])
  })
})

describe('publishing', () => {
  const changes = [{ path: 'Order.flag', message: 'Field flag was removed' }]
  const record = (text: string) => ({ path: 'docs/adr/0099-flags.md', text })

  test('needs no decision record where nothing breaks', () => {
    expect(publish(published, [], undefined).text).toContain('type Order')
  })

  test('is refused where something breaks and no record is named', () => {
    expect(() => publish(published, changes, undefined)).toThrow('Order.flag: Field flag was removed')
  })

  test('is refused where the record does not name what breaks', () => {
    expect(() => publish(published, changes, record('Flags are gone.'))).toThrow('does not name')
  })

  test('keeps the name of the record that decided it', () => {
    const { text } = publish(published, changes, record('`Order.flag` becomes a list.'))
    expect(text).toContain('# Last breaking changes: docs/adr/0099-flags.md')
    expect(buildSchema(text).getType('Order')).toBeDefined()
  })
})
