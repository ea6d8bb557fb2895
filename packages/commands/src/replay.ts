import { type AfterSaleRequest, judgeAfterSale } from '@cs/domain/after-sales'
import { type ApprovalFacts, judgeDecideApproval } from '@cs/domain/approvals'
import { type CaseRequest, judgeCase } from '@cs/domain/cases'
import { type ComplaintRequest, judgeComplaint } from '@cs/domain/complaints'
import {
  judgeLead,
  judgePaymentFollowUp,
  type LeadRequest,
  type PaymentFollowUpRequest,
} from '@cs/domain/consultations'
import { type CustomerRequest, judgeCustomer, judgeReveal, type RevealFacts } from '@cs/domain/customers'
import { type Context, type Decision, judge } from '@cs/domain/decisions'
import { type EvidenceFacts, judgeAddEvidence } from '@cs/domain/evidence'
import { type FollowUpRequest, judgeFollowUp } from '@cs/domain/follow-ups'
import { type EnrolmentFacts, type GiftFacts, judgeEnrolment, judgeGift } from '@cs/domain/membership'
import type { OrderRequest } from '@cs/domain/orders'
import { judgeTracking, type TrackingFacts } from '@cs/domain/parcels'
import { judgePoints, type PointsRequest } from '@cs/domain/points'
import { judgeOffer, type OfferRequest } from '@cs/domain/prices'
import { judgeVerification, type VerificationFacts } from '@cs/domain/registers'
import { type FastLaneFacts, judgeFastLane } from '@cs/domain/routing'
import {
  type ClaimRequest,
  type FreightRequest,
  judgeClaim,
  judgeFreightSettlement,
  judgeRefundStep,
  type RefundRequest,
} from '@cs/domain/settlements'
import { judgeShift, type ShiftRequest } from '@cs/domain/shifts'
import { judgeRequest } from './orders/order.ts'

/**
 * Judges a stored decision's facts again by the rules of today's code. With the pack and the time of the day it
 * was made, an unchanged rule gives the same decision.
 */
export function replayDecision(
  stored: { readonly action: string; readonly facts: unknown },
  context: Context,
): Decision {
  if (stored.action.startsWith('AFTER_SALE_')) {
    return judgeAfterSale(stored.facts as AfterSaleRequest, context)
  }
  if (stored.action.startsWith('CASE_')) return judgeCase(stored.facts as CaseRequest, context)
  if (stored.action.startsWith('COMPLAINT_')) {
    return judgeComplaint(stored.facts as ComplaintRequest, context)
  }
  if (stored.action.startsWith('CUSTOMER_')) return judgeCustomer(stored.facts as CustomerRequest, context)
  switch (stored.action) {
    case 'FOLLOW_UP_PLAN':
    case 'FOLLOW_UP_START':
    case 'FOLLOW_UP_COMPLETE':
    case 'FOLLOW_UP_NO_ANSWER':
    case 'FOLLOW_UP_RESCHEDULE':
    case 'FOLLOW_UP_HAND_OVER':
    case 'FOLLOW_UP_CANCEL':
      return judgeFollowUp(stored.facts as FollowUpRequest, context)
    case 'REGISTER_LEAD':
    case 'FOLLOW_UP_LEAD':
      return judgeLead(stored.facts as LeadRequest, context)
    case 'FOLLOW_UP_PAYMENT':
      return judgePaymentFollowUp(stored.facts as PaymentFollowUpRequest, context)
    case 'DECIDE_APPROVAL':
      return judgeDecideApproval(stored.facts as ApprovalFacts, context)
    case 'REVEAL_CONTACT':
      return judgeReveal(stored.facts as RevealFacts, context)
    case 'ADD_EVIDENCE':
      return judgeAddEvidence(stored.facts as EvidenceFacts, context)
    case 'ISSUE_REFUND':
    case 'RETRY_REFUND':
    case 'CONFIRM_REFUND_ARRIVAL':
    case 'FAIL_REFUND':
      return judgeRefundStep(stored.facts as RefundRequest, context)
    case 'SETTLE_FREIGHT':
      return judgeFreightSettlement(stored.facts as FreightRequest, context)
    case 'OPEN_CLAIM':
    case 'ANSWER_CLAIM':
    case 'SETTLE_CLAIMS':
      return judgeClaim(stored.facts as ClaimRequest, context)
    case 'ADJUST_POINTS':
    case 'REVERSE_POINTS':
    case 'RECORD_REVIEW':
    case 'REVOKE_REVIEW_POINTS':
    case 'CHECK_IN':
    case 'REDEEM_REWARD':
    case 'SETTLE_REDEMPTION':
    case 'PLAY_DRAW':
    case 'OPEN_DRAW':
    case 'CLOSE_DRAW':
    case 'SAVE_REWARD':
      return judgePoints(stored.facts as PointsRequest, context)
    case 'SAVE_PROMOTION':
    case 'END_PROMOTION':
    case 'ISSUE_COUPON':
      return judgeOffer(stored.facts as OfferRequest, context)
    case 'FAST_LANE':
      return judgeFastLane(stored.facts as FastLaneFacts, context)
    case 'ADD_HANDOVER_ITEM':
    case 'TAKE_OVER_HANDOVER_ITEM':
    case 'COMPLETE_HANDOVER_ITEM':
    case 'TAKE_OVER_CASE':
      return judgeShift(stored.facts as ShiftRequest, context)
    case 'ENROL_MEMBER':
      return judgeEnrolment(stored.facts as EnrolmentFacts, context)
    case 'FULFIL_GIFT':
      return judgeGift(stored.facts as GiftFacts, context)
    case 'REPORT_TRACKING':
      return judgeTracking(stored.facts as TrackingFacts, context)
    case 'VERIFY_WRONG_SHIPMENT':
      return judgeVerification(stored.facts as VerificationFacts, context)
    case 'RECORD_NOTICE_SENT':
    case 'RECORD_NOTICE_FAILED':
    case 'OPEN_CONSULTATION':
    case 'ISSUE_COMPENSATION':
    case 'PAY_FREIGHT':
    case 'CLOSE_PRODUCT_ISSUE':
    case 'CONFIRM_LOSS':
    case 'REPORT_SILENT_PARCEL':
    case 'STORE_EVIDENCE':
    case 'CLEAR_EVIDENCE':
    case 'SETTLE_PROBLEM':
    case 'WITHDRAW_APPROVAL':
    case 'EXPIRE_APPROVAL':
    case 'LAPSE_HOLD':
    case 'EXPIRE_POINTS':
    case 'ANNOUNCE_EXPIRY':
    case 'PASS_ESCALATION':
    case 'CLOSE_UNPAID':
    case 'CHANGE_SKU_PRICE':
      return judge(stored.action, [], stored.facts, context)
    default:
      return judgeRequest(stored.facts as OrderRequest, context)
  }
}
