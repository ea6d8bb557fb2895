import { PRODUCTS } from './products/index.ts'
import type { SeedContext } from './seed.ts'

/** Free stock of a SKU that names none. */
const STOCK = 240

/** Writes products, attributes and SKUs. Numbers are `GP1001` and so on; SKU codes `GP1001-01`. */
export async function seedCatalog({ client, shop }: SeedContext): Promise<void> {
  const products = PRODUCTS[shop.code].map((product, i) => ({
    ...product,
    number: `${shop.prefix}P${1001 + i}`,
    attributes: Object.entries(product.attributes).map(([name, value], position) => ({
      name,
      value,
      position,
    })),
    skus: product.skus.map((sku, n) => ({ stock: STOCK, price: product.price, ...sku, n: n + 1 })),
  }))
  await client.query(
    'CREATE TEMP TABLE demo_product ON COMMIT DROP AS SELECT p FROM json_array_elements($1) p',
    [JSON.stringify(products)],
  )
  for (const statement of [INSERT_PRODUCTS, INSERT_ATTRIBUTES, INSERT_SKUS]) await client.query(statement)
}

const ID = `cs_demo.uid('2024-01-01Z', 'product:' || cs_demo.code() || (p->>'number'))`
const days = (path: string) => `cs_demo.now() + (p->'presale'->>'${path}')::integer * interval '1 day'`
const flag = (name: string) => `COALESCE((p->>'${name}')::boolean, false)`

const INSERT_PRODUCTS = `
  INSERT INTO products (shop_id, id, number, name, brand, model, category, subcategory, material, origin, ship_from,
    price_fen, cost_fen, sales_count, rating_tenths, production_date, shelf_life_days, certification, authorisation,
    anti_fake_hint, selling_points, usage_notes, care_notes, cautions, suitable_for, compatibility, warranty_months,
    invoice_content, dispatch_hours, min_quantity, max_quantity, customised, cancellable, perishable, digital,
    cash_on_delivery, presale, deposit_opens_at, deposit_closes_at, balance_opens_at, balance_closes_at,
    changeable_until, ship_from_at, created_at)
  SELECT cs_demo.shop(), ${ID}, p->>'number', p->>'name', p->>'brand', p->>'model', p->>'category', p->>'subcategory',
    p->>'material', p->>'origin', p->>'shipFrom', (p->>'price')::numeric * 100, (p->>'cost')::numeric * 100,
    (p->>'sales')::integer, (p->>'rating')::numeric * 10,
    (cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::date - (p->>'madeDaysAgo')::integer, (p->>'shelfLifeDays')::integer,
    p->>'certification', p->>'authorisation', p->>'antiFakeHint',
    ARRAY(SELECT json_array_elements_text(p->'sellingPoints')), p->>'usage', p->>'care', p->>'cautions',
    p->>'suitableFor', p->>'compatibility', (p->>'warrantyMonths')::integer, p->>'invoiceContent',
    COALESCE((p->>'dispatchHours')::integer, 48), (p->>'minQuantity')::integer, (p->>'maxQuantity')::integer,
    ${flag('customised')}, ${flag('cancellable')}, ${flag('perishable')}, ${flag('digital')}, ${flag('cashOnDelivery')},
    p->'presale' IS NOT NULL, ${days('depositOpens')}, ${days('depositCloses')}, ${days('balanceOpens')},
    ${days('balanceCloses')}, ${days('changeableUntil')}, ${days('shipsFrom')}, '2024-01-01Z'
  FROM demo_product`

const INSERT_ATTRIBUTES = `
  INSERT INTO product_attributes (shop_id, product_id, position, name, value)
  SELECT cs_demo.shop(), ${ID}, (a->>'position')::integer, a->>'name', a->>'value'
  FROM demo_product, json_array_elements(p->'attributes') a`

const INSERT_SKUS = `
  INSERT INTO skus (shop_id, id, product_id, code, spec, colour, size, price_fen, stock)
  SELECT cs_demo.shop(),
    cs_demo.uid('2024-01-01Z', 'sku:' || cs_demo.code() || (p->>'number') || (s->>'n')), ${ID},
    (p->>'number') || '-' || lpad(s->>'n', 2, '0'), s->>'spec', s->>'colour', s->>'size',
    (s->>'price')::numeric * 100, (s->>'stock')::integer
  FROM demo_product, json_array_elements(p->'skus') s`
