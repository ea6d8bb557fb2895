/** What Mercurius serves: the types of the questions, with values as the gateway gives them. */
export const SCHEMA = /* GraphQL */ `
  scalar DateTime
  scalar Date
  type Money { amount: String! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type OrderLine { position: Int! productName: String! spec: String! quantity: Int! status: String! paid: Money! }
  type Bilingual { zh: String! en: String }
  type Finding { verdict: String! message: Bilingual! }
  type PolicyDecision { outcome: String! findings: [Finding!]! }
  type OrderAction { name: String! decision: PolicyDecision! }
  type MemberBenefit { code: String! title: Bilingual! detail: Bilingual! rule: String! value: String }
  type TierProgress { next: String missing: Money }
  type Order {
    id: ID! number: String! status: String! physicalStatus: String! source: String! held: Boolean! version: Int!
    placedAt: DateTime! paidAt: DateTime paidAmount: Money! flag: String
    customer: Customer lines: [OrderLine!]! actions: [OrderAction!]
  }
  type OrderConnection { nodes: [Order!]! pageInfo: PageInfo! }
  type ContactPoint { kind: String! masked: String! primary: Boolean! }
  type Member {
    number: String! tier: String! tierSince: Date! pointsAvailable: Int! pointsPending: Int!
    benefits: [MemberBenefit!]! progress: TierProgress
  }
  type Agent { id: ID! number: String! name: String! grade: String! }
  type Case {
    id: ID! number: String! kind: String! status: String! priority: String! channel: String! openedAt: DateTime!
    firstResponseAt: DateTime dueAt: DateTime owner: Agent customer: Customer
  }
  type CaseConnection { nodes: [Case!]! pageInfo: PageInfo! }
  type Review { id: ID! number: String! score: Int! kind: String! text: String! postedAt: DateTime! }
  type ReviewConnection { nodes: [Review!]! pageInfo: PageInfo! }
  type Customer {
    id: ID! number: String! nameMasked: String! phoneMasked: String formOfAddress: String! lifecycle: String!
    valueClass: String! vip: Boolean! orderCount: Int! createdAt: DateTime!
    handlingHint: Bilingual
    contacts: [ContactPoint!]! member: Member orders(first: Int): OrderConnection! cases(first: Int): CaseConnection!
    reviews(first: Int): ReviewConnection!
  }
  type CustomerConnection { nodes: [Customer!]! pageInfo: PageInfo! }
  input OrderFilter { placedBefore: DateTime! }
  input CaseFilter { openedBefore: DateTime! }
  enum CaseOrder { DUE }
  input RemarkOrderInput { orderId: ID! action: String! text: String! }
  type RemarkOrderSuccess { order: Order! }
  type PolicyDenied { decisionId: ID! }
  union RemarkOrderResult = RemarkOrderSuccess | PolicyDenied
  type Query {
    order(id: ID!): Order
    orders(first: Int!, filter: OrderFilter!): OrderConnection!
    customer(id: ID!): Customer
    cases(first: Int!, orderBy: CaseOrder!, filter: CaseFilter!): CaseConnection!
    searchCustomers(text: String!, first: Int!): CustomerConnection!
  }
  type Mutation { remarkOrder(input: RemarkOrderInput!): RemarkOrderResult! }
`
