import type { Bilingual } from '../decisions/index.ts'

/** How to treat a customer, with the rule it comes from. Hints only: the policy decides (C-54). */
export interface Hint {
  readonly rule: string
  readonly text: Bilingual
}

const hint = (rule: string, zh: string, en: string): Hint => ({ rule, text: { zh, en } })

/** By behaviour (CUS-TYP-01 to -08). */
export const BEHAVIOUR_HINTS = {
  FRIENDLY: hint(
    'CUS-TYP-01',
    '性格随和，多为忠诚客户：提供最好的服务，不因好说话而怠慢。',
    'Easy-going and often loyal: give the best service and do not slacken.',
  ),
  AUTOCRATIC: hint(
    'CUS-TYP-02',
    '自信、希望被认可，容易投诉：谨慎对待，尊重意愿，在政策内尽量满足。',
    'Self-assured, wants acknowledgement and complains most: be careful and respectful, meet wishes within policy.',
  ),
  ANALYTICAL_FAIRNESS: hint(
    'CUS-TYP-03',
    '讲道理、懂法、重公平：以诚相待，把依据解释清楚。',
    'Logical, fair and law-aware: be honest and explain the grounds.',
  ),
  SELF_CENTRED: hint(
    'CUS-TYP-04',
    '只顾自己、多疑：控制情绪，以礼相待，真诚道歉。',
    'Little empathy and suspicious: keep calm, be courteous, apologise sincerely.',
  ),
  EXPRESSIVE: hint(
    'CUS-TYP-05',
    '喜欢被称赞：引导说出需求，多赞美、多倾听。',
    'Likes praise: draw out the needs, praise and listen.',
  ),
  DOMINANT: hint(
    'CUS-TYP-06',
    '果断、不喜欢讨价还价：话要简短，直接报价。',
    'Decisive, dislikes haggling: be brief and quote straight away.',
  ),
  MILD: hint(
    'CUS-TYP-07',
    '礼貌、随和、犹豫：多一分亲切，帮助拿主意。',
    'Polite and undecided: be personal and help to choose.',
  ),
  ANALYTICAL_DATA: hint(
    'CUS-TYP-08',
    '重数据和细节、怕风险、自己做主：不必过分热情，给数据和恰当的承诺。',
    'Wants data and low risk, decides alone: not too warm, give figures and proper promises.',
  ),
} as const

/** By buying style (CUS-BUY-01 to -05). */
export const BUYING_HINTS = {
  SOCIABLE: hint(
    'CUS-BUY-01',
    '喜欢聊天，聊开了就会买：热情接待，重点维护。',
    'Chats long, then buys: be warm, a customer to look after.',
  ),
  PLAIN_BUYER: hint(
    'CUS-BUY-02',
    '直接下单、付款快、不爱联系：尽量不打扰。',
    'Buys and pays without a word: do not disturb.',
  ),
  POLITE: hint(
    'CUS-BUY-03',
    '为一件商品而来，可能多买：最热情地接待。',
    'Came for one thing and may buy more: be at your warmest.',
  ),
  BARGAINER: hint(
    'CUS-BUY-04',
    '讲价不休：态度坚定，保持微笑。',
    'Never enough: hold firm and keep smiling.',
  ),
  NEVER_PAYS: hint(
    'CUS-BUY-05',
    '拍下不付款：不必理会；情况严重时提醒或向平台反映。',
    'Orders and never pays: leave it; in extreme cases remind or report.',
  ),
} as const

export type Behaviour = keyof typeof BEHAVIOUR_HINTS
export type BuyingStyle = keyof typeof BUYING_HINTS

/** How to treat a customer, by what is known of behaviour and buying style; `null` where nothing is. */
export function handlingHint(known: {
  readonly behaviour: Behaviour | null
  readonly buyingStyle: BuyingStyle | null
}): Bilingual | null {
  const hints: Hint[] = []
  if (known.behaviour) hints.push(BEHAVIOUR_HINTS[known.behaviour])
  if (known.buyingStyle) hints.push(BUYING_HINTS[known.buyingStyle])
  if (hints.length === 0) return null
  return { zh: hints.map((each) => each.text.zh).join(''), en: hints.map((each) => each.text.en).join(' ') }
}
