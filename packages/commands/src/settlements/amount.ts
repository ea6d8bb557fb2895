import { z } from 'zod'

/** An amount in fen that moves: at least one, at most a million yuan. */
export const amount = z.int().min(1).max(100_000_000)
