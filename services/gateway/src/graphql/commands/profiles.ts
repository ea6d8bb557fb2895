import {
  addAddress,
  changeContact,
  logOutsideContact,
  markVip,
  PROFILE_FIELDS,
  recordConsent,
  recordCustomer,
  setDoNotContact,
  tagCustomer,
  untagCustomer,
  updateCustomerProfile,
  withdrawConsent,
} from '@cs/commands'
import { builder } from '../builder.ts'
import {
  Behaviour,
  BuyingStyle,
  ConsentPurpose,
  ConsentSource,
  ContactChannel,
  OutsideContactReason,
  Salutation,
} from '../enums.ts'
import { CODES } from '../mapping.ts'
import { changedCustomer, idField } from './answers.ts'
import { commandField } from './command.ts'
import { common, type InputBuilder } from './input-fields.ts'
import { AddressInput } from './inputs.ts'
import { type SubjectCommand, subjectCommand, translated } from './subject-command.ts'

const ContactInputKind = builder.enumType('ContactInputKind', {
  description: 'The kinds of contact data that a customer is reached or recognised by.',
  values: {
    PHONE: { description: '手机号 · Phone' },
    EMAIL: { description: '电子邮箱 · E-mail' },
    PLATFORM_ACCOUNT: { description: '平台账号 · Platform account' },
  } as const,
})

const ContactInput = builder.inputType('ContactInput', {
  description: 'Contact data in full. It goes into the vault; what may be seen of it is masked (PRV-01).',
  fields: (t) => ({
    kind: t.field({ type: ContactInputKind, required: true, description: 'What it is.' }),
    value: t.string({ required: true, description: 'The value, as it was typed.' }),
  }),
})

const RecordCustomerInput = builder.inputType('RecordCustomerInput', {
  description: 'Who buys or asks.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'The name, at most 50 characters.' }),
    salutation: t.field({ type: Salutation, description: 'How they want to be called, where they said so.' }),
    contacts: t.field({
      type: [ContactInput],
      required: true,
      description:
        'How they are reached: one of each kind at most. A known platform account is its customer.',
    }),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

commandField<object, { customerId: string; version: number; created: boolean }>('recordCustomer', {
  description:
    'Records a customer. Contact data goes into the vault; a platform account that is known is the customer it belongs to (PRV-01).',
  permission: 'customer.record',
  input: RecordCustomerInput,
  success: {
    description: 'The customer is on record.',
    fields: ((t: { exposeBoolean: (name: string, options: object) => unknown }) => ({
      created: t.exposeBoolean('created', { description: 'Whether it is a new customer.' }),
      ...changedCustomer(t),
    })) as never,
  },
  run: (deps, actor, input, viewer) => recordCustomer(deps, actor, translated(viewer, input, {})),
})

type Preset<Input, Ids extends object> = Omit<SubjectCommand<Input, Ids>, 'subject' | 'answers'> &
  Partial<Pick<SubjectCommand<Input, Ids>, 'answers'>>

/** A mutation for one command on a customer. */
export const customerCommand = <Input, Ids extends object>(name: string, spec: Preset<Input, Ids>) =>
  subjectCommand<Input, Ids>(name, {
    subject: { field: 'customerId', code: CODES.Customer, description: 'The customer.' },
    ...spec,
    answers: (t) => ({ ...changedCustomer(t), ...spec.answers?.(t) }),
  })

customerCommand('changeContact', {
  description: 'Gives a customer another phone, e-mail or platform account (PRV-01).',
  permission: 'customer.record',
  fields: (t) => ({ contact: t.field({ type: ContactInput, required: true, description: 'The new one.' }) }),
  success: 'It is the one used from now on.',
  answers: (t) => ({
    contactId: idField(t, 'contactId', CODES.ContactPoint, 'The id of the contact.'),
  }),
  command: changeContact,
})

customerCommand('addAddress', {
  description: 'Adds an address to those of a customer (PRV-01).',
  permission: 'customer.record',
  fields: (t) => ({ address: t.field({ type: AddressInput, required: true, description: 'The address.' }) }),
  success: 'Orders can be sent there.',
  answers: (t) => ({ addressId: idField(t, 'addressId', CODES.Address, 'The id of the address.') }),
  command: addAddress,
})

const BirthdayInput = builder.inputType('BirthdayInput', {
  description: 'A birthday; the year is not kept.',
  fields: (t) => ({
    month: t.int({ required: true, description: 'The month, 1 to 12.' }),
    day: t.int({ required: true, description: 'The day of that month.' }),
  }),
})

const FIELD_MEANING: Readonly<Record<(typeof PROFILE_FIELDS)[number], string>> = {
  BEHAVIOUR: '行为类型 · How the customer behaves',
  BUYING_STYLE: '购买类型 · How the customer buys',
  SALUTATION: '称谓 · How they want to be called',
  BIRTHDAY: '生日 · The birthday',
  PREFERRED_CHANNEL: '偏好渠道 · Through what they want to be reached',
}

const ProfileField = builder.enumType('ProfileField', {
  description: 'What of a profile can be taken back.',
  values: Object.fromEntries(
    PROFILE_FIELDS.map((value) => [value, { value, description: FIELD_MEANING[value] }]),
  ),
})

customerCommand('updateCustomerProfile', {
  description:
    'Records how a customer behaves, buys, wants to be called and reached (CUS-TYP, CUS-BUY, CUS-ATT-02).',
  permission: 'customer.profile.manage',
  fields: (t) => ({
    name: t.string({ description: 'The name, at most 50 characters.' }),
    salutation: t.field({ type: Salutation, description: 'How they want to be called.' }),
    behaviour: t.field({ type: Behaviour, description: 'How the customer behaves.' }),
    buyingStyle: t.field({ type: BuyingStyle, description: 'How the customer buys.' }),
    birthday: t.field({ type: BirthdayInput, description: 'The birthday.' }),
    preferredChannel: t.field({ type: ContactChannel, description: 'Through what they want to be reached.' }),
    clear: t.field({
      type: [ProfileField],
      description: 'What is not known any more; what is left out stays.',
    }),
  }),
  success: 'The profile is up to date.',
  command: updateCustomerProfile,
})

const tag = (t: InputBuilder) => ({
  tag: t.string({ required: true, description: 'The tag, at most 20 characters.' }),
})

customerCommand('tagCustomer', {
  description: 'Puts a tag on a customer (CUS-TAG-01).',
  permission: 'customer.profile.manage',
  fields: tag,
  success: 'Colleagues see the tag.',
  command: tagCustomer,
})

customerCommand('untagCustomer', {
  description: 'Takes a tag off a customer (CUS-TAG-01).',
  permission: 'customer.profile.manage',
  fields: tag,
  success: 'The tag is off.',
  command: untagCustomer,
})

customerCommand('markVip', {
  description: 'Puts a customer on the list of special VIPs, or takes them off it (CUS-SEG-05).',
  permission: 'customer.vip',
  fields: (t) => ({ vip: t.boolean({ required: true, description: 'On the list or off it.' }) }),
  success: 'The list is up to date.',
  command: markVip,
})

customerCommand('setDoNotContact', {
  description: 'Records that a customer wants no contact unasked, or does again (Q26).',
  permission: 'customer.consent.record',
  fields: (t) => ({
    doNotContact: t.boolean({ required: true, description: 'Whether they want no contact unasked.' }),
  }),
  success: 'It is heeded from now on.',
  command: setDoNotContact,
})

const consent = (t: InputBuilder) => ({
  purpose: t.field({ type: ConsentPurpose, required: true, description: 'For what.' }),
  channel: t.field({ type: ContactChannel, required: true, description: 'Through what.' }),
  source: t.field({ type: ConsentSource, required: true, description: 'How it was said.' }),
})

customerCommand('recordConsent', {
  description:
    'Records that a customer agreed to be contacted for a purpose through a channel (C-34, CUS-ATT-05).',
  permission: 'customer.consent.record',
  fields: consent,
  success: 'The consent is in force.',
  command: recordConsent,
})

customerCommand('withdrawConsent', {
  description: 'Records that a customer took a consent back, or refused it when asked (C-34, CUS-ATT-05).',
  permission: 'customer.consent.record',
  fields: consent,
  success: 'It is heeded from now on.',
  command: withdrawConsent,
})

customerCommand('logOutsideContact', {
  description:
    'Logs a contact outside the platform, with its reason and whether the customer had agreed (C-34).',
  permission: 'customer.profile.manage',
  fields: (t) => ({
    channel: t.field({ type: ContactChannel, required: true, description: 'Through what.' }),
    reason: t.field({ type: OutsideContactReason, required: true, description: 'Why.' }),
    caseId: t.id({ description: 'The case it was about.' }),
  }),
  ids: { caseId: CODES.Case },
  withNote: true,
  success: 'It is in the log.',
  command: logOutsideContact,
})
