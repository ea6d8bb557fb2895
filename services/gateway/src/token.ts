import { parseArgs } from 'node:util'
import { ConfigError, developmentSettings } from './config.ts'
import {
  DEVELOPMENT_ROLES,
  DEVELOPMENT_SHOPS,
  type DevelopmentRole,
  type DevelopmentShop,
  developmentKeys,
  signDevelopmentToken,
} from './identity/index.ts'

const USAGE = `usage: npm run --silent token -- --role ${DEVELOPMENT_ROLES.join('|')} [--shop ${DEVELOPMENT_SHOPS.join('|')}] [--hours 8]
Prints a development token. --shop is general unless named; --hours is at most 168.`

interface Wish {
  readonly role: DevelopmentRole
  readonly shop: DevelopmentShop
  readonly hours: number
}

/** The arguments, or what is wrong with them. */
function readWish(args: readonly string[]): Wish | string {
  let values: { role?: string; shop?: string; hours?: string }
  try {
    const string = { type: 'string' } as const
    values = parseArgs({
      args: [...args],
      options: { role: string, shop: string, hours: string },
      strict: true,
    }).values
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  const role = DEVELOPMENT_ROLES.find((name) => name === values.role)
  const shop = DEVELOPMENT_SHOPS.find((name) => name === (values.shop ?? 'general'))
  const hours = Number(values.hours ?? 8)
  if (!role) return values.role === undefined ? '--role is required' : '--role: not one of the roles'
  if (!shop) return '--shop: not one of the demo shops'
  if (!(hours > 0 && hours <= 168)) return '--hours: a number above 0, at most 168'
  return { role, shop, hours }
}

function complain(problem: string): void {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 2
}

const wish = readWish(process.argv.slice(2))
if (typeof wish === 'string') {
  complain(`${wish}\n${USAGE}`)
} else {
  try {
    const { keyFile, audience } = developmentSettings(process.env)
    const { token } = await signDevelopmentToken(
      await developmentKeys(keyFile),
      { ...wish, audience },
      new Date(),
    )
    process.stdout.write(`${token}\n`)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    complain(error.message)
  }
}
