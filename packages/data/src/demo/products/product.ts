/** The eight categories of CAT-01. */
type DemoCategory = 'APPAREL' | 'DIGITAL' | 'APPLIANCE' | 'HOME' | 'BEAUTY' | 'FOOD' | 'BABY' | 'SPORTS'

/** A SKU; `price` in yuan where it differs from the product's. */
export interface DemoSku {
  readonly spec: string
  readonly colour?: string
  readonly size?: string
  readonly price?: number
  /** Free stock: what is left when all open orders are served. */
  readonly stock?: number
}

/** A product of the demo, as DAT-03 and DAT-04 name its fields. Prices in yuan, days counted from the anchor. */
export interface DemoProduct {
  readonly name: string
  readonly brand: string
  readonly model: string
  readonly category: DemoCategory
  readonly subcategory: string
  readonly material: string
  readonly origin: string
  readonly shipFrom: string
  readonly price: number
  readonly cost: number
  readonly sales: number
  readonly rating: number
  /** Made that many days before the anchor. */
  readonly madeDaysAgo?: number
  readonly shelfLifeDays?: number
  readonly certification: string
  readonly authorisation?: string
  readonly antiFakeHint?: string
  readonly sellingPoints: readonly string[]
  readonly usage?: string
  readonly care?: string
  readonly cautions: string
  readonly suitableFor: string
  readonly compatibility?: string
  readonly warrantyMonths?: number
  readonly invoiceContent: string
  readonly dispatchHours?: number
  readonly minQuantity?: number
  readonly maxQuantity?: number
  readonly customised?: true
  readonly cancellable?: true
  readonly perishable?: true
  readonly digital?: true
  readonly cashOnDelivery?: true
  readonly presale?: {
    readonly depositOpens: number
    readonly depositCloses: number
    readonly balanceOpens: number
    readonly balanceCloses: number
    readonly changeableUntil: number
    readonly shipsFrom: number
  }
  readonly attributes: Readonly<Record<string, string>>
  readonly skus: readonly DemoSku[]
}

/** Every colour in every size. */
export function grid(colours: readonly string[], sizes: readonly string[]): readonly DemoSku[] {
  return colours.flatMap((colour) => sizes.map((size) => ({ spec: `${colour} ${size}`, colour, size })))
}

/** One SKU for each colour. */
export function inColours(...colours: readonly string[]): readonly DemoSku[] {
  return colours.map((colour) => ({ spec: colour, colour }))
}

/** One SKU for each specification with its own price. */
export function atPrices(prices: Readonly<Record<string, number>>): readonly DemoSku[] {
  return Object.entries(prices).map(([spec, price]) => ({ spec, price }))
}
