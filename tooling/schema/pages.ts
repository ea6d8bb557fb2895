import { afterSalesPage, permissionsPage, policyBook } from '@cs/domain/rules'
import { generatedFrom, type Output } from './output.ts'

const header = `<!-- ${generatedFrom('packages/domain')} -->\n\n`

/** Pages of docs/ that are printed from the domain. A new page is a new line. */
export function pageOutputs(): readonly Output[] {
  return [
    { path: 'docs/after-sales.md', text: header + afterSalesPage() },
    { path: 'docs/permissions.md', text: header + permissionsPage() },
    { path: 'docs/policy-book.md', text: header + policyBook() },
  ]
}
