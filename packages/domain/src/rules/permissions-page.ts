import { GRADES, type Grant, MATRIX, PERMISSIONS } from '../access/index.ts'

/** The permission matrix as markdown: one row per permission, one column per grade. */
export function permissionsPage(): string {
  const header = ['Permission', 'Meaning', ...GRADES, 'partner', 'public', 'Rule']
  const rows = PERMISSIONS.map((permission) => {
    const grant: Grant = MATRIX[permission]
    const grades = GRADES.map((grade) => (grant.public ? 'shop' : (grant.grades[grade] ?? '–')))
    return [
      `\`${permission}\``,
      grant.description,
      ...grades,
      grant.partner ? 'by scope' : '–',
      grant.public ? 'yes' : '–',
      grant.rule ?? 'default',
    ]
  })
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return [
    '# Permissions',
    '',
    'Printed from the matrix in `packages/domain/src/access/matrix.ts`. Change it there.',
    '',
    'A cell says how far a grade holds the permission: `own` (owner or assignee), `team` (agents supervised),',
    '`shop`, or not at all (–). A partner holds a permission only where its grant names it as a scope. The worker',
    'acts for the shop and holds everything but `customer.contact.reveal`.',
    '',
    ...lines,
    '',
  ].join('\n')
}
