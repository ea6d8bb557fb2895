/** A GraphQL error as it stands in an answer. */
export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly locations?: readonly { readonly line: number; readonly column: number }[]
  readonly extensions: { readonly code: string; readonly [key: string]: unknown }
}

/** What came back. `data` is `null` where nothing did; `errors` is empty where there were none. */
export interface Answer<Data> {
  readonly status: number
  readonly headers: Headers
  readonly data: Data
  readonly errors: readonly AnswerError[]
  readonly extensions: Readonly<Record<string, unknown>>
  /** The body as it was sent. */
  readonly text: string
}

/** Asks as one principal in one shop. */
export interface Client {
  /** Posts an operation; answers whatever came back. */
  post<Data = unknown>(query: string, variables?: object): Promise<Answer<Data>>
  /** Posts an operation that is to succeed: throws on any error of the answer. */
  ask<Data>(query: string, variables?: object): Promise<Data>
  readonly headers: Readonly<Record<string, string>>
}

/** A client over `fetch`. `seen` is told of every body received. */
export function clientFor(
  url: string,
  headers: Readonly<Record<string, string>>,
  seen: (text: string) => void,
): Client {
  const post = async <Data>(query: string, variables: object = {}): Promise<Answer<Data>> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    })
    const text = await response.text()
    seen(text)
    const body = JSON.parse(text) as Partial<Answer<Data>>
    return {
      status: response.status,
      headers: response.headers,
      data: (body.data ?? null) as Data,
      errors: body.errors ?? [],
      extensions: body.extensions ?? {},
      text,
    }
  }
  const ask = async <Data>(query: string, variables: object = {}): Promise<Data> => {
    const answer = await post<Data>(query, variables)
    if (answer.errors.length > 0 || answer.status !== 200)
      throw new Error(`${answer.status} ${JSON.stringify(answer.errors)}\n${query}`)
    return answer.data
  }
  return { post, ask, headers }
}

/** A body without what is left of the budget, which falls with every request. */
export const withoutBudget = (text: string): string => text.replace(/"remaining":\d+/, '"remaining":0')

/** The codes of an answer's errors, in their order. */
export const codesOf = (answer: Answer<unknown>): string[] =>
  answer.errors.map((error) => error.extensions.code)
