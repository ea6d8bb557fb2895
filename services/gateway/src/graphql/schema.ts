import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLSchema,
  GraphQLString,
  specifiedDirectives,
} from 'graphql'
import './access/index.ts'
import './after-sales/index.ts'
import './after-sales/totals.ts'
import './agents/index.ts'
import './approvals/index.ts'
import './audit/index.ts'
import './board/index.ts'
import './cases/index.ts'
import './cases/people.ts'
import './catalog/index.ts'
import './clocks/index.ts'
import './commands/after-sale-preview.ts'
import './commands/after-sales.ts'
import './commands/approvals.ts'
import './commands/blacklist.ts'
import './commands/cases.ts'
import './commands/claims.ts'
import './commands/consultations.ts'
import './commands/complaints.ts'
import './commands/customers.ts'
import './commands/evidence.ts'
import './commands/intake.ts'
import './commands/membership.ts'
import './commands/follow-ups.ts'
import './commands/notices.ts'
import './commands/orders.ts'
import './commands/parcels.ts'
import './commands/points.ts'
import './commands/registers.ts'
import './commands/persons.ts'
import './commands/previews.ts'
import './commands/offers.ts'
import './commands/prices.ts'
import './commands/profiles.ts'
import './commands/refunds.ts'
import './commands/reviews.ts'
import './commands/rewards.ts'
import './commands/settlements.ts'
import './commands/shifts.ts'
import './commands/shipments.ts'
import './consultations/index.ts'
import './complaints/index.ts'
import './customers/blacklistings.ts'
import './customers/index.ts'
import './decisions/index.ts'
import './follow-ups/index.ts'
import './follow-ups/satisfaction.ts'
import './handbook/index.ts'
import './live/index.ts'
import './membership/index.ts'
import './node.ts'
import './notices/index.ts'
import './orders/index.ts'
import './prices/index.ts'
import './points/drift.ts'
import './points/index.ts'
import './reviews/index.ts'
import './rewards/fairness.ts'
import './rewards/index.ts'
import './search.ts'
import './shifts/index.ts'
import './shops/index.ts'
import { builder } from './builder.ts'

const requires = new GraphQLDirective({
  name: 'requires',
  description:
    'The permissions a field asks for. Without them it answers null, with one FORBIDDEN error for the selection.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    permissions: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))),
      description: 'Names in the permission matrix; all are needed.',
    },
  },
})

/** The schema, built once. */
export const schema: GraphQLSchema = builder.toSchema({ directives: [...specifiedDirectives, requires] })
