export {
  lockParcel,
  type Parcel,
  type ParcelName,
  partnerKind,
  type SilentParcel,
  silentParcels,
} from './find.ts'
export { addMatter, caseOnOrder, caseOnParcel, isMatterKnown, piecesIn } from './matters.ts'
export { receiveLines, shipLines, signLines, takeParcelsBack } from './order.ts'
export { findReceipt, unconfirmedOrders } from './receipt.ts'
export { addShipment, linesInParcels, type NewShipment, setPrinted } from './record.ts'
export { addScans, newScans, type ParcelChange, type Scan, setLossConfirmed, setParcel } from './track.ts'
