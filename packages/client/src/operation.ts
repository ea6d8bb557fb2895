/** Ties a document to the types of its answer and variables; never there at run time. The mark of typed document nodes. */
export interface DocumentTypes<Data, Variables> {
  readonly __apiType?: (variables: Variables) => Data
}

/** A document that a client can send. */
export interface Operation<Data, Variables> extends DocumentTypes<Data, Variables> {
  readonly name?: string
  readonly kind?: 'query' | 'mutation'
  readonly text: string
  /** SHA-256 of the text in hex; with it the text is sent only where the service does not know it yet. */
  readonly hash?: string
}

/**
 * A document of your own, typed by gql.tada or any other maker of typed document nodes, as something to send.
 * `print` is that of `graphql` or `@0no-co/graphql.web`: `client.request(operation(MyOrders, print), { first: 5 })`.
 */
export function operation<Document extends object, Data, Variables>(
  document: Document & DocumentTypes<Data, Variables>,
  print: (document: Document) => string,
): Operation<Data, Variables> {
  return { text: print(document) }
}
