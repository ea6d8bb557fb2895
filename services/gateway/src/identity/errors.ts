import { GraphQLError } from 'graphql'

/** HTTP status by code of a request whose sender or shop could not be established. */
const STATUS = {
  /** The token is missing where one is named, malformed, expired, or not by an issuer we trust. */
  UNAUTHENTICATED: 401,
  /** Several shops, none chosen. */
  SHOP_REQUIRED: 400,
  /** No such shop for this subject: it does not exist, or is someone else's. */
  SHOP_UNKNOWN: 400,
  /** The header names another shop than the token. */
  SHOP_CONFLICT: 400,
  /** Keys or memberships can't be read at the moment. */
  UNAVAILABLE: 503,
} as const

export type IdentityErrorCode = keyof typeof STATUS

/** A refusal that Apollo answers as a GraphQL error with its HTTP status. */
export function identityError(
  code: IdentityErrorCode,
  message: string,
  options: { readonly extensions?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
): GraphQLError {
  const headers =
    code === 'UNAUTHENTICATED' ? new Map([['www-authenticate', 'Bearer error="invalid_token"']]) : undefined
  return new GraphQLError(message, {
    extensions: { code, ...options.extensions, http: { status: STATUS[code], ...(headers && { headers }) } },
    ...(options.cause instanceof Error && { originalError: options.cause }),
  })
}

/** The code of an identity error, else undefined. */
export function identityErrorCode(error: unknown): IdentityErrorCode | undefined {
  const code = error instanceof GraphQLError ? error.extensions.code : undefined
  return typeof code === 'string' && code in STATUS ? (code as IdentityErrorCode) : undefined
}
