import { MATRIX, PERMISSIONS, type Permission } from '@cs/domain/access'
import { encodeGlobalId } from '@cs/pothos-kysely'
import { GraphQLError, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql'
import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { type RequestContext, reach, type ShopChoice } from '../context.ts'
import { AgentFunction, Grade } from '../enums.ts'
import { CODES, mapper } from '../mapping.ts'
import { Shop } from '../shops/index.ts'

export const Scope = builder.enumType('Scope', {
  description: 'How far a grant reaches.',
  values: {
    OWN: { value: 'own', description: 'What the viewer owns or works on.' },
    TEAM: {
      value: 'team',
      description: 'That, and what the agents supervised by the viewer own or work on.',
    },
    SHOP: { value: 'shop', description: 'Everything in the shop.' },
  },
})

const PrincipalKind = builder.enumType('PrincipalKind', {
  description: 'Who can ask.',
  values: {
    AGENT: { value: 'agent', description: 'An agent of the shop.' },
    PARTNER: { value: 'partner', description: 'A partner client with explicit scopes.' },
    WORKER: { value: 'worker', description: 'The service itself.' },
    PUBLIC: { value: 'public', description: 'Nobody in particular: no token.' },
  },
})

const HeldPermission = builder.objectRef<Permission>('HeldPermission').implement({
  description: 'A permission the viewer holds.',
  fields: (t) => ({
    permission: t.string({ description: 'Its name.', resolve: (p) => p }),
    description: t.string({ description: 'What it means.', resolve: (p) => MATRIX[p].description }),
    scope: t.field({
      type: Scope,
      description: 'How far it reaches.',
      resolve: (p, _args, { viewer }) => reach(viewer, p) ?? 'own',
    }),
  }),
})

const ShopChoiceType = builder.objectRef<ShopChoice>('ShopChoice').implement({
  description: 'A shop in which the caller may act.',
  fields: (t) => ({
    id: t.id({
      description: 'The global id.',
      resolve: (s) => encodeGlobalId({ code: CODES.Shop, tenant: s.id, id: s.id }),
    }),
    code: t.exposeString('code', { description: 'What to send as `X-Shop`.' }),
    name: t.exposeString('name', { description: 'The name of the shop.' }),
    grade: t.field({
      type: Grade,
      nullable: true,
      description: 'The grade there; null for partners.',
      resolve: (s) => (s.grade?.toUpperCase() as 'SPECIALIST' | undefined) ?? null,
    }),
  }),
})

const Viewer = builder.objectRef<RequestContext>('Viewer').implement({
  description: 'Who asks, and what they may do.',
  fields: (t) => ({
    kind: t.field({
      type: PrincipalKind,
      description: 'What kind of principal.',
      resolve: ({ viewer }) => viewer.principal.kind,
    }),
    grade: t.field({
      type: Grade,
      nullable: true,
      description: 'The grade in this shop, for agents.',
      resolve: ({ viewer: { principal } }) =>
        principal.kind === 'agent' ? (principal.grade.toUpperCase() as 'SPECIALIST') : null,
    }),
    function: t.field({
      type: AgentFunction,
      nullable: true,
      description: 'The function in this shop, for agents.',
      resolve: ({ viewer: { principal } }) =>
        principal.kind === 'agent' ? (principal.function.toUpperCase() as 'PRE_SALE') : null,
    }),
    permissions: t.field({
      type: [HeldPermission],
      description: 'All permissions held.',
      resolve: ({ viewer }) => [...viewer.grants.keys()],
    }),
    shops: t.field({
      type: [ShopChoiceType],
      description: 'The shops in which the caller may act.',
      resolve: async (context) => [...(await context.shops())],
    }),
    shop: mapper.read(t, (f) =>
      f.one(Shop, {
        description: 'The shop of this request.',
        where: (s, _parent, c) => sql`${s.id} = ${c.tenant}`,
      }),
    ),
    agent: mapper.read(t, (f) =>
      f.one(Agent, {
        description: 'The viewer as an agent of the shop.',
        where: (a, _parent, c) =>
          sql`${a.agent_id} = ${c.viewer((v) => (v.principal.kind === 'agent' ? v.principal.id : null))}::uuid`,
      }),
    ),
  }),
})

interface FieldPermissions {
  readonly field: string
  readonly permissions: readonly Permission[]
}

const FieldAccess = builder.objectRef<FieldPermissions>('FieldAccess').implement({
  description: 'What a field asks for, and whether the viewer has it.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The name of the field.' }),
    permissions: t.stringList({
      description: 'All permissions it asks for; none: it is as free as its type.',
      resolve: (f) => [...f.permissions],
    }),
    granted: t.boolean({
      description: 'Whether the viewer holds all of them.',
      resolve: (f, _args, { viewer }) => f.permissions.every((p) => reach(viewer, p) !== undefined),
    }),
    scope: t.field({
      type: Scope,
      nullable: true,
      description: 'How far the narrowest of them reaches; null where one is missing.',
      resolve: (f, _args, { viewer }) => narrowest(f.permissions.map((p) => reach(viewer, p))),
    }),
  }),
})

const WIDTH = ['own', 'team', 'shop'] as const

function narrowest(scopes: readonly (string | undefined)[]): 'own' | 'team' | 'shop' | null {
  if (scopes.some((scope) => scope === undefined)) return null
  return WIDTH.find((width) => scopes.includes(width)) ?? 'shop'
}

const MatrixRow = builder.objectRef<Permission>('PermissionRow').implement({
  description: 'A row of the permission matrix.',
  fields: (t) => ({
    permission: t.string({ description: 'Its name.', resolve: (p) => p }),
    description: t.string({ description: 'What it means.', resolve: (p) => MATRIX[p].description }),
    specialist: t.field({
      type: Scope,
      nullable: true,
      description: 'How far for specialists.',
      resolve: (p) => granted(p, 'specialist'),
    }),
    senior: t.field({
      type: Scope,
      nullable: true,
      description: 'How far for seniors.',
      resolve: (p) => granted(p, 'senior'),
    }),
    supervisor: t.field({
      type: Scope,
      nullable: true,
      description: 'How far for supervisors.',
      resolve: (p) => granted(p, 'supervisor'),
    }),
    manager: t.field({
      type: Scope,
      nullable: true,
      description: 'How far for managers.',
      resolve: (p) => granted(p, 'manager'),
    }),
    partner: t.boolean({
      description: 'Whether a partner may be given it.',
      resolve: (p) => 'partner' in MATRIX[p],
    }),
    public: t.boolean({ description: 'Whether everybody holds it.', resolve: (p) => 'public' in MATRIX[p] }),
  }),
})

function granted(permission: Permission, grade: 'specialist' | 'senior' | 'supervisor' | 'manager') {
  const grades: Partial<Record<typeof grade, 'own' | 'team' | 'shop'>> = MATRIX[permission].grades
  return grades[grade] ?? null
}

builder.queryFields((t) => ({
  viewer: t.field({
    type: Viewer,
    description: 'Who asks, and what they may do. Public.',
    resolve: (_root, _args, context) => context,
  }),
  permissions: t.field({
    type: [MatrixRow],
    description: 'The permission matrix. Public.',
    resolve: () => [...PERMISSIONS],
  }),
  fieldAccess: t.field({
    type: [FieldAccess],
    description: 'The fields of a type and what each asks for. Public.',
    args: {
      type: t.arg.string({
        required: true,
        description: 'The name of an object type or interface, such as `Order`.',
      }),
    },
    resolve: (_root, { type }, _context, info) => accessOf(info.schema, type),
  }),
}))

function accessOf(schema: GraphQLSchema, name: string): FieldPermissions[] {
  const type = schema.getType(name)
  if (!type || name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type)))
    throw new GraphQLError(`There is no object type or interface "${name}".`, {
      extensions: { code: 'BAD_USER_INPUT', argument: 'type' },
    })
  return Object.values(type.getFields()).map((field) => ({
    field: field.name,
    permissions: (field.extensions.permissions as readonly Permission[] | undefined) ?? [],
  }))
}
