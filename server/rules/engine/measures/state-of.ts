import type { StateCondition } from '../../compile/rule.ts'

/** The state condition of one kind. */
export type StateOf<K extends StateCondition['kind']> = Extract<StateCondition, { readonly kind: K }>
