import type { Rule } from '../decisions/index.ts'
import { deny, pass, remedy, say } from '../decisions/index.ts'

/** A wrong shipment that somebody wants to verify. */
export interface VerificationFacts {
  readonly caseId: string
  /** Whoever asks recorded it. */
  readonly ownRecord: boolean
}

const recorded: VerificationFacts = { caseId: '01900000-0000-7000-8000-00000000e101', ownRecord: false }

/** What is entered in the registers, and by whom. */
export const REGISTER_RULES: readonly Rule<VerificationFacts>[] = [
  {
    id: 'OPS-REG-04',
    title: say('发错货登记须经他人核实', 'A wrong shipment is verified by somebody else'),
    basis: { kind: 'cited', document: '004', section: '售后七' },
    message: say(
      '发错货由登记人以外的同事核实后入册。',
      'A wrong shipment is entered once a colleague of whoever recorded it has verified it.',
    ),
    reads: [],
    judge: ({ ownRecord }) =>
      ownRecord
        ? deny(
            say('不能核实自己登记的发错货。', 'You recorded this yourself: somebody else has to verify it.'),
            remedy('CORRECTION')('请另一位同事核实', 'Ask a colleague to verify it'),
          )
        : pass(),
    cases: [
      { name: 'a colleague', facts: recorded, expect: 'PASS' },
      { name: 'whoever recorded it', facts: { ...recorded, ownRecord: true }, expect: 'DENY' },
    ],
  },
]
