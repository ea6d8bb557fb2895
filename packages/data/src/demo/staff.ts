import { PARTNERS } from './partners.ts'
import { agentsOf, TEAMS } from './people.ts'
import type { SeedContext } from './seed.ts'

/** The demo's first day: shops, agents and packs exist since then. */
const FOUNDED = '2024-01-01T00:00:00Z'

/** Writes the shop, its agents with their skills, teams and partner grants. */
export async function seedStaff(context: SeedContext): Promise<void> {
  const { client, shop } = context
  await client.query('INSERT INTO shops (id, code, name, created_at) VALUES ($1, $2, $3, $4)', [
    shop.id,
    shop.code,
    shop.name,
    FOUNDED,
  ])
  const agents = agentsOf(shop).map((agent, i) => ({
    ...agent,
    subject: `${shop.code}-${agent.key}`,
    number: `${shop.prefix}${String(i + 1).padStart(3, '0')}`,
  }))
  await client.query(
    `INSERT INTO agents (id, number, subject, name, created_at)
     SELECT cs_demo.uid($2, 'agent:' || a.subject), a.number, a.subject, a.name, $2
     FROM json_to_recordset($1) AS a(number text, subject text, name text)`,
    [JSON.stringify(agents), FOUNDED],
  )
  await client.query(
    `INSERT INTO teams (shop_id, id, name, function, supervisor_id, created_at)
     SELECT $1, cs_demo.uid($4, 'team:' || $2 || t.key), t.name, t.function,
       (SELECT id FROM agents WHERE subject = $2 || '-' || t.supervisor), $4
     FROM json_to_recordset($3) AS t(key text, name text, function text, supervisor text)`,
    [shop.id, shop.code, JSON.stringify(TEAMS), FOUNDED],
  )
  await client.query(
    `INSERT INTO memberships (shop_id, agent_id, grade, function, department, team_id, since)
     SELECT $1, g.id, a.grade, a.function, a.department, cs_demo.uid($4, 'team:' || $2 || a.team), '2024-01-01'
     FROM json_to_recordset($3) AS a(subject text, grade text, function text, department text, team text)
     JOIN agents g USING (subject)`,
    [shop.id, shop.code, JSON.stringify(agents), FOUNDED],
  )
  await client.query(
    `INSERT INTO agent_skills (shop_id, agent_id, skill)
     SELECT $1, g.id, json_array_elements_text(a.skills)
     FROM json_to_recordset($2) AS a(subject text, skills json) JOIN agents g USING (subject)`,
    [shop.id, JSON.stringify(agents)],
  )
  await client.query(
    `CREATE TABLE cs_demo.agent AS
     SELECT (row_number() OVER (ORDER BY a.number) - 1)::integer AS i, a.id AS agent_id, a.name
     FROM memberships m JOIN agents a ON a.id = m.agent_id
     WHERE m.shop_id = cs_demo.shop() AND m.department = 'service' AND m.grade <> 'manager'`,
  )
  await seedPartners(context)
}

/** Partner clients stand above shops: the first shop makes them, each grants them. */
async function seedPartners({ client, shop }: SeedContext): Promise<void> {
  const partners = JSON.stringify(PARTNERS)
  await client.query(
    `INSERT INTO partner_clients (id, subject, name, kind, created_at)
     SELECT cs_demo.uid($2, 'partner:' || p.subject), p.subject, p.name, p.kind, $2
     FROM json_to_recordset($1) AS p(subject text, name text, kind text)
     ON CONFLICT (subject) DO NOTHING`,
    [partners, FOUNDED],
  )
  await client.query(
    `INSERT INTO partner_grants (shop_id, partner_id, scopes)
     SELECT $1, c.id, ARRAY(SELECT json_array_elements_text(p.scopes))
     FROM json_to_recordset($2) AS p(subject text, scopes json) JOIN partner_clients c USING (subject)`,
    [shop.id, partners],
  )
}

/**
 * Writes 30 days of shifts before the anchor and 14 after it: day 09:00-18:00, night 15:00-24:00 (Shanghai),
 * five of the service's agents in each, others every day, and on call the supervisors who are not among them.
 */
export async function seedShifts({ client }: SeedContext): Promise<void> {
  await client.query(
    `INSERT INTO shifts (shop_id, id, day, kind, starts_at, ends_at)
     SELECT cs_demo.shop(), cs_demo.uid(d AT TIME ZONE 'Asia/Shanghai', 'shift:' || cs_demo.code() || k.kind), d::date, k.kind,
       (d + k.start) AT TIME ZONE 'Asia/Shanghai', (d + k.start + interval '9 hours') AT TIME ZONE 'Asia/Shanghai'
     FROM generate_series(-30, 14) n,
       LATERAL (SELECT date_trunc('day', cs_demo.now() AT TIME ZONE 'Asia/Shanghai') + n * interval '1 day' AS d) day,
       (VALUES ('DAY', interval '9 hours'), ('NIGHT', interval '15 hours')) AS k(kind, start)`,
  )
  await client.query(
    `WITH agent AS (
       SELECT m.agent_id, m.grade, row_number() OVER (ORDER BY a.number) - 1 AS n, count(*) OVER () AS total
       FROM memberships m JOIN agents a ON a.id = m.agent_id
       WHERE m.shop_id = cs_demo.shop() AND m.department = 'service' AND m.grade <> 'manager'),
     shift AS (SELECT id, row_number() OVER (ORDER BY starts_at) AS n FROM shifts WHERE shop_id = cs_demo.shop())
     INSERT INTO shift_agents (shop_id, shift_id, agent_id, on_call)
     SELECT cs_demo.shop(), s.id, a.agent_id, a.place >= 5
     FROM shift s, LATERAL (SELECT *, (n + s.n * 5 + (s.n - 1) / 2) % total AS place FROM agent) a
     WHERE a.place < 5 OR a.grade = 'supervisor'`,
  )
}
