import { builder } from './builder.ts'
import { mapper } from './mapping.ts'

builder.queryFields((t) => ({
  node: mapper.node(t),
  nodes: mapper.nodes(t),
}))
