-- The tenancy boundary, the three service logins' rights, and who works in which shop.
-- Statuses are text with CHECK and money is bigint fen: only leakproof operators reach an index below a policy.

CREATE EXTENSION IF NOT EXISTS pgcrypto;

CREATE SCHEMA IF NOT EXISTS cs;

-- Puts a table behind the shop wall and grants the logins what they need of it.
-- rights: 'r' the reader may select; 'w' the writer may insert and update; 'i' insert only; 'd' also delete.
CREATE PROCEDURE cs.protect(name regclass, rights text, shop_column text DEFAULT 'shop_id') LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY shop ON %s USING (%I = current_setting(''app.shop'')::uuid) WITH CHECK (%I = current_setting(''app.shop'')::uuid)', name, shop_column, shop_column);
  IF rights LIKE '%r%' THEN EXECUTE format('GRANT SELECT ON %s TO cs_reader', name); END IF;
  EXECUTE format('GRANT SELECT ON %s TO cs_writer', name);
  IF rights ~ '[wi]' THEN EXECUTE format('GRANT INSERT ON %s TO cs_writer', name); END IF;
  IF rights LIKE '%w%' THEN EXECUTE format('GRANT UPDATE ON %s TO cs_writer', name); END IF;
  IF rights LIKE '%d%' THEN EXECUTE format('GRANT DELETE ON %s TO cs_writer', name); END IF;
END $$;

CREATE TABLE shops (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name text NOT NULL,
  currency text NOT NULL DEFAULT 'CNY' CHECK (currency = 'CNY'),
  time_zone text NOT NULL DEFAULT 'Asia/Shanghai',
  created_at timestamptz NOT NULL
);
CALL cs.protect('shops', 'r', 'id');

-- Agents and partner clients stand above shops (ADR 5); memberships and grants tie them to one.
CREATE TABLE agents (
  id uuid PRIMARY KEY,
  number text NOT NULL UNIQUE,
  subject text NOT NULL UNIQUE,
  name text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL
);
GRANT SELECT ON agents TO cs_reader, cs_writer;

CREATE TABLE partner_clients (
  id uuid PRIMARY KEY,
  subject text NOT NULL UNIQUE,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('STOREFRONT','ERP','CARRIER','APP')),
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL
);
GRANT SELECT ON partner_clients TO cs_reader, cs_writer;

CREATE TABLE teams (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  name text NOT NULL,
  function text NOT NULL CHECK (function IN ('pre_sale','in_sale','after_sale','review_care','technical')),
  supervisor_id uuid NOT NULL REFERENCES agents,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CALL cs.protect('teams', 'r');

CREATE TABLE memberships (
  shop_id uuid NOT NULL REFERENCES shops,
  agent_id uuid NOT NULL REFERENCES agents,
  grade text NOT NULL CHECK (grade IN ('specialist','senior','supervisor','manager')),
  function text NOT NULL CHECK (function IN ('pre_sale','in_sale','after_sale','review_care','technical')),
  department text NOT NULL DEFAULT 'service' CHECK (department IN ('service','warehouse','quality_control','finance','operations')),
  team_id uuid,
  active boolean NOT NULL DEFAULT true,
  since date NOT NULL,
  PRIMARY KEY (shop_id, agent_id),
  FOREIGN KEY (shop_id, team_id) REFERENCES teams
);
CREATE INDEX memberships_by_team ON memberships (shop_id, team_id);
CREATE INDEX memberships_by_agent ON memberships (agent_id);
CALL cs.protect('memberships', 'r');

CREATE TABLE shifts (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  day date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('DAY','NIGHT')),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, day, kind),
  CHECK (starts_at < ends_at)
);
CALL cs.protect('shifts', 'r');

CREATE TABLE shift_agents (
  shop_id uuid NOT NULL,
  shift_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  on_call boolean NOT NULL DEFAULT false,
  PRIMARY KEY (shop_id, shift_id, agent_id),
  FOREIGN KEY (shop_id, shift_id) REFERENCES shifts,
  FOREIGN KEY (shop_id, agent_id) REFERENCES memberships
);
CREATE INDEX shift_agents_by_agent ON shift_agents (shop_id, agent_id, shift_id);
CALL cs.protect('shift_agents', 'r');

CREATE TABLE partner_grants (
  shop_id uuid NOT NULL REFERENCES shops,
  partner_id uuid NOT NULL REFERENCES partner_clients,
  scopes text[] NOT NULL,
  active boolean NOT NULL DEFAULT true,
  PRIMARY KEY (shop_id, partner_id)
);
CALL cs.protect('partner_grants', 'r');

-- The shops of one subject, across the wall: the one look-up that has to see more than one shop.
CREATE FUNCTION cs.shops_of(subject_name text)
  RETURNS TABLE (shop_id uuid, shop_code text, shop_name text, grade text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT s.id, s.code, s.name, m.grade FROM public.agents a
    JOIN public.memberships m ON m.agent_id = a.id AND m.active JOIN public.shops s ON s.id = m.shop_id
    WHERE a.subject = subject_name AND a.active
  UNION ALL
  SELECT s.id, s.code, s.name, NULL FROM public.partner_clients p
    JOIN public.partner_grants g ON g.partner_id = p.id AND g.active JOIN public.shops s ON s.id = g.shop_id
    WHERE p.subject = subject_name AND p.active
$$;
REVOKE ALL ON FUNCTION cs.shops_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.shops_of(text) TO cs_reader, cs_writer;
GRANT USAGE ON SCHEMA cs TO cs_reader, cs_writer, cs_worker;
