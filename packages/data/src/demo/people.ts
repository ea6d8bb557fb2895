import type { AgentFunction, Department, Grade } from '@cs/domain/access'
import type { Skill } from '@cs/domain/routing'
import type { DemoShop, DemoShopCode } from './shops.ts'

/** An agent of a demo shop. The subject is `<shop>-<key>`; `team` is the key of a team of TEAMS. */
export interface DemoAgent {
  readonly key: string
  readonly name: string
  readonly grade: Grade
  readonly function: AgentFunction
  readonly department: Department
  readonly team: DemoTeam['key'] | null
  /** What they can do besides their function. */
  readonly skills: readonly Skill[]
}

export interface DemoTeam {
  readonly key: 'front' | 'care'
  readonly name: string
  readonly function: AgentFunction
  /** The key of the agent who supervises it. */
  readonly supervisor: string
}

export const TEAMS: readonly DemoTeam[] = [
  { key: 'front', name: '售前售中组', function: 'pre_sale', supervisor: 'supervisor' },
  { key: 'care', name: '售后维护组', function: 'after_sale', supervisor: 'supervisor-care' },
]

type Place = Omit<DemoAgent, 'name' | 'skills'>

/** After-sales helps out before the sale (OPS-SHF-05), and somebody takes the complaints (ROL-05). */
const SKILLED: Readonly<Record<string, readonly Skill[]>> = {
  senior: ['AFTER_SALE', 'COMPLAINT'],
  'specialist-care': ['PRE_SALE'],
  'specialist-review': ['COMPLAINT'],
  'senior-care': ['COMPLAINT', 'PRE_SALE'],
  'senior-technical': ['IN_SALE'],
  'supervisor-care': ['COMPLAINT'],
}

function place(
  key: string,
  grade: Grade,
  fn: AgentFunction,
  team: DemoAgent['team'],
  department: Department = 'service',
): Place {
  return { key, grade, function: fn, team, department }
}

/** Supervisors and managers come in twos: nobody decides their own request. */
const PLACES: readonly Place[] = [
  place('specialist', 'specialist', 'pre_sale', 'front'),
  place('senior', 'senior', 'in_sale', 'front'),
  place('supervisor', 'supervisor', 'pre_sale', 'front'),
  place('manager', 'manager', 'after_sale', null),
  place('specialist-in-sale', 'specialist', 'in_sale', 'front'),
  place('specialist-night', 'specialist', 'pre_sale', 'front'),
  place('specialist-care', 'specialist', 'after_sale', 'care'),
  place('specialist-review', 'specialist', 'review_care', 'care'),
  place('senior-care', 'senior', 'after_sale', 'care'),
  place('senior-technical', 'senior', 'technical', 'care'),
  place('supervisor-care', 'supervisor', 'after_sale', 'care'),
  place('manager-deputy', 'manager', 'pre_sale', null),
  place('warehouse', 'specialist', 'in_sale', null, 'warehouse'),
  place('quality', 'specialist', 'technical', null, 'quality_control'),
  place('finance', 'specialist', 'after_sale', null, 'finance'),
]

const NAMES: Readonly<Record<DemoShopCode, readonly string[]>> = {
  general: [
    '林晓彤',
    '周文博',
    '陈立群',
    '赵雅琴',
    '吴佳颖',
    '郑浩然',
    '何美玲',
    '邓思远',
    '孙倩',
    '高志强',
    '许敏',
    '罗振华',
    '马国栋',
    '谢雨辰',
    '宋慧',
  ],
  guided: [
    '苏婉清',
    '黄子轩',
    '梁静茹',
    '杜建平',
    '范小雨',
    '曾俊杰',
    '蒋丽华',
    '彭一凡',
    '丁雪',
    '石磊',
    '姚蓓',
    '江海涛',
    '任大勇',
    '沈嘉禾',
    '叶青',
  ],
  apparel: [
    '柳依依',
    '韩东升',
    '方雅楠',
    '唐明远',
    '夏沫',
    '金鑫',
    '白洁',
    '尹航',
    '钱多多',
    '汪洋',
    '程思思',
    '龚学文',
    '段铁柱',
    '秦岚',
    '顾晓峰',
  ],
}

/** The agents of a shop, in a fixed order. */
export function agentsOf(shop: DemoShop): readonly DemoAgent[] {
  return PLACES.map((agent, i) => ({
    ...agent,
    name: NAMES[shop.code][i] ?? agent.key,
    skills: SKILLED[agent.key] ?? [],
  }))
}
