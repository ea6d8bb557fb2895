import { SHOP } from '../settings.ts'

const ORDER = 'rowId number tradeStatus physicalStatus placedAt paidFen'
const LINES =
  'orderLinesByShopIdAndOrderIdList(orderBy: [POSITION_ASC]) { position productName spec quantity status paidFen }'

/** The questions in PostGraphile's words. Money is asked as stored, which is the least work for it. */
export const POSTGRAPHILE: Readonly<Record<string, string>> = {
  point: `query Point($id: UUID!) {
  orderByShopIdAndRowId(shopId: "${SHOP}", rowId: $id) {
    rowId number tradeStatus physicalStatus source held version placedAt paidAt paidFen
  }
}`,
  list: `query List($before: Datetime!) {
  ordersBefore(placedBefore: $before, first: 50) {
    nodes { ${ORDER} customerByShopIdAndCustomerId { rowId number nameMasked vip } ${LINES} }
    pageInfo { hasNextPage endCursor }
  }
}`,
  view: `query View($id: UUID!) {
  customerByShopIdAndRowId(shopId: "${SHOP}", rowId: $id) {
    rowId number nameMasked formOfAddress lifecycle valueClass vip orderCount createdAt
    contactPointsByShopIdAndCustomerIdList(orderBy: [KIND_ASC, ROW_ID_ASC]) { kind masked isPrimary }
    memberByShopIdAndCustomerId { number tier tierSince pointsAvailable pointsPending }
    ordersByShopIdAndCustomerId(first: 10, orderBy: [PLACED_AT_DESC, ROW_ID_DESC]) {
      nodes { ${ORDER} ${LINES} }
      pageInfo { hasNextPage }
    }
    casesByShopIdAndCustomerId(first: 10, orderBy: [OPENED_AT_DESC, ROW_ID_DESC]) {
      nodes { rowId number kind status priority openedAt dueAt }
      pageInfo { hasNextPage }
    }
    reviewsByShopIdAndCustomerId(first: 10, orderBy: [POSTED_AT_DESC, ROW_ID_DESC]) {
      nodes { rowId number score kind text postedAt }
      pageInfo { hasNextPage }
    }
  }
}`,
  board: `query Board($before: Datetime!) {
  openCases(openedBefore: $before, first: 50) {
    nodes {
      rowId number kind status priority channel openedAt firstResponseAt dueAt
      membershipByShopIdAndOwnerId { agentId grade agentByAgentId { number name } }
      customerByShopIdAndCustomerId { rowId number nameMasked }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  search: `query Search($text: String!) {
  customersFound(wanted: $text, first: 20) {
    nodes { rowId number nameMasked phoneMasked formOfAddress orderCount }
    pageInfo { hasNextPage }
  }
}`,
  remark: `mutation Remark($input: RemarkOrderInput!) {
  remarkOrder(input: $input) { order { rowId number version flag } }
}`,
}
