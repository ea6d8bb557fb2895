import { ENUM_LABELS } from '@cs/domain/labels'
import { builder } from './builder.ts'

type EnumName = keyof typeof ENUM_LABELS

/** An enum of the domain: its values with their labels as descriptions. */
function labelled(name: EnumName, description: string) {
  const values = Object.entries(ENUM_LABELS[name] as Record<string, { zh: string; en: string }>)
  return builder.enumType(name, {
    description,
    values: Object.fromEntries(
      values.map(([value, { zh, en }]) => [value, { value, description: `${zh} · ${en}` }]),
    ),
  })
}

export const TradeStatus = labelled('TradeStatus', 'What the trade says of an order (table E.1).')
export const PhysicalStatus = labelled(
  'PhysicalStatus',
  'Where the goods of an order are (table E.1, ORD-CAN-08).',
)
export const OrderSource = labelled(
  'OrderSource',
  'Whether an order came silently or after a consultation (PRE-CNV-13).',
)
export const LineStatus = labelled('LineStatus', 'Where a line of an order stands.')
export const Flag = labelled(
  'Flag',
  'The coloured flag of an order: a view of its structured remarks (ORD-FLG-02…08, C-21).',
)
export const RemarkAction = labelled(
  'RemarkAction',
  'What a remark is about; its colour follows from it (C-21).',
)
export const ProblemKind = labelled('ProblemKind', 'The kinds of abnormal orders (ORD-ABN-01…07).')
export const HoldReason = labelled(
  'HoldReason',
  'Why an order is held back: a problem, or an audit that it did not pass.',
)
export const ProblemStatus = labelled('ProblemStatus', 'Where an abnormal order stands.')
export const DiscountKind = labelled('DiscountKind', 'What a discount comes from (PRC-05).')
export const OfferKind = labelled('OfferKind', 'What a shop offers (PRC-05, PRC-17).')
export const Combinable = labelled('Combinable', 'What an offer may go together with (PRC-11, Q72).')
export const OfferVerdict = labelled('OfferVerdict', 'What became of an offer in a quote (PRC-19).')
export const PromotionState = labelled('PromotionState', 'Where a promotion stands (PRC-02, PRC-06).')
export const CouponSource = labelled('CouponSource', 'Where a coupon comes from.')
export const CouponState = labelled('CouponState', 'Whether a coupon can be spent.')
export const PaymentMethod = labelled('PaymentMethod', 'How an order was paid.')
export const PaymentStatus = labelled('PaymentStatus', 'Whether the money has arrived (ORD-AUD-04).')
export const RefundStatus = labelled('RefundStatus', 'Where a refund stands.')
export const RefundRoute = labelled('RefundRoute', 'The way a refund goes back (AS-RFD-01…04).')
export const RefundReason = labelled('RefundReason', 'Why money is owed back.')
export const Carrier = labelled('Carrier', 'The couriers of the shop.')
export const ShipmentStatus = labelled('ShipmentStatus', 'Where a parcel is.')
export const ShipmentService = labelled('ShipmentService', 'How a parcel is sent (FUL-12).')
export const TrackingKind = labelled('TrackingKind', 'What a carrier reported.')
export const InvoiceKind = labelled('InvoiceKind', 'Electronic or paper (FAQ-10).')
export const InvoiceStatus = labelled('InvoiceStatus', 'Where an invoice stands.')
export const Category = labelled('Category', 'The eight top categories (CAT-01).')
export const Lifecycle = labelled('Lifecycle', 'Where a customer is in life with the shop (CUS-SEG-01).')
export const ValueClass = labelled('ValueClass', 'What a customer is worth to the shop (CUS-SEG-02).')
export const Behaviour = labelled('Behaviour', 'How a customer behaves (CUS-TYP-01…08).')
export const BuyingStyle = labelled('BuyingStyle', 'How a customer buys (CUS-BUY-01…05).')
export const ContactKind = labelled('ContactKind', 'What kind of contact data it is.')
export const Salutation = labelled('Salutation', 'How a customer wants to be called (CUS-ATT-02).')
export const ContactChannel = labelled(
  'ContactChannel',
  'Through what a customer can be reached; all but the chat leave the platform (C-34).',
)
export const ConsentPurpose = labelled(
  'ConsentPurpose',
  'What a customer may agree to be contacted for (CUS-ATT-05).',
)
export const ConsentSource = labelled('ConsentSource', 'How a consent was given or withdrawn.')
export const BlacklistReason = labelled('BlacklistReason', 'What a customer is blacklisted for (CUS-TAG-03).')
export const WarningSkipped = labelled(
  'WarningSkipped',
  'Why no warning came before a blacklisting; proof is never skipped (Q65).',
)
export const BlacklistStatus = labelled('BlacklistStatus', 'Whether a blacklisting holds (C-44).')
export const AppealResult = labelled('AppealResult', 'What came of an appeal against a blacklisting.')
export const ExportPurpose = labelled('ExportPurpose', 'Why what is known of a person is handed out.')
export const ErasureGround = labelled('ErasureGround', 'Why what is known of a person is erased.')
export const CustomerClassKind = labelled('CustomerClassKind', 'Which class of a customer changed (C-23).')
export const OutsideContactReason = labelled(
  'OutsideContactReason',
  'Why a customer was contacted outside the platform (C-34).',
)
export const Tier = labelled('Tier', 'The five tiers of membership (MEM-01…05).')
export const GiftBenefit = labelled('GiftBenefit', 'The gifts of a tier (MEM-02, MEM-05).')
export const GiftStatus = labelled('GiftStatus', 'Whether a gift was handed over.')
export const TierChangeKind = labelled('TierChangeKind', 'What became of a tier (Q42).')
export const PointsKind = labelled('PointsKind', 'Where points come from and go to (PTS-01…04).')
export const PointsState = labelled('PointsState', 'On which account of a member points are.')
export const PointsPurpose = labelled('PointsPurpose', 'For what points are set aside (PTS-04).')
export const PointsHoldStatus = labelled('PointsHoldStatus', 'What became of points that were set aside.')
export const RedemptionStatus = labelled(
  'RedemptionStatus',
  'What became of a reward that was asked for or won.',
)
export const DrawStatus = labelled('DrawStatus', 'Whether a draw can be played.')
export const PointsDriftOf = labelled('PointsDriftOf', 'What is checked of the ledger of points.')
export const CaseKind = labelled('CaseKind', 'The three kinds of cases.')
export const CaseStatus = labelled('CaseStatus', 'Where a case stands.')
export const CasePriority = labelled('CasePriority', 'How urgent a case is.')
export const CaseChannel = labelled('CaseChannel', 'Where a case came in.')
export const MessageSender = labelled('MessageSender', 'Who wrote a message.')
export const InquiryType = labelled(
  'InquiryType',
  'What a customer asks (PRE-TYP-01…10), or which after-sale they write about (AS-SLA-22).',
)
export const ConsultationStage = labelled(
  'ConsultationStage',
  'The seven steps of a consultation (PRE-WF-01).',
)
export const CaseTaskStatus = labelled('CaseTaskStatus', 'Whether a department has answered (ROL-06).')
export const CaseLinkKind = labelled('CaseLinkKind', 'How two cases belong together.')
export const LossConfirmation = labelled('LossConfirmation', 'On whose word a parcel counts as lost (Q21).')
export const TransferOccasion = labelled(
  'TransferOccasion',
  'On which occasion a case passed to somebody else (C-38).',
)
export const HandoverReason = labelled('HandoverReason', 'Why ownership of a case passes (Q49).')
export const LeadReason = labelled('LeadReason', 'Why somebody asked and did not order (PRE-CNV-01).')
export const LeadStatus = labelled('LeadStatus', 'Whether a lead is followed up, and how it ended.')
export const LeadResult = labelled('LeadResult', 'What a follow-up of a lead came to.')
export const UnpaidReason = labelled('UnpaidReason', 'Why an order is not paid (PRE-CNV-02).')
export const FollowUpKind = labelled(
  'FollowUpKind',
  'Why a customer is contacted, the weightiest first (Q26).',
)
export const FollowUpStatus = labelled('FollowUpStatus', 'Where a follow-up stands.')
export const FollowUpResult = labelled('FollowUpResult', 'What a contact came to (FUP-12).')
export const FollowUpReason = labelled(
  'FollowUpReason',
  'Why a follow-up waits, or ended without a contact (FUP-08, FUP-17, Q26).',
)
export const FollowUpCancelReason = labelled('FollowUpCancelReason', 'Why an agent cancels a follow-up.')
export const FollowUpStep = labelled('FollowUpStep', 'What may be done with a follow-up.')
export const NoticeFailure = labelled('NoticeFailure', 'Why a customer could not be told.')
export const AfterSaleType = labelled('AfterSaleType', 'The seven types of after-sales (AS-TYP).')
export const AfterSaleReason = labelled('AfterSaleReason', 'The real reason of an after-sale (C-10).')
export const AfterSaleKind = labelled(
  'AfterSaleKind',
  'What may be asked for: the seven types, and the two ways out before receipt (AS-TYP-08, C-13).',
)
export const AfterSaleState = labelled(
  'AfterSaleState',
  'Where an after-sale stands (AS-WF-RET, AS-WF-EXC, C-39).',
)
export const AfterSaleStepName = labelled('AfterSaleStep', 'The steps of after-sales (AS-WF-RET, AS-WF-EXC).')
export const EvidenceKind = labelled('EvidenceKind', 'What kind of proof a file is (PRV-07).')
export const EvidenceStatus = labelled('EvidenceStatus', 'Whether the file has arrived.')
export const Cause = labelled('Cause', 'What was found to be the cause (AS-LIA, AS-TYP-09).')
export const LiableParty = labelled('LiableParty', 'Who answers for the cause (AS-LIA).')
export const Appraiser = labelled('Appraiser', 'Who judged the cause (AS-LIA-08).')
export const InspectionResult = labelled('InspectionResult', 'Whether a return passed its inspection.')
export const InspectionFinding = labelled('InspectionFinding', 'What an inspection found.')
export const FreightPayer = labelled('FreightPayer', 'Who bears freight (AS-FRT).')
export const FreightMode = labelled('FreightMode', 'How freight is settled (C-11, AS-POL-33, AS-FRT-04).')
export const FreightDirection = labelled('FreightDirection', 'Which way a parcel goes.')
export const FreightStatus = labelled('FreightStatus', 'Where a freight settlement stands.')
export const CompensationKind = labelled('CompensationKind', 'In what a compensation is given (Q61).')
export const CompensationStatus = labelled('CompensationStatus', 'Where a compensation stands.')
export const ClaimReason = labelled('ClaimReason', 'What is claimed of a carrier (AS-LOG-12).')
export const ClaimStatus = labelled('ClaimStatus', 'Where a claim stands.')
export const ReturnShipmentStatus = labelled('ReturnShipmentStatus', 'Where a parcel on its way back is.')
export const RefusedReason = labelled('RefusedReason', 'Why a parcel was refused at the door (AS-WF-BAS-3).')
export const ReplacementKind = labelled('ReplacementKind', 'Why goods leave the shop again.')
export const NoticeStatus = labelled('NoticeStatus', 'Whether a notice was sent.')
export const RefundKind = labelled('RefundKind', 'Whether a refund is full, partial or in advance.')
export const RefundFailure = labelled('RefundFailure', 'Why a refund failed (AS-WF-GEN-3).')
export const WrongShipmentParty = labelled('WrongShipmentParty', 'Who caused a wrong shipment (OPS-REG-04).')
export const LedgerAccount = labelled('LedgerAccount', 'The accounts of the settlement ledger.')
export const JournalKind = labelled('JournalKind', 'What moved in the settlement ledger.')
export const ProductIssueStatus = labelled('ProductIssueStatus', 'Where a product issue stands (OPS-REG-07).')
export const ComplaintGrade = labelled(
  'ComplaintGrade',
  'How serious a complaint is (CMP-GRD-01, CMP-GRD-02).',
)
export const ComplaintState = labelled('ComplaintState', 'The eight steps of a complaint (CMP-WF-01).')
export const ComplaintTopic = labelled('ComplaintTopic', 'What a complaint is about.')
export const ComplaintHarm = labelled('ComplaintHarm', 'What makes a complaint serious (CMP-GRD-02).')
export const SeriousCriterion = labelled(
  'SeriousCriterion',
  'Why a complaint is serious: a harm, or the amount claimed (CMP-GRD-02).',
)
export const SpecialKind = labelled('SpecialKind', 'The special kinds of complaints (CMP-SPC-01 to -06).')
export const MaliceStage = labelled('MaliceStage', 'How far it has come against malice (C-44).')
export const EscalationTrigger = labelled('EscalationTrigger', 'Why a complaint went up (C-04).')
export const EscalationLevel = labelled('EscalationLevel', 'To whom a complaint went up (Q59).')
export const Satisfaction = labelled('Satisfaction', 'What the customer says of the result.')
export const ComplaintStepName = labelled('ComplaintStep', 'The steps of a complaint (CMP-WF-01).')
export const ReviewKind = labelled('ReviewKind', 'Good, medium or bad.')
export const ReviewProblem = labelled('ReviewProblem', 'What a review complains of (REV-06).')
export const Grade = labelled('Grade', 'The four grades of agents (ROL-01).')
export const AgentFunction = labelled('AgentFunction', 'What an agent does (ROL-02, ROL-03).')
export const Department = labelled('Department', 'Where an agent works (C-37).')
export const ShiftKind = labelled('ShiftKind', 'Day or night.')
export const Skill = labelled(
  'Skill',
  'What it takes to handle a case: the queue it is in, and what an agent can do (ROL-03, ROL-18).',
)
export const HandoverStatus = labelled('HandoverStatus', 'Where an item of a hand-over stands.')
export const ApprovalStatus = labelled('ApprovalStatus', 'Where a request for approval stands.')
export const Outcome = labelled('Outcome', 'What a decision comes to.')
export const Verdict = labelled('Verdict', "One rule's verdict.")
export const RemedyKind = labelled('RemedyKind', 'What kind of thing would change an answer.')
export const OrderActionName = labelled('OrderActionName', 'What can be asked for on an order.')
export const ClockName = labelled(
  'ClockName',
  'The promises of the shop, each from what starts it to what stops it (AS-SLA, FUL-03).',
)
export const ClockResult = labelled(
  'ClockResult',
  'How a promise ended: done in time, done too late, or not owed any more.',
)
export const ClockSubject = labelled('ClockSubject', 'Whose promise it is.')
export const PauseReason = labelled('PauseReason', 'Why a promise stands still (Q16).')
