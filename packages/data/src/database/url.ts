import { createHmac } from 'node:crypto'

/** The three logins of the service: none owns a table, none passes the shop wall. */
export const SERVICE_ROLES = ['cs_reader', 'cs_writer', 'cs_worker'] as const
export type ServiceRole = (typeof SERVICE_ROLES)[number]

/** Connection strings of the service's logins. */
export interface ServiceUrls {
  readonly readUrl: string
  readonly writeUrl: string
  readonly workerUrl: string
}

/** Where the service's logins connect, derived from the admin's connection string; nothing is stored. */
export function serviceUrls(adminUrl: string): ServiceUrls {
  return {
    readUrl: urlOf(adminUrl, 'cs_reader'),
    writeUrl: urlOf(adminUrl, 'cs_writer'),
    workerUrl: urlOf(adminUrl, 'cs_worker'),
  }
}

/** The password of a login: an HMAC under the admin's password; `null` where the admin has none (trust). */
export function passwordOf(adminUrl: string, role: ServiceRole): string | null {
  const secret = decodeURIComponent(new URL(adminUrl).password)
  return secret ? createHmac('sha256', secret).update(`login:${role}`).digest('base64url') : null
}

function urlOf(adminUrl: string, role: ServiceRole): string {
  const url = new URL(adminUrl)
  url.username = role
  url.password = passwordOf(adminUrl, role) ?? ''
  return url.href
}
