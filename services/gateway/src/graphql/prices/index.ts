import './concessions.ts'
import './coupons.ts'
import './promotions.ts'
import './quote.ts'
