const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** One row of a table. */
export const row = (...cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`

/** A table of rows made by `row`. */
export const table = (header: readonly string[], rows: readonly string[]) =>
  [row(...header), row(...header.map(() => '---')), ...rows].join('\n')

/** A name as it stands in code. */
export const code = (name: string) => `\`${name}\``
