import {
  AFTER_SALE_STATES,
  AFTER_SALE_STEPS,
  AFTER_SALE_TYPES,
  type AfterSaleState,
  hasEnded,
  STEP_NAMES,
  type Step,
  type StepName,
  stateAfter,
} from '../after-sales/index.ts'

/** What is open before anything is decided: drawn as one. */
const UNDECIDED: readonly AfterSaleState[] = ['APPLIED', 'REVIEWING', 'EVIDENCE_REQUESTED']
/** A step that leaves from more places than these is told in words. */
const MOST_ARROWS = 5

interface Move {
  readonly from: string
  readonly to: string
}

/** Where a step leads from a state, over all types; without those that leave it as it is. */
export function statesAfter(step: StepName, from: AfterSaleState): readonly AfterSaleState[] {
  const to = AFTER_SALE_TYPES.flatMap((type) => stateAfter(step, type, from) ?? [])
  return [...new Set(to)].filter((state) => state !== from)
}

function movesOf(name: StepName): readonly Move[] {
  const step: Step = AFTER_SALE_STEPS[name]
  const together = UNDECIDED.every(
    (state) => step.from.includes(state) && statesAfter(name, state).length > 0,
  )
  const moves = step.from.flatMap((state) => {
    const from = together && UNDECIDED.includes(state) ? 'UNDECIDED' : state
    return statesAfter(name, state).map((to) => ({ from, to }))
  })
  return moves.filter(
    (move, i) => moves.findIndex((each) => each.from === move.from && each.to === move.to) === i,
  )
}

/** The lifecycle as a Mermaid diagram, and the steps that it leaves out. */
export function lifecycleDiagram(): { readonly diagram: string; readonly leftOut: readonly StepName[] } {
  const drawn = STEP_NAMES.filter((name) => {
    const moves = movesOf(name)
    return moves.length > 0 && new Set(moves.map(({ from }) => from)).size <= MOST_ARROWS
  })
  const inside = (move: Move) =>
    UNDECIDED.some((s) => s === move.from) && UNDECIDED.some((s) => s === move.to)
  const labelled = new Map<string, { readonly move: Move; readonly steps: StepName[] }>()
  for (const name of drawn)
    for (const move of movesOf(name)) {
      const key = `${move.from}>${move.to}`
      const found = labelled.get(key)
      if (found) found.steps.push(name)
      else labelled.set(key, { move, steps: [name] })
    }
  const arrow = ({ move, steps }: { readonly move: Move; readonly steps: readonly StepName[] }) =>
    `${move.from} --> ${move.to}: ${steps.join(', ')}`
  const arrows = [...labelled.values()]
  const lines = [
    'stateDiagram-v2',
    '  [*] --> APPLIED: APPLY',
    '  state UNDECIDED {',
    ...arrows.filter(({ move }) => inside(move)).map((each) => `    ${arrow(each)}`),
    '  }',
    ...arrows.filter(({ move }) => !inside(move)).map((each) => `  ${arrow(each)}`),
    ...AFTER_SALE_STATES.filter(hasEnded).map((state) => `  ${state} --> [*]`),
  ]
  return {
    diagram: ['```mermaid', ...lines, '```'].join('\n'),
    leftOut: STEP_NAMES.filter((name) => !drawn.includes(name)),
  }
}
