export const SALUTATIONS = ['MR', 'MS'] as const
/** How a customer wants to be called. */
export type Salutation = (typeof SALUTATIONS)[number]

const TITLES: Readonly<Record<Salutation, string>> = { MR: '先生', MS: '女士' }

/**
 * How to address a customer (CUS-ATT-02): by surname and salutation where both are known, else 朋友. The mask of a name
 * keeps the surname and hides the rest with asterisks. 您 is right for everybody, so no age is asked for.
 */
export function formOfAddress(nameMasked: string, salutation: Salutation | null): string {
  const surname = nameMasked.replaceAll('*', '').trim()
  return salutation && surname ? `${surname}${TITLES[salutation]}` : '朋友'
}
