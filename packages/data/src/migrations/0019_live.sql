-- What listeners read: the events of one shop behind a number, in their order.
CREATE INDEX events_in_turn ON events (shop_id, seq) WHERE seq IS NOT NULL;

-- The announcement also names the shops of the batch, so that a gateway reads those it serves only. A payload holds
-- 8000 bytes: where there are more shops, none is named, and every listener looks.
CREATE OR REPLACE FUNCTION cs.relay(batch integer)
  RETURNS TABLE (shop_id uuid, seq bigint, id uuid, type text, subject_type text, subject_id uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
  start bigint;
  given bigint;
  shops uuid[];
BEGIN
  SELECT p.seq INTO start FROM public.relay_position p FOR UPDATE;
  RETURN QUERY
    WITH waiting AS (
      SELECT e.shop_id, e.id, row_number() OVER (ORDER BY e.recorded_at, e.id) AS n
      FROM public.events e WHERE e.seq IS NULL ORDER BY e.recorded_at, e.id LIMIT batch
    )
    UPDATE public.events e SET seq = start + w.n FROM waiting w
    WHERE e.shop_id = w.shop_id AND e.id = w.id
    RETURNING e.shop_id, e.seq, e.id, e.type, e.subject_type, e.subject_id;
  GET DIAGNOSTICS given = ROW_COUNT;
  IF given > 0 THEN
    UPDATE public.relay_position p SET seq = start + given;
    SELECT array_agg(DISTINCT e.shop_id) INTO shops
      FROM public.events e WHERE e.seq > start AND e.seq <= start + given;
    IF cardinality(shops) > 100 THEN shops := NULL; END IF;
    PERFORM pg_notify('cs_events', json_build_object('from', start + 1, 'to', start + given, 'shops', shops)::text);
  END IF;
END $$;
