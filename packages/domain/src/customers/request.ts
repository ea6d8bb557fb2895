import type { BlacklistReason, WarningSkipped } from './blacklist.ts'
import type { ConsentPurpose, ContactChannel } from './consent.ts'

/** What is true of a customer when something is asked: no name, no contact, no text. */
export interface CustomerFacts {
  readonly id: string
  readonly vip: boolean
  readonly doNotContact: boolean
  /** RFC 3339 UTC; `null`: not blacklisted. */
  readonly blacklistedUntil: string | null
  /** The customer that this duplicate went into. */
  readonly mergedInto: string | null
  readonly erased: boolean
  /** Tags set by hand. */
  readonly tags: number
}

/** A blacklisting as it stands. */
export interface BlacklistingFacts {
  readonly id: string
  readonly status: 'IN_FORCE' | 'EXPIRED' | 'LIFTED'
  readonly until: string
  readonly appealed: boolean
  readonly appealDecided: boolean
  /** Whoever asks is the one who approved it. */
  readonly approvedBySelf: boolean
}

/** One of two customers that may be the same person. */
export interface MergeSide {
  readonly id: string
  readonly member: boolean
  /** Entries of points, whatever their sum. */
  readonly pointsEntries: number
  readonly blacklisted: boolean
}

/** What a person is still owed, or still owes: as long as there is some, who it is has to be known. */
export interface OpenMatters {
  readonly openCases: number
  readonly runningOrders: number
  readonly owedRefunds: number
  readonly openFreight: number
  readonly owedCompensations: number
}

/** What is asked of a customer. */
export type CustomerAsk =
  | { readonly step: 'RECORD'; readonly contacts: number }
  | { readonly step: 'CHANGE_CONTACT' | 'ADD_ADDRESS' | 'SET_DO_NOT_CONTACT' | 'UNTAG' }
  | {
      readonly step: 'UPDATE_PROFILE'
      /** `null`: none is given. */
      readonly birthday: { readonly month: number; readonly day: number } | null
    }
  | { readonly step: 'TAG'; readonly known: boolean }
  | { readonly step: 'MARK_VIP'; readonly vip: boolean }
  | {
      readonly step: 'CONSENT'
      readonly given: boolean
      readonly purpose: ConsentPurpose
      readonly channel: ContactChannel
    }
  | {
      readonly step: 'LOG_CONTACT'
      readonly channel: ContactChannel
      /** The customer had agreed to be contacted there about orders and cases. */
      readonly consent: boolean
    }
  /** `blacklisted`: as of when the order is placed. */
  | { readonly step: 'PLACE_ORDER'; readonly blacklisted: boolean }
  | { readonly step: 'WARN' }
  | {
      readonly step: 'BLACKLIST'
      readonly reason: BlacklistReason
      /** Stored files that prove it, of this customer's cases. */
      readonly evidence: number
      /** RFC 3339 UTC; `null`: nobody warned the customer. */
      readonly warnedAt: string | null
      readonly warningSkipped: WarningSkipped | null
    }
  | { readonly step: 'APPEAL' | 'LIFT' | 'UPHOLD' | 'EXPIRE'; readonly blacklisting: BlacklistingFacts }
  | {
      readonly step: 'MERGE'
      readonly survivor: MergeSide
      readonly duplicate: MergeSide
      readonly samePerson: boolean
      /** Purposes and channels to which the two gave different answers. */
      readonly consentsDiffer: number
      /** Either is merged into another already, or erased. */
      readonly closed: boolean
      /** What names the duplicate and would name the survivor. */
      readonly moves: { readonly orders: number; readonly cases: number }
    }
  | {
      readonly step: 'UNDO_MERGE'
      readonly mergeId: string
      readonly undone: boolean
      /** Merges of the survivor that came after this one and still hold. */
      readonly later: number
      readonly survivorGone: boolean
    }
  | { readonly step: 'EXPORT' }
  | { readonly step: 'ERASE'; readonly open: OpenMatters }

export interface CustomerRequest {
  readonly customer: CustomerFacts
  readonly ask: CustomerAsk
}
