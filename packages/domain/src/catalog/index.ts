export {
  CATEGORIES,
  CATEGORY_CODES,
  type Category,
  type CategoryCode,
  categoryOf,
  type Subcategory,
} from './categories.ts'
