CREATE TABLE products (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  number text NOT NULL,
  name text NOT NULL,
  brand text NOT NULL,
  model text,
  category text NOT NULL CHECK (category IN ('APPAREL','DIGITAL','APPLIANCE','HOME','BEAUTY','FOOD','BABY','SPORTS')),
  subcategory text NOT NULL,
  material text,
  origin text NOT NULL,
  ship_from text NOT NULL,
  price_fen bigint NOT NULL CHECK (price_fen >= 0),
  cost_fen bigint NOT NULL CHECK (cost_fen >= 0),
  sales_count integer NOT NULL DEFAULT 0 CHECK (sales_count >= 0),
  rating_tenths smallint CHECK (rating_tenths BETWEEN 0 AND 50),
  production_date date,
  shelf_life_days integer CHECK (shelf_life_days > 0),
  certification text,
  authorisation text,
  anti_fake_hint text,
  selling_points text[] NOT NULL DEFAULT '{}',
  usage_notes text,
  care_notes text,
  cautions text,
  suitable_for text,
  compatibility text,
  warranty_months integer CHECK (warranty_months >= 0),
  invoice_content text NOT NULL,
  dispatch_hours integer NOT NULL DEFAULT 48 CHECK (dispatch_hours > 0),
  min_quantity integer CHECK (min_quantity > 0),
  max_quantity integer CHECK (max_quantity > 0),
  customised boolean NOT NULL DEFAULT false,
  cancellable boolean NOT NULL DEFAULT false,
  perishable boolean NOT NULL DEFAULT false,
  digital boolean NOT NULL DEFAULT false,
  cash_on_delivery boolean NOT NULL DEFAULT false,
  presale boolean NOT NULL DEFAULT false,
  deposit_opens_at timestamptz,
  deposit_closes_at timestamptz,
  balance_opens_at timestamptz,
  balance_closes_at timestamptz,
  changeable_until timestamptz,
  ship_from_at timestamptz,
  status text NOT NULL DEFAULT 'ON_SALE' CHECK (status IN ('ON_SALE','OFF_SALE')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  CHECK (max_quantity IS NULL OR min_quantity IS NULL OR min_quantity <= max_quantity),
  CHECK (NOT presale OR ship_from_at IS NOT NULL)
);
CREATE INDEX products_by_category ON products (shop_id, category, number, id);
CALL cs.protect('products', 'rw');

CREATE TABLE product_attributes (
  shop_id uuid NOT NULL,
  product_id uuid NOT NULL,
  position smallint NOT NULL,
  name text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (shop_id, product_id, position),
  FOREIGN KEY (shop_id, product_id) REFERENCES products
);
CALL cs.protect('product_attributes', 'rw');

CREATE TABLE skus (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  product_id uuid NOT NULL,
  code text NOT NULL,
  spec text NOT NULL,
  colour text,
  size text,
  price_fen bigint NOT NULL CHECK (price_fen >= 0),
  stock integer NOT NULL CHECK (stock >= 0),
  reserved integer NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  active boolean NOT NULL DEFAULT true,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, code),
  FOREIGN KEY (shop_id, product_id) REFERENCES products
);
CREATE INDEX skus_by_product ON skus (shop_id, product_id, code, id);
CALL cs.protect('skus', 'rw');
