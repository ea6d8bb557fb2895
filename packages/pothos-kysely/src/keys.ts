const HIDDEN = '§'

/** The key of a domain field's hidden facts in the JSON of its row. */
export const factsKey = (responseKey: string) => `${HIDDEN}${responseKey}`
/** The key that says that a row was out of the viewer's reach for this field. */
export const outOfReachKey = (responseKey: string) => `${HIDDEN}!${responseKey}`
/** The key that names the type of a row behind an interface. */
export const TYPE_KEY = `${HIDDEN}type`
