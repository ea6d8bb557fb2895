/** One notice of the script library: our own wording after the scripts whose intent it follows. */
export interface Script {
  /** Rules of the catalogue. */
  readonly rules: readonly string[]
  readonly zh: (values: Values) => readonly Part[]
  readonly en: (values: Values) => readonly Part[]
}
/** A sentence, or nothing where its value was not given. */
export type Part = string | false | undefined

/** The parameters in words of one language; absent where not given. */
export interface Values {
  readonly number: string
  readonly amount?: string
  readonly due?: string
  readonly arrival?: string
  readonly parcel?: string
  readonly evidence?: string
  readonly reason?: string
  readonly pickup?: true
  readonly freightPayer?: 'SHOP' | 'CUSTOMER'
  readonly tier?: string
  readonly points?: string
  readonly benefit?: string
}
