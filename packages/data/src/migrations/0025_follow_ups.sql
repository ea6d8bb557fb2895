-- How far each consumer of events has come in each shop: all numbers up to `seq` are done, none behind it is.
CREATE TABLE event_cursors (
  shop_id uuid NOT NULL REFERENCES shops,
  consumer text NOT NULL,
  seq bigint NOT NULL CHECK (seq >= 0),
  PRIMARY KEY (shop_id, consumer)
);
CALL cs.protect('event_cursors', 'w');

-- The shops in which one of these consumers has events before it: one look-up in the index of numbers for each.
CREATE FUNCTION cs.shops_behind(consumers text[]) RETURNS TABLE (shop_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT s.id FROM public.shops s WHERE EXISTS (
    SELECT FROM unnest(consumers) AS c (name)
      LEFT JOIN public.event_cursors k ON k.shop_id = s.id AND k.consumer = c.name
    WHERE EXISTS (SELECT FROM public.events e WHERE e.shop_id = s.id AND e.seq > coalesce(k.seq, 0)))
  ORDER BY s.id
$$;
REVOKE ALL ON FUNCTION cs.shops_behind(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.shops_behind(text[]) TO cs_worker;
