import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getStaticFile } from 'ruru/static'
import type { PageHandler } from '../http/index.ts'
import type { DevelopmentKeys } from '../identity/index.ts'
import { readExamples } from './examples.ts'
import { pagePolicy, renderPage, STATIC_PATH } from './page.ts'
import { answerToken } from './tokens.ts'

export interface GraphiqlOptions {
  readonly keys: DevelopmentKeys
  readonly audience: string
  readonly now: () => Date
}

/** Our own two files of the page. */
const ASSETS: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/dev/picker.js': { file: 'picker.js', type: 'text/javascript; charset=utf-8' },
  '/dev/picker.css': { file: 'picker.css', type: 'text/css; charset=utf-8' },
}

/** GraphiQL at `/` with development tokens, from this server alone: nothing is fetched from elsewhere. */
export async function createGraphiql(options: GraphiqlOptions): Promise<PageHandler> {
  const examples = await readExamples()
  return async (request, response, path) => {
    if (path === '/') {
      const nonce = randomBytes(16).toString('base64')
      response.setHeader('content-security-policy', pagePolicy(nonce))
      send(response, 'text/html; charset=utf-8', renderPage(examples, nonce))
      return true
    }
    if (path === '/dev/token') {
      await answerToken(request, response, options)
      return true
    }
    const asset = Object.hasOwn(ASSETS, path) ? ASSETS[path] : undefined
    if (asset) {
      send(response, asset.type, await readFile(new URL(`./assets/${asset.file}`, import.meta.url)))
      return true
    }
    return path.startsWith(STATIC_PATH) && sendStatic(request, response, path)
  }
}

async function sendStatic(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<boolean> {
  const acceptEncoding = request.headers['accept-encoding']
  const file = await getStaticFile({
    staticPath: STATIC_PATH,
    urlPath: path,
    acceptEncoding,
    disallowDevAssets: true,
  })
  if (!file) return false
  // The editor's workers live under the policy of their own script.
  response.setHeader('content-security-policy', "default-src 'none'; script-src 'self'; connect-src 'self'")
  const { etag } = file.headers
  if (etag !== undefined && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end()
    return true
  }
  response.writeHead(200, { ...file.headers, 'cache-control': 'no-cache', vary: 'accept-encoding' })
  response.end(file.content)
  return true
}

function send(response: ServerResponse, type: string, content: string | Buffer): void {
  response.writeHead(200, {
    'content-type': type,
    'content-length': Buffer.byteLength(content),
    'cache-control': 'no-store',
  })
  response.end(content)
}
