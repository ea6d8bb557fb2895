import type { Pack } from '../policy/index.ts'

/** What is looked at when a review is to earn points. */
export interface ReviewFacts {
  readonly text: string
  readonly hasPhoto: boolean
  /** The praise was paid for (C-28). */
  readonly paidPraise: boolean
}

const NOT_COUNTED = /[\s\p{Extended_Pictographic}\p{Emoji_Component}]/u

/**
 * Whether a review is of quality (PTS-02, Q66): a photo, or enough code points without whitespace and emoji,
 * not the same few over and over. Paid praise never is. Digits are characters.
 */
export function isReviewOfQuality(review: ReviewFacts, pack: Pack): boolean {
  if (review.paidPraise) return false
  if (review.hasPhoto) return true
  const characters = [...review.text].filter((each) => /\p{Nd}/u.test(each) || !NOT_COUNTED.test(each))
  const enough = characters.length >= pack.get('points.review_min_length')
  return enough && new Set(characters).size >= pack.get('points.review_min_distinct')
}
