/** Money on the wire: yuan with two decimals. */
export interface Yuan {
  readonly amount: string
}

/** A clock of an after-sale as the API tells it. */
export interface ClockView {
  readonly name: string
  readonly startedAt: string
  readonly targetAt: string
  readonly warnAt: string
  readonly breachAt: string
  readonly pausedAt: string | null
  readonly stoppedAt: string | null
  readonly result: string | null
  readonly rules: readonly string[]
}

export interface RefundView {
  readonly id: string
  readonly status: string
  readonly amount: Yuan
  readonly goods: Yuan
  readonly freight: Yuan
  readonly route: string
  readonly attempts: number
  readonly issuedAt: string | null
  readonly arrivesFrom: string | null
  readonly arrivesBy: string | null
}

/** An after-sale as the API tells it to an agent. */
export interface AfterSaleView {
  readonly id: string
  readonly number: string
  readonly version: number
  readonly state: string
  readonly status: string
  readonly type: string
  readonly reason: string
  readonly reopened: number
  readonly freightPayer: string | null
  readonly specialApproval: boolean
  readonly cause: string | null
  readonly liable: string | null
  readonly dueAt: string | null
  readonly approved: Yuan | null
  readonly steps: readonly {
    readonly step: string
    readonly fromState: string | null
    readonly toState: string
  }[]
  readonly refunds: readonly RefundView[]
  readonly compensations: readonly {
    readonly id: string
    readonly kind: string
    readonly status: string
    readonly amount: Yuan
    readonly grantedBy: { readonly id: string } | null
    readonly approvedBy: { readonly id: string } | null
  }[]
  readonly freightSettlements: readonly {
    readonly id: string
    readonly direction: string
    readonly payer: string
    readonly mode: string
    readonly amount: Yuan
    readonly status: string
    readonly linkNumber: string | null
  }[]
  readonly replacements: readonly {
    readonly kind: string
    readonly quantity: number
    readonly waybill: string
  }[]
  readonly returnShipments: readonly {
    readonly carrier: string
    readonly status: string
    readonly refusedReason: string | null
  }[]
  readonly inspections: readonly { readonly result: string; readonly finding: string }[]
  readonly notices: readonly { readonly script: string; readonly text: { readonly zh: string } | null }[]
  readonly clocks: readonly ClockView[]
}

/** What is asked of an after-sale wherever one is answered. */
export const AFTER_SALE = `{
  id number version state status type reason reopened freightPayer specialApproval cause liable dueAt
  approved { amount }
  steps { step fromState toState }
  refunds { id status amount { amount } goods { amount } freight { amount } route attempts issuedAt arrivesFrom arrivesBy }
  compensations { id kind status amount { amount } grantedBy { id } approvedBy { id } }
  freightSettlements { id direction payer mode amount { amount } status linkNumber }
  replacements { kind quantity waybill }
  returnShipments { carrier status refusedReason }
  inspections { result finding }
  notices { script text { zh } }
  clocks { name startedAt targetAt warnAt breachAt pausedAt stoppedAt result rules }
}`

/** What a preview tells. */
export interface Previewed {
  readonly __typename: string
  readonly decision: {
    readonly outcome: string
    readonly findings: readonly {
      readonly rule: { readonly id: string }
      readonly verdict: string
      readonly message: { readonly zh: string }
    }[]
    readonly remedies: readonly { readonly kind: string; readonly alternative: string | null }[]
  }
  readonly quote: {
    readonly amount: Yuan
    readonly goods: Yuan
    readonly freightBack: Yuan
    readonly paySeller: Yuan | null
    readonly customerPays: Yuan | null
    readonly differenceRefund: Yuan | null
    readonly route: string | null
    readonly arrivesFrom: string | null
    readonly arrivesBy: string | null
    readonly freight: {
      readonly back: string | null
      readonly out: string | null
      readonly modes: readonly string[]
      readonly outModes: readonly string[]
      readonly insured: boolean
      readonly rules: readonly string[]
    }
    readonly pointsBack: number
    readonly pointsClawedBack: number
    readonly tierBefore: string | null
    readonly tierAfter: string | null
    readonly clocks: readonly {
      readonly name: string
      readonly targetAt: string
      readonly breachAt: string
      readonly rules: readonly string[]
    }[]
    readonly approvals: readonly { readonly rule: string; readonly toRequest: boolean }[]
  }
  readonly token: string | null
  readonly tokenExpiresAt: string | null
}

export const PREVIEW = `query ($input: PreviewAfterSaleInput!) { preview: previewAfterSale(input: $input) { __typename
  ... on AfterSalePreviewed { token tokenExpiresAt
    decision { outcome findings { rule { id } verdict message { zh } } remedies { kind alternative } }
    quote { amount { amount } goods { amount } freightBack { amount } paySeller { amount } customerPays { amount } differenceRefund { amount }
      route arrivesFrom arrivesBy freight { back out modes outModes insured rules } pointsBack pointsClawedBack tierBefore tierAfter
      clocks { name targetAt breachAt rules } approvals { rule toRequest } } } } }`
