/** The four grades of ROL-01, lowest first. */
export const GRADES = ['specialist', 'senior', 'supervisor', 'manager'] as const
export type Grade = (typeof GRADES)[number]

/** Functions of ROL-02 and ROL-03. */
export const AGENT_FUNCTIONS = ['pre_sale', 'in_sale', 'after_sale', 'review_care', 'technical'] as const
export type AgentFunction = (typeof AGENT_FUNCTIONS)[number]

/** Departments an agent may belong to (C-37, ROL-06). */
export const DEPARTMENTS = ['service', 'warehouse', 'quality_control', 'finance', 'operations'] as const
export type Department = (typeof DEPARTMENTS)[number]
