/** The TypeScript type of each scalar as it travels in JSON. A scalar that is not here fails the generation. */
export const SCALARS = { ID: 'string', DateTime: 'string', Date: 'string', Decimal: 'string' } as const
