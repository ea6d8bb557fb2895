import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { Random } from './random.ts'

/** How documents are made. */
export interface DocumentOptions {
  readonly schema: GraphQLSchema
  /** The fields of the query type that may be asked. */
  readonly roots: readonly string[]
  /** How deep selections nest at most. */
  readonly depth: number
  /** A value for a leaf input, as JSON; `undefined` leaves it out where it may be left out. */
  readonly value: (random: Random, type: string, argument: string, coordinate: string) => unknown
  /** Which arguments of a field are given, where not all may be given together. */
  readonly choose?: (random: Random, names: readonly string[]) => readonly string[]
}

/** A cursor that a second run may fill with what the first run answered. */
export interface CursorVariable {
  readonly name: string
  /** The response key of a `pageInfo { startCursor endCursor }` of the same list. */
  readonly from: string
  readonly side: 'after' | 'before'
  /** The variable that holds `last`, for pages backwards. */
  readonly last?: string
}

/** A random operation: its text, the variables of a first run, and the cursors that later runs may fill in. */
export interface RandomDocument {
  readonly text: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly cursors: readonly CursorVariable[]
  /** Boolean variables of @skip and @include: later runs may turn them over. */
  readonly switches: readonly string[]
}

/** Makes a random document. Some are not valid (fields that conflict): validate before use. */
export function randomDocument(random: Random, options: DocumentOptions): RandomDocument {
  return new Maker(random, options).make()
}

type Field = GraphQLField<unknown, unknown>

class Maker {
  readonly #random: Random
  readonly #options: DocumentOptions
  readonly #declared: string[] = []
  readonly #variables: Record<string, unknown> = {}
  readonly #fragments: string[] = []
  readonly #cursors: CursorVariable[] = []
  readonly #switches: string[] = []
  #count = 0

  constructor(random: Random, options: DocumentOptions) {
    this.#random = random
    this.#options = options
  }

  make(): RandomDocument {
    const root = this.#options.schema.getQueryType()
    if (!root) throw new Error('a schema without queries')
    const parts: string[] = []
    for (let i = 0; i <= this.#random.below(2); i += 1) {
      const field = root.getFields()[this.#random.of(this.#options.roots)]
      if (field) parts.push(this.#field(root, field, this.#options.depth))
    }
    if (this.#random.chance(0.05)) parts.push('__typename')
    const head = this.#declared.length > 0 ? `query Q(${this.#declared.join(', ')})` : 'query Q'
    return {
      text: [`${head} { ${parts.join(' ')} }`, ...this.#fragments].join('\n'),
      variables: this.#variables,
      cursors: this.#cursors,
      switches: this.#switches,
    }
  }

  #name(prefix: string): string {
    this.#count += 1
    return `${prefix}${this.#count}`
  }

  #variable(type: string, value: unknown, prefix = 'v'): string {
    const name = this.#name(prefix)
    this.#declared.push(`$${name}: ${type}`)
    if (value !== undefined) this.#variables[name] = value
    return name
  }

  #selection(type: GraphQLNamedOutputType, depth: number): string {
    const parts: string[] = []
    if (this.#random.chance(0.2)) parts.push('__typename')
    if (isObjectType(type) || isInterfaceType(type)) {
      const fields = Object.values(type.getFields())
      const leaves = fields.filter((f) => isLeafType(getNamedType(f.type)))
      const deep = depth > 0 ? fields.filter((f) => isCompositeType(getNamedType(f.type))) : []
      const wanted = 1 + this.#random.below(4)
      for (let i = 0; i < wanted && leaves.length > 0; i += 1)
        parts.push(this.#field(type, this.#random.of(leaves), depth))
      const deeper = depth > 0 && deep.length > 0 ? this.#random.below(3) : 0
      for (let i = 0; i < deeper; i += 1) parts.push(this.#field(type, this.#random.of(deep), depth - 1))
    }
    if (isAbstractType(type))
      for (const possible of this.#options.schema.getPossibleTypes(type))
        if (this.#random.chance(type.name === 'Node' ? 0.4 : 0.5))
          parts.push(this.#fragment(possible, this.#selection(possible, depth)))
    if (parts.length === 0) parts.push('__typename')
    const set = parts.join(' ')
    if (!isCompositeType(type) || !this.#random.chance(0.2)) return set
    // A part of it once more behind a fragment: response keys that are merged.
    return `${set} ${this.#fragment(type, this.#random.of(parts))}`
  }

  #fragment(type: GraphQLNamedOutputType, set: string): string {
    const conditional = this.#condition()
    if (this.#random.chance(0.6)) return `... on ${type.name}${conditional} { ${set} }`
    const name = this.#name('F')
    this.#fragments.push(`fragment ${name} on ${type.name} { ${set} }`)
    return `...${name}${conditional}`
  }

  #condition(): string {
    if (!this.#random.chance(0.12)) return ''
    const directive = this.#random.of(['skip', 'include'])
    if (this.#random.chance(0.3)) return ` @${directive}(if: ${this.#random.chance(0.5)})`
    const name = this.#variable('Boolean!', this.#random.chance(0.5), 's')
    this.#switches.push(name)
    return ` @${directive}(if: $${name})`
  }

  #field(parent: GraphQLNamedOutputType, field: Field, depth: number): string {
    const type = getNamedType(field.type)
    const args = field.args.some(({ name }) => name === 'after')
      ? this.#pageArgs(parent, field)
      : this.#args(parent, field)
    // Fields with arguments and fields on several types stand under names of their own, so that they don't conflict.
    const alone = field.args.length > 0 || this.#random.chance(0.25)
    const alias = alone ? `${this.#name('a')}: ` : ''
    const head = `${alias}${field.name}${args.text}${this.#condition()}`
    if (!isCompositeType(type)) return head
    const inner = args.pageInfo ? this.#page(type as GraphQLObjectType, depth, args.pageInfo) : undefined
    return `${head} { ${inner ?? this.#selection(type, depth)} }`
  }

  #page(type: GraphQLObjectType, depth: number, pageInfo: string): string {
    const row = getNamedType(type.getFields().nodes?.type as GraphQLOutputType)
    const parts: string[] = []
    if (this.#random.chance(0.75)) parts.push(`nodes { ${this.#selection(row, depth)} }`)
    if (this.#random.chance(0.3)) parts.push(`edges { cursor node { ${this.#selection(row, 0)} } }`)
    if (this.#random.chance(0.3)) parts.push('totalCount')
    if (this.#random.chance(0.1)) parts.push('__typename')
    parts.push(`${pageInfo}: pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`)
    return parts.join(' ')
  }

  #pageArgs(parent: GraphQLNamedOutputType, field: Field): { text: string; pageInfo?: string } {
    const random = this.#random
    const own = field.args.filter(({ name }) => !['first', 'after', 'last', 'before'].includes(name))
    const { parts } = this.#given(parent, field, own)
    const first = random.chance(0.02) ? random.of([0, 101, -1]) : 1 + random.below(4)
    parts.push(`first: ${random.chance(0.3) ? `$${this.#variable('Int', first)}` : first}`)
    const pageInfo = this.#name('pi')
    if (random.chance(0.6)) {
      const back = random.chance(0.4)
      const name = this.#variable('String', undefined, 'c')
      const last = back ? this.#variable('Int', undefined, 'l') : undefined
      parts.push(`${back ? 'before' : 'after'}: $${name}`, ...(last ? [`last: $${last}`] : []))
      this.#cursors.push({ name, from: pageInfo, side: back ? 'before' : 'after', ...(last ? { last } : {}) })
    }
    return { text: `(${parts.join(', ')})`, pageInfo }
  }

  #args(parent: GraphQLNamedOutputType, field: Field): { text: string; pageInfo?: undefined } {
    const { parts } = this.#given(parent, field, field.args)
    return { text: parts.length > 0 ? `(${parts.join(', ')})` : '' }
  }

  #given(parent: GraphQLNamedOutputType, field: Field, args: readonly GraphQLArgument[]) {
    const parts: string[] = []
    const names = args.map(({ name }) => name)
    const chosen = this.#options.choose?.(this.#random, names) ?? names
    for (const arg of args) {
      if (!chosen.includes(arg.name)) continue
      const value = this.#input(arg, arg.type, `${parent.name}.${field.name}`)
      if (value === undefined) continue
      if (this.#random.chance(0.5)) {
        parts.push(`${arg.name}: $${this.#variable(String(arg.type), value)}`)
      } else parts.push(`${arg.name}: ${literal(arg.type, value)}`)
    }
    return { parts }
  }

  #input(input: GraphQLArgument | GraphQLInputField, type: GraphQLInputType, coordinate: string): unknown {
    const random = this.#random
    if (!isNonNullType(type) && random.chance(0.03)) return null
    const bare = getNullableType(type) as GraphQLInputType
    if (isListType(bare))
      return Array.from({ length: 1 + random.below(3) }, () =>
        this.#input(input, bare.ofType, coordinate),
      ).filter((item) => item !== undefined && item !== null)
    if (isInputObjectType(bare)) {
      const fields = Object.values(bare.getFields())
      const chosen = fields.filter(() => random.chance(0.6 / fields.length))
      const given = chosen.map((f) => [f.name, this.#input(f, f.type, coordinate)] as const)
      return Object.fromEntries(given.filter(([, value]) => value !== undefined))
    }
    if (isEnumType(bare)) return random.of(bare.getValues()).name
    return this.#options.value(random, (bare as { name: string }).name, input.name, coordinate)
  }
}

/** A value as GraphQL writes it. */
function literal(type: GraphQLInputType, value: unknown): string {
  const bare = getNullableType(type) as GraphQLInputType
  if (value === null) return 'null'
  if (isListType(bare))
    return `[${(value as unknown[]).map((item) => literal(bare.ofType, item)).join(', ')}]`
  if (isInputObjectType(bare)) {
    const fields = bare.getFields()
    const parts = Object.entries(value as object).map(
      ([key, each]) => `${key}: ${literal(fields[key]?.type as GraphQLInputType, each)}`,
    )
    return `{${parts.join(', ')}}`
  }
  return isEnumType(bare) ? String(value) : JSON.stringify(value)
}
