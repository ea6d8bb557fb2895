import type { Bilingual } from '../decisions/index.ts'

export interface Subcategory {
  readonly code: string
  readonly label: Bilingual
}

/** A top category of the product tree. */
export interface Category {
  readonly code: CategoryCode
  readonly label: Bilingual
  /** Open-ended in the handbook ("等"): these are the ones it names. */
  readonly subcategories: readonly Subcategory[]
}

export const CATEGORY_CODES = [
  'APPAREL',
  'DIGITAL',
  'APPLIANCE',
  'HOME',
  'BEAUTY',
  'FOOD',
  'BABY',
  'SPORTS',
] as const
export type CategoryCode = (typeof CATEGORY_CODES)[number]

const sub = (code: string, zh: string, en: string): Subcategory => ({ code, label: { zh, en } })
const category = (
  code: CategoryCode,
  zh: string,
  en: string,
  subcategories: readonly Subcategory[],
): Category => ({
  code,
  label: { zh, en },
  subcategories,
})

/** The two-level product tree of CAT-01 (000 §1.1): 8 categories, 30 named subcategories. */
export const CATEGORIES: readonly Category[] = [
  category('APPAREL', '服装鞋帽', 'Clothing, shoes and hats', [
    sub('MENSWEAR', '男装', "Men's wear"),
    sub('WOMENSWEAR', '女装', "Women's wear"),
    sub('CHILDRENSWEAR', '童装', "Children's wear"),
    sub('SHOES', '鞋靴', 'Shoes and boots'),
    sub('ACCESSORIES', '配饰', 'Accessories'),
  ]),
  category('DIGITAL', '数码电子', 'Digital and electronics', [
    sub('PHONES', '手机', 'Phones'),
    sub('COMPUTERS', '电脑', 'Computers'),
    sub('CAMERAS', '相机', 'Cameras'),
    sub('SMART_DEVICES', '智能设备', 'Smart devices'),
  ]),
  category('APPLIANCE', '家用电器', 'Household appliances', [
    sub('LARGE_APPLIANCES', '大家电', 'Large appliances'),
    sub('SMALL_APPLIANCES', '小家电', 'Small appliances'),
    sub('KITCHEN_APPLIANCES', '厨房电器', 'Kitchen appliances'),
  ]),
  category('HOME', '家居日用', 'Home and daily use', [
    sub('FURNITURE', '家具', 'Furniture'),
    sub('HOME_TEXTILES', '家纺', 'Home textiles'),
    sub('KITCHENWARE', '厨具', 'Kitchenware'),
    sub('CLEANING', '清洁用品', 'Cleaning supplies'),
  ]),
  category('BEAUTY', '美妆个护', 'Beauty and personal care', [
    sub('SKIN_CARE', '护肤', 'Skin care'),
    sub('MAKE_UP', '彩妆', 'Make-up'),
    sub('PERSONAL_CARE', '洗护', 'Washing and care'),
  ]),
  category('FOOD', '食品生鲜', 'Food and fresh produce', [
    sub('SNACKS', '零食', 'Snacks'),
    sub('FRESH', '生鲜', 'Fresh produce'),
    sub('GRAIN_AND_OIL', '粮油', 'Grain and oil'),
    sub('DRINKS', '饮料', 'Drinks'),
  ]),
  category('BABY', '母婴用品', 'Mother and baby', [
    sub('MILK_POWDER', '奶粉', 'Milk powder'),
    sub('NAPPIES', '纸尿裤', 'Nappies'),
    sub('TOYS', '玩具', 'Toys'),
    sub('MATERNITY', '孕产用品', 'Maternity'),
  ]),
  category('SPORTS', '运动户外', 'Sports and outdoor', [
    sub('SPORTS_EQUIPMENT', '运动器材', 'Sports equipment'),
    sub('OUTDOOR_GEAR', '户外装备', 'Outdoor gear'),
    sub('FITNESS', '健身', 'Fitness'),
  ]),
]

/** The category that has a subcategory, if any. */
export function categoryOf(subcategory: string): Category | undefined {
  return CATEGORIES.find((each) => each.subcategories.some((sub) => sub.code === subcategory))
}
