const chars = (text: string) => [...text.trim()]

/** `138****5678`; what is no mobile number keeps at most its last two digits. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(-4)}`
  return digits.length > 4 ? `****${digits.slice(-2)}` : '****'
}

/** The surname stays: `王**`, `欧阳**`; of a foreign name the first letter. */
export function maskName(name: string): string {
  const all = chars(name)
  if (all.length === 0) return '*'
  const surname = all.length > 2 && COMPOUND.has(all.slice(0, 2).join('')) ? 2 : 1
  return `${all.slice(0, surname).join('')}${'*'.repeat(Math.min(2, Math.max(1, all.length - surname)))}`
}

const COMPOUND = new Set([
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '夏侯',
  '司徒',
])

/** `l***@example.com`: the first letter and the domain. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  if (at < 1) return '***'
  return `${chars(email)[0]}***${email.slice(at).trim()}`
}

/** First and last character of a platform account: `t***8`. Short ones show nothing. */
export function maskAccount(account: string): string {
  const all = chars(account)
  return all.length > 3 ? `${all[0]}***${all.at(-1)}` : '***'
}

/** The street without its number, building and room: `文三路***`. Digits never show. */
export function maskAddressLine(line: string): string {
  const street = /^[^\d０-９]*?(?:路|街|道|巷|弄|里|村|镇|乡)/u.exec(line.trim())?.[0]
  return street ? `${street}***` : '***'
}
