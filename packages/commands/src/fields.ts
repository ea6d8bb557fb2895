import { z } from 'zod'

/** Control and format characters, and what has no meaning of its own: they hide or reorder text. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u
/** Joiners that spelled-out emoji and some names need. */
const HARMLESS = /[\u200C\u200D]/g

const characters = (text: string) => [...text].length

/**
 * Text that a person typed: NFC, trimmed, between `min` and `max` characters (code points), without
 * control characters; a tab becomes a space. `lines`: line breaks are kept (CRLF becomes LF).
 */
export function typed({ min = 1, max, lines = false }: { min?: number; max: number; lines?: boolean }) {
  return z
    .string()
    .transform((raw) => raw.replace(/\r\n?/g, '\n').replaceAll('\t', ' ').normalize('NFC').trim())
    .superRefine((text, context) => {
      const visible = (lines ? text.replaceAll('\n', '') : text).replace(HARMLESS, '')
      const fail = (code: string, limit = 0) => context.addIssue({ code: 'custom', params: { code, limit } })
      if (HIDDEN.test(visible)) fail('CONTROL_CHARACTERS')
      else if (text === '' && min > 0) fail('REQUIRED')
      else if (characters(text) < min) fail('TOO_SHORT', min)
      else if (characters(text) > max) fail('TOO_LONG', max)
    })
}

/** The limits of free text, in characters. */
export const TEXT_LIMITS = { line: 100, note: 500, reason: 500, message: 2000 } as const

export const line = typed({ max: TEXT_LIMITS.line })
export const note = typed({ max: TEXT_LIMITS.note, lines: true })
export const message = typed({ max: TEXT_LIMITS.message, lines: true })
export const reason = typed({ min: 2, max: TEXT_LIMITS.reason, lines: true })

export const id = z.guid().transform((text) => text.toLowerCase())
export const version = z.int().min(1)

/** 8 to 200 visible ASCII characters, chosen by the caller: a UUID does. */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{8,200}$/)
