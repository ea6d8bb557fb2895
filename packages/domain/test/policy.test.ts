import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GRADES } from '../src/access/index.ts'
import {
  ALL_PACK_KEYS,
  CLOCK_NAMES,
  type ClockName,
  CONFLICTS,
  canonicalJson,
  concessionLimit,
  DEMO_PACKS,
  DEMO_SHOPS,
  durationInWords,
  hashOf,
  isWithin,
  loadPack,
  type PackConfig,
  PackCorrupt,
  PackRefused,
  publishPack,
  secondsOf,
} from '../src/policy/index.ts'

const choices: PackConfig['choices'] = {
  'price.agent_limit': 0,
  'callback.anchor': 'RECEIVED',
  'compensation.limits': { specialist: 0, senior: 0, supervisor: 0, manager: 'UNLIMITED' },
  'appraisal.rewards': true,
  'appraisal.penalties': false,
  'conversion.numerator': 'PAID',
  'conversion.bonus_from': 36,
  'repair.enabled': true,
  'membership.benefits_cumulative': true,
}
const config: PackConfig = { id: 'shop', version: 1, overlays: [], effectiveFrom: '2024-01-01', choices }

function faults(changed: Partial<PackConfig>) {
  try {
    publishPack({ ...config, ...changed })
    return []
  } catch (error) {
    return error instanceof PackRefused ? error.faults : [error]
  }
}

describe('the conflicts', () => {
  it('are known by their ids, once each, in order, and name keys of the pack', () => {
    const ids = CONFLICTS.map((each) => each.id)
    expect(ids).toEqual([...new Set(ids)].sort())
    for (const { id, keys } of CONFLICTS) for (const key of keys) expect(ALL_PACK_KEYS, id).toContain(key)
  })
})

describe('publishing a pack', () => {
  it('is refused until every conflict of mode ASK is chosen', () => {
    const asked = CONFLICTS.filter((each) => each.mode === 'ASK').map((each) => each.id)
    expect(asked).toEqual(['C-15', 'C-22', 'C-24', 'C-32', 'C-43', 'C-46', 'C-49'])
    expect(faults({ choices: {} })).toMatchObject(asked.map((conflict) => ({ kind: 'UNCHOSEN', conflict })))
    const { 'repair.enabled': _, ...rest } = choices
    expect(faults({ choices: rest })).toEqual([
      { kind: 'UNCHOSEN', conflict: 'C-46', keys: ['repair.enabled'] },
    ])
  })

  it('is refused below a floor and for malformed values', () => {
    expect(faults({ overrides: { 'return.no_reason_window': '6d' } })).toMatchObject([
      { kind: 'BELOW_FLOOR', key: 'return.no_reason_window' },
    ])
    expect(faults({ overrides: { 'review.paid_praise': true } })).toMatchObject([{ kind: 'BELOW_FLOOR' }])
    expect(faults({ overrides: { 'return.no_reason_window': '15d' } })).toEqual([])
    expect(faults({ overrides: { 'return.no_reason_window': '7wd' } })).toEqual([])
    for (const short of ['167h', '6wd', 'noon'] as const) {
      expect(faults({ overrides: { 'return.no_reason_window': short } })).toMatchObject([
        { kind: 'BELOW_FLOOR', key: 'return.no_reason_window' },
      ])
    }
    expect(faults({ overrides: { 'order.risk_threshold': -1 } })).toEqual([
      { kind: 'MALFORMED', key: 'order.risk_threshold' },
    ])
  })

  it('takes the last own value of the overlays, in order', () => {
    const pack = (overlays: PackConfig['overlays']) => loadPack(publishPack({ ...config, overlays }))
    expect(pack(['ops-guide', 'service-article']).get('clock.chat.first_response.target')).toBe('15s')
    expect(pack(['service-article', 'ops-guide']).get('clock.chat.first_response.target')).toBe('30s')
    expect(pack(['apparel-shop']).get('order.intercept_allowed')).toBe(true)
    expect(pack(['apparel-shop']).show('order.intercept_allowed').basis).toEqual({
      kind: 'cited',
      document: '004',
      section: '售前二3(3)B',
    })
  })

  it('puts the own value of the shop above overlay and tier', () => {
    const pack = loadPack(
      publishPack({
        ...config,
        overlays: ['apparel-shop'],
        overrides: { 'order.intercept_allowed': false, 'return.free_for_member': false },
      }),
    )
    expect(pack.get('order.intercept_allowed')).toBe(false)
    expect(pack.get('return.free_for_member', { tier: 'PLATINUM' })).toBe(false)
    expect(loadPack(DEMO_PACKS.general).get('return.free_for_member', { tier: 'PLATINUM' })).toBe(true)
    expect(loadPack(DEMO_PACKS.general).get('return.free_for_member', { tier: 'GOLD' })).toBe(false)
  })

  it('keeps the citation of a choice that is what the source says', () => {
    expect(DEMO_PACKS.apparel.values['price.agent_limit']).toMatchObject({
      value: 2_000,
      basis: { kind: 'cited', document: '004' },
    })
    expect(publishPack({ ...config, overlays: ['apparel-shop'] }).values['price.agent_limit']).toMatchObject({
      value: 0,
      basis: { kind: 'default' },
    })
  })
})

describe('a published pack', () => {
  it('has a hash that does not depend on the order of its members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value))
      }),
    )
    for (const shop of DEMO_SHOPS) {
      const { values, ...rest } = DEMO_PACKS[shop]
      const turned = Object.fromEntries(Object.entries(values).reverse())
      expect(hashOf({ values: turned, ...rest })).toBe(DEMO_PACKS[shop].hash)
      expect(hashOf(JSON.parse(JSON.stringify(DEMO_PACKS[shop])))).toBe(DEMO_PACKS[shop].hash)
    }
    expect(new Set(DEMO_SHOPS.map((shop) => DEMO_PACKS[shop].hash)).size).toBe(3)
  })

  it('is not opened once a value was changed', () => {
    const forged = structuredClone(DEMO_PACKS.general) as { values: Record<string, unknown> }
    forged.values['order.close_unpaid'] = { value: false, basis: { kind: 'default', note: '' } }
    expect(() => loadPack(forged as never)).toThrow(PackCorrupt)
  })

  it('has a value and a basis for every key', () => {
    for (const shop of DEMO_SHOPS) {
      for (const key of ALL_PACK_KEYS) {
        const shown = loadPack(DEMO_PACKS[shop]).show(key)
        expect(shown.value, key).not.toBe('')
        expect(shown.basis.kind === 'default' ? shown.basis.note : shown.basis.section, key).not.toBe('')
      }
    }
  })
})

describe('the clocks', () => {
  // As the table of the settled values prints them: target/breach of general, guided, apparel.
  const printed: Record<ClockName, readonly [string, string, string]> = {
    'chat.first_response': ['3min', '15s/30s', '3min'],
    'chat.human_takeover': ['-', '15s', '-'],
    'chat.after_sales_reply': ['-', '-', '5min'],
    'question.unlisted_detail': ['-', '-', '24h'],
    'order.dispatch': ['48h', '48h', '48h'],
    'order.withdrawal': ['2wd', '2wd', '2wd'],
    'after_sale.acknowledge': ['2h', '2h', '2h'],
    'after_sale.review': ['24h', '24h', '24h'],
    'after_sale.pickup': ['24h', '24h', '24h'],
    'after_sale.send_back': ['7d', '7d', '7d'],
    'after_sale.inspect': ['24h', '24h', '24h'],
    'after_sale.refund': ['24h/48h', '24h', '24h/2wd'],
    'after_sale.replacement': ['48h', '48h', '48h'],
    partial_refund: ['24h', '24h', '2wd'],
    'parcel.lost_plan': ['24h', '24h', '24h'],
    'parcel.resolve': ['-', '-', '48h'],
    'complaint.first_response.ordinary': ['4h', '2h', '4h'],
    'complaint.first_response.serious': ['1h', '1h', '1h'],
    'complaint.escalate': ['1h', '1h', '1h'],
    'complaint.progress': ['24h', '24h', '24h'],
    // No pack promises one: it is what somebody promised to one customer (C-03).
    'complaint.promised': ['-', '-', '-'],
    'review.contact': ['1h', '1h', '1h'],
    'handover.item': ['noon', 'noon', 'noon'],
  }

  it.each(CLOCK_NAMES)('%s', (name) => {
    const values = DEMO_SHOPS.map((shop) => {
      const pack = loadPack(DEMO_PACKS[shop])
      const target = pack.get(`clock.${name}.target`) ?? '-'
      const breach = pack.get(`clock.${name}.breach`) ?? '-'
      return target === breach ? target : `${target}/${breach}`
    })
    expect(values).toEqual(printed[name])
  })

  it('counts the latest refund of the clothing shop from the inspection', () => {
    expect(DEMO_SHOPS.map((shop) => loadPack(DEMO_PACKS[shop]).get('after_sale.refund_counts_from'))).toEqual(
      ['RECEIVED', 'RECEIVED', 'INSPECTED'],
    )
  })

  it('says durations in words, and knows which are exact', () => {
    expect(durationInWords('1-3wd')).toEqual({ zh: '1-3个工作日', en: '1-3 working days' })
    expect(durationInWords('1h').en).toBe('1 hour')
    expect(secondsOf('15min')).toBe(900)
    expect(() => secondsOf('2wd')).toThrow(RangeError)
  })
})

describe('authority', () => {
  it('rises with the grade, and a limit is inclusive', () => {
    const pack = loadPack(DEMO_PACKS.apparel)
    expect(GRADES.map((grade) => concessionLimit(pack, grade))).toEqual([2_000, 2_000, 20_000, 'UNLIMITED'])
    expect(concessionLimit(loadPack(DEMO_PACKS.general), 'specialist')).toBe(0)
    expect([
      isWithin(2_000, 2_000),
      isWithin(2_001, 2_000),
      isWithin(1, 'NONE'),
      isWithin(1e9, 'UNLIMITED'),
    ]).toEqual([true, false, false, true])
  })
})
