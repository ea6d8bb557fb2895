/** A mobile number as looked up: 11 digits without +86, spaces and dashes; full width becomes half width. */
export function normalisePhone(phone: string): string {
  const digits = phone.normalize('NFKC').replace(/\D/g, '')
  return /^(?:00)?86(1\d{10})$/.exec(digits)?.[1] ?? digits
}

/** Whether a phone is a Chinese mobile number or a landline with its area code. */
export function isPhone(phone: string): boolean {
  const digits = normalisePhone(phone)
  return /^1[3-9]\d{9}$/.test(digits) || /^0\d{9,11}$/.test(digits)
}

/** The last four digits of a phone. */
export function lastFour(phone: string): string {
  return normalisePhone(phone).slice(-4)
}

/** An e-mail address as looked up. */
export function normaliseEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase()
}

/** A platform account as looked up: platforms do not tell case apart. */
export function normaliseAccount(account: string): string {
  return account.normalize('NFKC').trim().toLowerCase()
}

/**
 * Whether an address line is detailed enough to deliver to: it names a street, estate or village, and a
 * number, building or room (ORD-ABN-01).
 */
export function isSpecificDetail(line: string): boolean {
  const text = line.normalize('NFKC').trim()
  const place = /[路街道巷弄里村镇乡组苑园区城厦广场楼院庄湾坊]|大道|小区|公寓/u.test(text)
  const number =
    /[\d一二三四五六七八九十百]+\s*(?:号|栋|幢|座|楼|室|单元|层|弄|组|-|#)/u.test(text) || /\d+$/u.test(text)
  return place && number
}
