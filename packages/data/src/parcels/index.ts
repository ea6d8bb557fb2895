export {
  lockParcel,
  type Parcel,
  type ParcelName,
  partnerKind,
  type SilentParcel,
  silentParcels,
} from './find.ts'
export { addMatter, caseOnOrder, caseOnParcel, isMatterKnown, piecesIn } from './matters.ts'
export { shipLines, signLines, takeParcelsBack } from './order.ts'
export { addScans, newScans, type ParcelChange, type Scan, setLossConfirmed, setParcel } from './track.ts'
