import type { CsError } from './errors.ts'

/**
 * An answer. A guarded field that the caller may not read is null in `data` and named in `errors` (FORBIDDEN), while
 * everything else is there: decide yourself whether that will do, or ask for all of it with `complete`.
 */
export interface Result<Data> {
  readonly data: Data
  /** What is missing from the data and why; empty where nothing is. */
  readonly errors: readonly CsError[]
  /** What the operation cost of the request's limit, where the service told. */
  readonly cost: Cost | undefined
}

export interface Cost {
  readonly spent: number
  readonly limit: number
}

/** The data of an answer of which nothing is missing; throws the first of its errors otherwise. */
export async function complete<Data>(answer: Result<Data> | PromiseLike<Result<Data>>): Promise<Data> {
  const { data, errors } = await answer
  if (errors[0]) throw errors[0]
  return data
}
