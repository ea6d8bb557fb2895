-- Orders that are to be confirmed as received by time (Q37, Q67), for the worker: everything has left, nothing comes
-- back or is lost, and no after-sale is open.
CREATE INDEX orders_to_confirm ON orders (trade_deadline_at, id) WHERE trade_status = 'SHIPPED' AND trade_deadline_at IS NOT NULL;

-- Of an order, the lines that arrived, may have arrived in their parcel, or were replaced; and those that went astray:
-- their parcel is lost or turned round, and they were neither replaced nor refunded.
CREATE FUNCTION cs.receipt_of(shop uuid, order_ uuid, OUT arriving integer, OUT astray integer)
  LANGUAGE sql STABLE SET search_path = pg_catalog, public
AS $$
  SELECT count(*) FILTER (WHERE NOT t.lost OR t.replaced), count(*) FILTER (WHERE t.lost AND NOT t.replaced AND NOT t.refunded)
  FROM (SELECT l.status = 'SHIPPED' AND (s.loss_confirmed_at IS NOT NULL OR COALESCE(s.status IN ('RETURNING','RETURNED'), false)) AS lost,
      l.returned_quantity >= l.quantity AS refunded,
      EXISTS (SELECT 1 FROM public.after_sale_lines x JOIN public.replacements z ON z.shop_id = x.shop_id AND z.case_id = x.case_id
        WHERE x.shop_id = l.shop_id AND x.order_line_id = l.id AND z.kind <> 'REPAIRED' AND z.confirmed_at IS NOT NULL) AS replaced
    FROM public.order_lines l LEFT JOIN public.shipments s ON s.shop_id = l.shop_id AND s.id = l.shipment_id
    WHERE l.shop_id = shop AND l.order_id = order_ AND l.status IN ('SHIPPED','SIGNED')) t
$$;
REVOKE ALL ON FUNCTION cs.receipt_of(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.receipt_of(uuid, uuid) TO cs_writer;

CREATE FUNCTION cs.unconfirmed_orders(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT o.shop_id, o.id, o.trade_deadline_at FROM public.orders o, LATERAL cs.receipt_of(o.shop_id, o.id) r
  WHERE o.trade_status = 'SHIPPED' AND o.trade_deadline_at IS NOT NULL AND o.trade_deadline_at <= at
    AND (o.trade_deadline_at, o.id) > (after_at, after_id)
    AND o.physical_status IN ('HANDED_OVER','DELIVERED')
    AND NOT EXISTS (SELECT 1 FROM public.cases c WHERE c.shop_id = o.shop_id AND c.order_id = o.id
      AND c.after_sale_state NOT IN ('COMPLETED','REJECTED','WITHDRAWN','LAPSED'))
    AND r.astray = 0 AND r.arriving > 0
  ORDER BY o.trade_deadline_at, o.id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.unconfirmed_orders(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.unconfirmed_orders(timestamptz, timestamptz, uuid, integer) TO cs_worker;
