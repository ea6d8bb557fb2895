import { SCENARIOS } from './scenarios.ts'
import type { SeedContext } from './seed.ts'
import {
  AFTER_SALES,
  AGENT_REMARKS,
  BUYER_REMARKS,
  CASE_NOTES,
  COMPLAINTS,
  CONSULTATIONS,
  REVIEW_REPLIES,
  REVIEWS,
} from './talk.ts'
import {
  ACCOUNT_WORDS,
  ESTATES,
  GIVEN_FEMALE,
  GIVEN_MALE,
  PHONE_PREFIXES,
  PLACES,
  SURNAMES,
  TAGS,
} from './words.ts'

const LISTS: Readonly<Record<string, readonly string[]>> = {
  surname: SURNAMES,
  female: GIVEN_FEMALE,
  male: GIVEN_MALE,
  account: ACCOUNT_WORDS,
  phone: PHONE_PREFIXES,
  estate: ESTATES,
  tag: TAGS,
  buyer_remark: BUYER_REMARKS,
  case_note: CASE_NOTES,
}

const scenarioLines = SCENARIOS.flatMap((s) =>
  s.lines.map(([kind, i, quantity], n) => ({ suffix: s.suffix, position: n + 1, kind, i, quantity })),
)

const kinds = ['GOOD', 'MEDIUM', 'BAD'] as const

/** Authored rows as JSON, each made into a table of cs_demo with these columns. */
const TABLES: Readonly<Record<string, { readonly columns: string; readonly rows: readonly object[] }>> = {
  place: {
    columns: 'i integer, province text, city text, district text, street text',
    rows: PLACES.flatMap(([province, city, district, streets]) =>
      streets.split(' ').map((street) => ({ province, city, district, street })),
    ).map((row, i) => ({ i, ...row })),
  },
  agent_remark: {
    columns: 'i integer, action_type text, flag text, text text',
    rows: AGENT_REMARKS.map(([action_type, flag, text], i) => ({ i, action_type, flag: flag || null, text })),
  },
  review_text: {
    columns: 'kind text, i integer, text text, reply text',
    rows: kinds.flatMap((kind) =>
      REVIEWS[kind].map((text, i) => ({ kind, i, text, reply: REVIEW_REPLIES[kind] })),
    ),
  },
  consultation: {
    columns: 'i integer, type text, subject text, said json',
    rows: CONSULTATIONS.map(([type, subject, said], i) => ({ i, type, subject, said })),
  },
  after_sale: {
    columns: 'i integer, type text, reason text, demand text, subject text, said json',
    rows: AFTER_SALES.map(([type, reason, demand, subject, said], i) => ({
      i,
      type,
      reason,
      demand,
      subject,
      said,
    })),
  },
  complaint: {
    columns: 'i integer, grade text, subject text, problem text, expected text, said json',
    rows: COMPLAINTS.map(([grade, subject, problem, expected, said], i) => ({
      i,
      grade,
      subject,
      problem,
      expected,
      said,
    })),
  },
  scenario: {
    columns:
      'suffix integer, state text, customer integer, hours numeric, address integer, remark text, signed_days numeric, method text, insured boolean, silent boolean',
    rows: SCENARIOS.map(({ suffix, state, customer, hours, address = 1, remark = null, ...scenario }) => ({
      suffix,
      state,
      customer,
      hours,
      address,
      remark,
      signed_days: scenario.signedDays ?? null,
      method: scenario.method ?? null,
      insured: scenario.insured ?? false,
      silent: scenario.silent ?? false,
    })),
  },
  scenario_line: {
    columns: 'suffix integer, position integer, kind text, i integer, quantity integer',
    rows: scenarioLines,
  },
}

/** Puts the authored words, texts and scenarios into the schema of the seed. */
export async function seedAuthored({ client }: SeedContext): Promise<void> {
  const names = Object.keys(LISTS)
  await client.query(
    `CREATE TABLE cs_demo.words AS SELECT ${names.map((name, i) => `$${i + 1}::text[] AS ${name}`).join(', ')}`,
    names.map((name) => LISTS[name]),
  )
  for (const [name, { columns, rows }] of Object.entries(TABLES)) {
    await client.query(
      `CREATE TABLE cs_demo.${name} AS SELECT * FROM json_to_recordset($1) AS t(${columns})`,
      [JSON.stringify(rows)],
    )
  }
}
