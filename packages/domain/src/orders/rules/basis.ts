import type { Basis } from '../../decisions/index.ts'

/** Cited from document 000, the handbook every shop has. */
export const handbook = (section: string): Basis => ({ kind: 'cited', document: '000', section })

/** Cited from document 004, the clothing shop. */
export const shop = (section: string): Basis => ({ kind: 'cited', document: '004', section })

/** Cited from document 001, the guide to a platform's operations. */
export const operations = (section: string): Basis => ({ kind: 'cited', document: '001', section })
