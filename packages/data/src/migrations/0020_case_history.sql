-- The number of the document by which the platform awarded something to the customer (AS-TYP-07). No free text.
ALTER TABLE cases ADD COLUMN award_reference text CHECK (award_reference ~ '^[A-Za-z0-9][A-Za-z0-9/_-]{3,39}$');

-- On which occasion a case passed to somebody else: handed on with a reason, taken over at a change of shift with or
-- without an item of the hand-over, or given to a senior by the fast lane (C-38, OPS-SHF-06, CMP-ESC-01).
ALTER TABLE case_transfers
  ADD COLUMN occasion text NOT NULL DEFAULT 'TRANSFER' CHECK (occasion IN ('TRANSFER','TAKE_OVER','HANDOVER_ITEM','FAST_LANE')),
  ALTER COLUMN reason DROP NOT NULL,
  ADD CHECK ((occasion = 'TRANSFER') = (reason IS NOT NULL));
ALTER TABLE case_transfers ALTER COLUMN occasion DROP DEFAULT;

-- The address that customers are given stands in no table: nothing was ever read here.
DROP TABLE return_addresses;

-- Clocks of the chat count the hours on duty when they start: none stands still off duty.
ALTER TABLE clocks DROP CONSTRAINT clocks_pause_reason_check,
  ADD CONSTRAINT clocks_pause_reason_check CHECK (pause_reason = 'WAITING_FOR_CUSTOMER');
-- A product issue is open or closed; nobody reports it to anywhere.
ALTER TABLE product_issues DROP CONSTRAINT product_issues_status_check,
  ADD CONSTRAINT product_issues_status_check CHECK (status IN ('OPEN','CLOSED'));

-- What the ledger says is said of orders and cases that are there.
ALTER TABLE ledger_journals
  ADD FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  ADD FOREIGN KEY (shop_id, case_id) REFERENCES cases;

-- No shift is longer than a day: who is on duty is looked for among those that began within the last one.
ALTER TABLE shifts ADD CHECK (ends_at <= starts_at + interval '1 day');
