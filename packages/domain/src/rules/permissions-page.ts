import { GRADES, type Grant, MATRIX, PERMISSIONS } from '../access/index.ts'

const BY_SCOPE = { own: 'by scope, own', shop: 'by scope' } as const

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
      grant.partner ? BY_SCOPE[grant.partner] : '–',
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
    '`shop`, or not at all (–). A partner holds a permission only where its grant names it as a scope, for the shop or',
    'for what it did itself (`own`). The worker acts for the shop and holds everything but `customer.contact.reveal`.',
    '',
    ...lines,
    '',
  ].join('\n')
}
