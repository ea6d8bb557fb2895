import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../src/config.ts'
import { DEVELOPMENT_ISSUER } from '../../src/identity/index.ts'

const DEVELOPMENT = { DATABASE_READ_URL: 'postgres://r@h/d', DATABASE_WRITE_URL: 'postgres://w@h/d' }
const PRODUCTION = {
  ...DEVELOPMENT,
  NODE_ENV: 'production',
  HOST: '0.0.0.0',
  ISSUER: 'https://issuer.example',
  AUDIENCE: 'customer-service',
  JWKS_URL: 'https://issuer.example/jwks.json',
  CONTACT_HASH_KEY: 'a-secret-of-at-least-32-characters',
  EVIDENCE_FOLDER: '/var/lib/customer-service/evidence',
}

test('development needs the database only', () => {
  expect(readConfig(DEVELOPMENT)).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    production: false,
    development: undefined,
  })
})

test('production runs with everything named', () => {
  expect(readConfig(PRODUCTION)).toMatchObject({
    production: true,
    http: { secureTransport: true, loopbackOnly: false },
  })
})

describe('production refuses to start', () => {
  const required = [
    'ISSUER',
    'AUDIENCE',
    'JWKS_URL',
    'CONTACT_HASH_KEY',
    'DATABASE_READ_URL',
    'DATABASE_WRITE_URL',
  ] as const
  test.each(required)('without %s', (name) => {
    expect(() => readConfig({ ...PRODUCTION, [name]: '' })).toThrow(`${name}: required`)
  })

  const wrong = {
    'development tokens': { DEVELOPMENT_TOKENS: '1' },
    'development tokens on loopback': { DEVELOPMENT_TOKENS: '1', HOST: '127.0.0.1' },
    'the development issuer': { ISSUER: DEVELOPMENT_ISSUER },
    'keys over plain http': { JWKS_URL: 'http://issuer.example/jwks.json' },
    'the development hash key': { CONTACT_HASH_KEY: readConfig(DEVELOPMENT).contactHashKey },
    'a short hash key': { CONTACT_HASH_KEY: 'short' },
  }
  test.each(Object.entries(wrong))('with %s', (_name, variables) => {
    expect(() => readConfig({ ...PRODUCTION, ...variables })).toThrow(ConfigError)
  })
})

describe('files of proof', () => {
  const s3 = {
    EVIDENCE_S3_URL: 'https://s3.example/evidence',
    EVIDENCE_S3_REGION: 'cn-1',
    EVIDENCE_S3_ACCESS_KEY_ID: 'id',
    EVIDENCE_S3_SECRET_ACCESS_KEY: 'secret',
  }

  test('are kept in a folder, or in a bucket where one is named', () => {
    expect(readConfig(DEVELOPMENT).evidence.files.kind).toBe('folder')
    expect(readConfig({ ...DEVELOPMENT, ...s3 }).evidence.files).toMatchObject({
      kind: 's3',
      url: s3.EVIDENCE_S3_URL,
    })
  })

  test('take all that a bucket needs, and a place of their own in production', () => {
    expect(() => readConfig({ ...DEVELOPMENT, ...s3, EVIDENCE_S3_SECRET_ACCESS_KEY: '' })).toThrow(
      'EVIDENCE_S3_SECRET_ACCESS_KEY: required with EVIDENCE_S3_URL',
    )
    expect(() => readConfig({ ...PRODUCTION, EVIDENCE_FOLDER: '' })).toThrow('EVIDENCE_FOLDER')
  })
})

test('development tokens are for loopback only', () => {
  for (const HOST of ['0.0.0.0', '192.168.1.4', '::', 'example.com']) {
    expect(() => readConfig({ ...DEVELOPMENT, DEVELOPMENT_TOKENS: '1', HOST })).toThrow('loopback')
  }
  expect(readConfig({ ...DEVELOPMENT, DEVELOPMENT_TOKENS: '1' }).development).toBeDefined()
})

test('a wrong value is named without being repeated', () => {
  const secret = 'mysql://user:secret@host/db'
  expect(() => readConfig({ ...DEVELOPMENT, DATABASE_READ_URL: secret, PORT: 'many' })).toThrow(
    /^PORT: [^\n]*\nDATABASE_READ_URL: (?!.*secret)/,
  )
})
