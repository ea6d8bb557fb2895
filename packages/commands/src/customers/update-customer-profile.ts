import { type CustomerPatch, changeCustomer, indexCustomer } from '@cs/data/customers'
import { maskName } from '@cs/domain/contacts'
import {
  BEHAVIOUR_HINTS,
  type Behaviour,
  BUYING_HINTS,
  type BuyingStyle,
  CONTACT_CHANNELS,
  formOfAddress,
  SALUTATIONS,
} from '@cs/domain/customers'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { typed } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'

/** What of a profile can be forgotten again. */
export const PROFILE_FIELDS = [
  'BEHAVIOUR',
  'BUYING_STYLE',
  'SALUTATION',
  'BIRTHDAY',
  'PREFERRED_CHANNEL',
] as const
type ProfileField = (typeof PROFILE_FIELDS)[number]

const schema = z.strictObject({
  ...customerInput,
  name: typed({ max: 50 }).optional(),
  salutation: z.enum(SALUTATIONS).optional(),
  behaviour: z.enum(Object.keys(BEHAVIOUR_HINTS) as [Behaviour, ...Behaviour[]]).optional(),
  buyingStyle: z.enum(Object.keys(BUYING_HINTS) as [BuyingStyle, ...BuyingStyle[]]).optional(),
  birthday: z.strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31) }).optional(),
  preferredChannel: z.enum(CONTACT_CHANNELS).optional(),
  /** What is no longer so. */
  clear: z.array(z.enum(PROFILE_FIELDS)).optional(),
})
type Input = z.output<typeof schema>
export type UpdateCustomerProfileInput = z.input<typeof schema>

/** Records how a customer behaves, buys, wants to be called and reached; what is left out stays (CUS-TYP, CUS-BUY). */
export function updateCustomerProfile(
  deps: CommandDeps,
  actor: Actor,
  input: UpdateCustomerProfileInput,
): Promise<Outcome<CustomerChanged>> {
  return runCommand(deps, actor, updateCustomerProfileCommand, input)
}

const updateCustomerProfileCommand = customerCommand<Input>({
  name: 'updateCustomerProfile',
  permission: 'customer.profile.manage',
  schema,
  ask: (_run, { birthday }) => ({ step: 'UPDATE_PROFILE', birthday: birthday ?? null }),
  async execute({ tx, actor }, input, found) {
    const patch = patchOf(input, found)
    const version = await changeCustomer(tx, actor.shop, input.customerId, patch)
    if (input.name !== undefined) await indexCustomer(tx, actor.shop, input.customerId)
    const fields = Object.keys(patch)
    return { version, ids: {}, events: [{ type: 'CustomerProfileChanged', data: { fields } }], fields }
  },
})

const CLEARED: Readonly<Record<ProfileField, CustomerPatch>> = {
  BEHAVIOUR: { behaviour: null },
  BUYING_STYLE: { buying_style: null },
  SALUTATION: { salutation: null },
  BIRTHDAY: { birth_month: null, birth_day: null },
  PREFERRED_CHANNEL: { preferred_channel: null },
}

function patchOf(
  input: Input,
  found: { readonly nameMasked: string; readonly salutation: (typeof SALUTATIONS)[number] | null },
): CustomerPatch {
  const { name, salutation, behaviour, buyingStyle, birthday, preferredChannel, clear = [] } = input
  const named = name === undefined ? {} : { name, name_masked: maskName(name) }
  const given: CustomerPatch = {
    ...Object.assign({}, ...clear.map((field) => CLEARED[field])),
    ...named,
    ...(salutation && { salutation }),
    ...(behaviour && { behaviour }),
    ...(buyingStyle && { buying_style: buyingStyle }),
    ...(birthday && { birth_month: birthday.month, birth_day: birthday.day }),
    ...(preferredChannel && { preferred_channel: preferredChannel }),
  }
  if (name === undefined && given.salutation === undefined) return given
  const called = given.salutation === undefined ? found.salutation : given.salutation
  return { ...given, form_of_address: formOfAddress(given.name_masked ?? found.nameMasked, called) }
}
