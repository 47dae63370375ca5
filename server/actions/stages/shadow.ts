import type { Stage } from '../stage.ts'

/**
 * Only live rules reach people. Rules in draft and retired rules are not evaluated; should a match of one
 * come all the same, it is held as well.
 */
export const shadow: Stage = ({ match }) => (match.rule.status === 'live' ? null : 'rule-in-shadow')
