import { hash } from 'node:crypto'

/** The id of a persisted document. */
export const documentId = (document: string): string => hash('sha256', document, 'hex')

/** Documents by their ids, as Mercurius and Grafserv take them. */
export const persisted = (documents: readonly string[]): Record<string, string> =>
  Object.fromEntries(documents.map((document) => [documentId(document), document]))
