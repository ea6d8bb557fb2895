import { describe, expect, it } from 'vitest'
import {
  GRADES,
  type Grade,
  type Grant,
  grantsOf,
  MATRIX,
  PERMISSIONS,
  type Principal,
  type Scope,
} from '../src/access/index.ts'

const agent = (grade: Grade): Principal => ({
  kind: 'agent',
  id: 'a' as never,
  shop: 's' as never,
  grade,
  function: 'pre_sale',
  department: 'service',
  team: [],
})
const width: Record<Scope, number> = { own: 1, team: 2, shop: 3 }

describe('grants', () => {
  it.each(PERMISSIONS)('%s: a higher grade never holds less', (permission) => {
    const widths = GRADES.map(
      (grade) =>
        width[grantsOf(agent(grade)).get(permission) ?? 'own'] *
        (grantsOf(agent(grade)).has(permission) ? 1 : 0),
    )
    expect(widths).toEqual([...widths].sort())
  })

  it('of the public are what the matrix lists as public', () => {
    const open = PERMISSIONS.filter((permission) => (MATRIX[permission] as Grant).public)
    expect([...grantsOf({ kind: 'public' }).keys()]).toEqual(open)
  })

  it('of a partner are its scopes, as far as a partner may hold them', () => {
    const grants = grantsOf({
      kind: 'partner',
      id: 'p' as never,
      shop: 's' as never,
      scopes: ['order.read', 'product.cost.read', 'customer.contact.reveal'],
    })
    expect(grants.get('order.read')).toBe('shop')
    expect(grants.has('product.cost.read')).toBe(false)
    expect(grants.has('customer.contact.reveal')).toBe(false)
    expect(grants.has('customer.read')).toBe(false)
  })

  it('of the worker never reveal contact data', () => {
    expect(grantsOf({ kind: 'worker', shop: 's' as never }).has('customer.contact.reveal')).toBe(false)
  })
})
