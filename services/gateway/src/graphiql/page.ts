import { ruruHTML } from 'ruru/server'
import { DEVELOPMENT_ROLES, DEVELOPMENT_SHOPS } from '../identity/index.ts'
import type { Example } from './examples.ts'

/** Where the files of GraphiQL are served. */
export const STATIC_PATH = '/graphiql/'

/** What the page may load and do: nothing from another origin. The editor puts styles on elements, hence `unsafe-inline` there. */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** GraphiQL below a bar that picks a role, a shop and an example. */
export function renderPage(examples: readonly Example[], nonce: string): string {
  const html = ruruHTML({
    endpoint: '/graphql',
    staticPath: STATIC_PATH,
    htmlParts: {
      titleTag: '<title>Customer service API</title>',
      styleTags: (original) => `${original}\n<link rel="stylesheet" href="/dev/picker.css" />`,
      // After the settings and before GraphiQL: the picker wraps fetch and may choose the first query.
      configScript: (original) =>
        `${original}\n<script type="application/json" id="examples">${inScript(examples)}</script>\n<script src="/dev/picker.js"></script>`,
      bodyContent: (original) => `${pickerBar(examples)}\n${original}`,
    },
  })
  return html.replaceAll('<script', `<script nonce="${nonce}"`)
}

function pickerBar(examples: readonly Example[]): string {
  const options = (values: readonly string[]) => values.map((value) => `<option>${value}</option>`).join('')
  const queries = examples
    .map(({ id, title }) => `<option value="${escapeHtml(id)}">${escapeHtml(title)}</option>`)
    .join('')
  return `<header id="picker">
<label>Ask as <select id="picker-role"><option value="">nobody (public)</option>${options(DEVELOPMENT_ROLES)}</select></label>
<label>of shop <select id="picker-shop">${options(DEVELOPMENT_SHOPS)}</select></label>
<label>Example <select id="picker-example"><option value="">choose…</option>${queries}</select></label>
<button type="button" id="picker-copy">Copy token</button>
<output id="picker-state"></output>
</header>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}
