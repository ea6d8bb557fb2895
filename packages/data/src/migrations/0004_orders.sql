CREATE TABLE orders (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  number text NOT NULL,
  customer_id uuid NOT NULL,
  trade_status text NOT NULL CHECK (trade_status IN ('UNPAID','PAID','PARTLY_SHIPPED','SHIPPED','SIGNED','COMPLETED','CANCELLED')),
  physical_status text NOT NULL CHECK (physical_status IN ('NOT_PRINTED','LABEL_PRINTED','PACKED','PULL_FAILED','PARTLY_HANDED_OVER','HANDED_OVER','INTERCEPT_REQUESTED','DELIVERED','RETURNED')),
  source text NOT NULL CHECK (source IN ('SILENT','CONSULTED')),
  presale boolean NOT NULL DEFAULT false,
  customised boolean NOT NULL DEFAULT false,
  currency text NOT NULL DEFAULT 'CNY',
  goods_fen bigint NOT NULL CHECK (goods_fen >= 0),
  discount_fen bigint NOT NULL DEFAULT 0 CHECK (discount_fen >= 0),
  freight_fen bigint NOT NULL DEFAULT 0 CHECK (freight_fen >= 0),
  payable_fen bigint NOT NULL CHECK (payable_fen >= 0),
  paid_fen bigint NOT NULL DEFAULT 0 CHECK (paid_fen >= 0),
  refunded_fen bigint NOT NULL DEFAULT 0,
  points_spent bigint NOT NULL DEFAULT 0 CHECK (points_spent >= 0),
  address_id uuid NOT NULL,
  buyer_remark text,
  remark_registered boolean NOT NULL DEFAULT false,
  flag text CHECK (flag IN ('YELLOW','PURPLE','BLUE','RED','GREEN')),
  held boolean NOT NULL DEFAULT false,
  hold_reason text,
  cancellable_exception boolean NOT NULL DEFAULT false,
  audited_at timestamptz,
  placed_at timestamptz NOT NULL,
  paid_at timestamptz,
  dispatch_due_at timestamptz,
  first_shipped_at timestamptz,
  signed_at timestamptz,
  completed_at timestamptz,
  cancelled_at timestamptz,
  trade_deadline_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  FOREIGN KEY (shop_id, address_id) REFERENCES addresses,
  CHECK (payable_fen = goods_fen - discount_fen + freight_fen),
  CHECK (refunded_fen BETWEEN 0 AND paid_fen),
  CHECK ((trade_status = 'UNPAID') <= (paid_at IS NULL)),
  CHECK (cancelled_at IS NOT NULL OR trade_status <> 'CANCELLED')
);
CREATE INDEX orders_newest ON orders (shop_id, placed_at DESC, id DESC);
CREATE INDEX orders_by_status ON orders (shop_id, trade_status, placed_at DESC, id DESC);
CREATE INDEX orders_by_physical_status ON orders (shop_id, physical_status, placed_at DESC, id DESC);
CREATE INDEX orders_by_customer ON orders (shop_id, customer_id, placed_at DESC, id DESC);
CREATE INDEX orders_by_flag ON orders (shop_id, flag, placed_at DESC, id DESC) WHERE flag IS NOT NULL;
CREATE INDEX orders_by_due ON orders (shop_id, dispatch_due_at, id) WHERE trade_status IN ('PAID','PARTLY_SHIPPED');
CREATE INDEX orders_by_address ON orders (shop_id, address_id);
CREATE INDEX orders_held ON orders (shop_id, placed_at DESC, id DESC) WHERE held;
CALL cs.protect('orders', 'rw');

CREATE TABLE shipments (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  waybill text NOT NULL,
  carrier text NOT NULL CHECK (carrier IN ('SF','STO','EMS','ZTO','YTO','JD')),
  service text NOT NULL DEFAULT 'STANDARD' CHECK (service IN ('STANDARD','EXPRESS','FREIGHT')),
  status text NOT NULL CHECK (status IN ('LABEL_PRINTED','PACKED','HANDED_OVER','IN_TRANSIT','OUT_FOR_DELIVERY','DELIVERED','SIGNED','RETURNING','RETURNED')),
  weight_grams integer CHECK (weight_grams > 0),
  packed_at timestamptz,
  handed_over_at timestamptz,
  signed_at timestamptz,
  expected_on date,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, waybill),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders
);
CREATE INDEX shipments_by_order ON shipments (shop_id, order_id, created_at, id);
CALL cs.protect('shipments', 'rw');

CREATE TABLE order_lines (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  position smallint NOT NULL,
  product_id uuid NOT NULL,
  sku_id uuid NOT NULL,
  product_name text NOT NULL,
  spec text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  unit_price_fen bigint NOT NULL CHECK (unit_price_fen >= 0),
  discount_fen bigint NOT NULL DEFAULT 0 CHECK (discount_fen >= 0),
  paid_fen bigint NOT NULL DEFAULT 0 CHECK (paid_fen >= 0),
  refunded_fen bigint NOT NULL DEFAULT 0,
  points_spent bigint NOT NULL DEFAULT 0,
  customised boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN','CANCELLED','SHIPPED','SIGNED','RETURNED')),
  shipment_id uuid,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, order_id, position),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  FOREIGN KEY (shop_id, product_id) REFERENCES products,
  FOREIGN KEY (shop_id, sku_id) REFERENCES skus,
  FOREIGN KEY (shop_id, shipment_id) REFERENCES shipments,
  CHECK (refunded_fen BETWEEN 0 AND paid_fen)
);
CREATE INDEX order_lines_by_product ON order_lines (shop_id, product_id, order_id);
CREATE INDEX order_lines_by_shipment ON order_lines (shop_id, shipment_id) WHERE shipment_id IS NOT NULL;
CALL cs.protect('order_lines', 'rw');

CREATE TABLE order_discounts (
  shop_id uuid NOT NULL,
  order_id uuid NOT NULL,
  position smallint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('TIER','THRESHOLD','COUPON','RED_PACKET','POINTS','CONCESSION')),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  reference text,
  valid boolean NOT NULL DEFAULT true,
  PRIMARY KEY (shop_id, order_id, position),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders
);
CALL cs.protect('order_discounts', 'rw');

CREATE TABLE payments (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  method text NOT NULL CHECK (method IN ('ALIPAY','WECHAT_PAY','BANK_CARD','CREDIT_CARD','BALANCE','CASH_ON_DELIVERY')),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  status text NOT NULL CHECK (status IN ('PENDING','RECEIVED','FAILED')),
  reference text NOT NULL,
  created_at timestamptz NOT NULL,
  received_at timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  CHECK ((status = 'RECEIVED') = (received_at IS NOT NULL))
);
CREATE INDEX payments_by_order ON payments (shop_id, order_id, created_at, id);
CALL cs.protect('payments', 'rw');

-- What is owed back to the buyer, and where it stands.
CREATE TABLE refunds (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  order_id uuid NOT NULL,
  route text NOT NULL CHECK (route IN ('ORIGINAL','BALANCE','BANK_CARD','CREDIT_CARD')),
  reason text NOT NULL CHECK (reason IN ('CANCELLED','PARTLY_CANCELLED','RETURNED','PARTIAL','OUT_OF_STOCK','DUPLICATE')),
  status text NOT NULL CHECK (status IN ('OWED','ISSUED','ARRIVED','FAILED')),
  goods_fen bigint NOT NULL CHECK (goods_fen >= 0),
  freight_fen bigint NOT NULL DEFAULT 0 CHECK (freight_fen >= 0),
  amount_fen bigint NOT NULL CHECK (amount_fen = goods_fen + freight_fen),
  due_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  issued_at timestamptz,
  arrived_at timestamptz,
  command_id uuid,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders
);
CREATE INDEX refunds_by_order ON refunds (shop_id, order_id, created_at, id);
CREATE INDEX refunds_owed ON refunds (shop_id, due_at, id) WHERE status = 'OWED';
CALL cs.protect('refunds', 'rw');

CREATE TABLE refund_lines (
  shop_id uuid NOT NULL,
  refund_id uuid NOT NULL,
  order_line_id uuid NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen >= 0),
  points bigint NOT NULL DEFAULT 0 CHECK (points >= 0),
  PRIMARY KEY (shop_id, refund_id, order_line_id),
  FOREIGN KEY (shop_id, refund_id) REFERENCES refunds,
  FOREIGN KEY (shop_id, order_line_id) REFERENCES order_lines
);
CREATE INDEX refund_lines_by_line ON refund_lines (shop_id, order_line_id);
CALL cs.protect('refund_lines', 'ri');

CREATE TABLE tracking_events (
  shop_id uuid NOT NULL,
  shipment_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  position smallint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PICKED_UP','ARRIVED_AT_HUB','LEFT_HUB','IN_DESTINATION_CITY','OUT_FOR_DELIVERY','SIGNED','DELIVERY_FAILED','RETURNING')),
  place text NOT NULL,
  PRIMARY KEY (shop_id, shipment_id, position),
  FOREIGN KEY (shop_id, shipment_id) REFERENCES shipments
);
CALL cs.protect('tracking_events', 'ri');

-- Structured remarks; the coloured flag is a view of them and its history is kept (C-21).
CREATE TABLE order_remarks (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  action_type text NOT NULL CHECK (action_type IN ('PRICE_CHANGE','UNSHIPPED_ISSUE','SHIPPED_ISSUE','SPECIAL_REQUEST','REFUNDABLE','ADDRESS_CHANGE','ITEM_CHANGE','WITHDRAWAL','RESHIPMENT','AFTER_SALE','NOTE')),
  flag text CHECK (flag IN ('YELLOW','PURPLE','BLUE','RED','GREEN')),
  text text NOT NULL,
  agent_id uuid REFERENCES agents,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders
);
CREATE INDEX order_remarks_by_order ON order_remarks (shop_id, order_id, created_at DESC, id DESC);
CALL cs.protect('order_remarks', 'ri');

CREATE TABLE order_problems (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('VAGUE_ADDRESS','INVALID_CONTACT','OUT_OF_STOCK','PAYMENT_ANOMALY','DUPLICATE','SUSPECTED_FAKE','OVERSOLD')),
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN','SOLVED','DISMISSED')),
  note text,
  reported_by uuid REFERENCES agents,
  reported_at timestamptz NOT NULL,
  solved_at timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders
);
CREATE INDEX order_problems_by_order ON order_problems (shop_id, order_id, reported_at DESC, id DESC);
CREATE UNIQUE INDEX order_problems_open_once ON order_problems (shop_id, order_id, kind) WHERE status = 'OPEN';
CALL cs.protect('order_problems', 'rw');

-- Method and result of an identity check; never the digits (Q39). Holds for one change, 15 minutes (Q71).
CREATE TABLE identity_checks (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  method text NOT NULL CHECK (method IN ('ORDER_NUMBER_AND_PHONE_LAST4')),
  passed boolean NOT NULL,
  agent_id uuid REFERENCES agents,
  checked_at timestamptz NOT NULL,
  used_by_command uuid,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders
);
CREATE INDEX identity_checks_by_order ON identity_checks (shop_id, order_id, checked_at DESC);
CALL cs.protect('identity_checks', 'rw');

CREATE TABLE warehouse_tasks (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PULL_PARCEL','CHANGE_PARCEL','INTERCEPT','CORRECT_ADDRESS')),
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN','DONE','FAILED')),
  requested_by uuid REFERENCES agents,
  requested_at timestamptz NOT NULL,
  done_at timestamptz,
  command_id uuid,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders
);
CREATE INDEX warehouse_tasks_by_order ON warehouse_tasks (shop_id, order_id, requested_at DESC, id DESC);
CALL cs.protect('warehouse_tasks', 'rw');

CREATE TABLE invoices (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('ELECTRONIC','PAPER')),
  title text NOT NULL,
  company boolean NOT NULL,
  tax_id text,
  content text NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen >= 0),
  status text NOT NULL CHECK (status IN ('REQUESTED','ISSUED','VOIDED')),
  requested_at timestamptz NOT NULL,
  issued_at timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders
);
CREATE INDEX invoices_by_order ON invoices (shop_id, order_id, requested_at, id);
CALL cs.protect('invoices', 'rw');
