import type { Rule } from '../../decisions/index.ts'
import { aCase, asking } from '../examples.ts'
import type { AfterSaleRequest } from '../request.ts'
import { stateAfter } from '../steps.ts'

/** No step out of order: the workflow of 000 §6.2 and §6.3 with its missing branches (C-39). */
export const ORDER_OF_STEPS: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-WF-RET',
    title: { zh: '售后按流程逐步办理', en: 'An after-sale goes step by step' },
    basis: { kind: 'cited', document: '000', section: '§6.2' },
    message: { zh: '当前状态可以办理此步骤。', en: 'This step can be taken now.' },
    reads: [],
    judge: ({ case: found, ask }) => {
      if (!found || ask.step === 'APPLY') return null
      if (stateAfter(ask.step, found.type, found.state) !== null) return { verdict: 'PASS' }
      return {
        verdict: 'DENY',
        message: {
          zh: '当前状态不能办理此步骤，请先完成前面的步骤。',
          en: 'This step cannot be taken in the state the after-sale is in: what comes before it is not done.',
        },
      }
    },
    cases: [
      {
        name: 'what was applied for is approved',
        facts: asking({ step: 'APPROVE', amountFen: null }),
        expect: 'PASS',
      },
      {
        name: 'what has not come back is not inspected',
        facts: asking({ step: 'PASS_INSPECTION', finding: 'INTACT' }, aCase({ state: 'APPROVED' })),
        expect: 'DENY',
      },
    ],
  },
]
