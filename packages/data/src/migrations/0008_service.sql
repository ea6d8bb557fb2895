-- Who somebody is in one shop, across the wall and in one round trip: identity is looked up before a shop is set.
-- `shop` is a shop's id or code. NULL where the subject has no active place there.
CREATE FUNCTION cs.principal_of(subject_name text, shop text)
  RETURNS json
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT json_build_object(
      'kind', 'agent', 'id', a.id, 'shop', s.id, 'grade', m.grade, 'function', m.function, 'department', m.department,
      'team', COALESCE((
        SELECT json_agg(o.agent_id ORDER BY o.agent_id)
        FROM public.teams t JOIN public.memberships o ON o.shop_id = t.shop_id AND o.team_id = t.id AND o.active
        WHERE t.shop_id = s.id AND t.supervisor_id = a.id AND o.agent_id <> a.id), '[]'))
    FROM public.agents a
    JOIN public.memberships m ON m.agent_id = a.id AND m.active
    JOIN public.shops s ON s.id = m.shop_id
    WHERE a.subject = subject_name AND a.active AND (s.code = shop OR s.id::text = shop)
  UNION ALL
  SELECT json_build_object('kind', 'partner', 'id', p.id, 'shop', s.id, 'scopes', to_json(g.scopes))
    FROM public.partner_clients p
    JOIN public.partner_grants g ON g.partner_id = p.id AND g.active
    JOIN public.shops s ON s.id = g.shop_id
    WHERE p.subject = subject_name AND p.active AND (s.code = shop OR s.id::text = shop)
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION cs.principal_of(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.principal_of(text, text) TO cs_reader, cs_writer;

-- Which demo shops were loaded, so that a second start skips them. Written with the shop, in its transaction.
CREATE TABLE cs.demo_seeds (
  shop_id uuid PRIMARY KEY,
  scale numeric NOT NULL,
  anchor date NOT NULL,
  seeded_at timestamptz NOT NULL DEFAULT now()
);
