export {
  judgeReveal,
  REVEAL_DISPLAY_SECONDS,
  REVEAL_PURPOSES,
  REVEAL_RULES,
  REVEALS_PER_HOUR,
  type RevealFacts,
  type RevealPurpose,
} from './reveal.ts'
