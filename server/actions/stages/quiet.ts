import type { Stage } from '../stage.ts'

/** Somebody wants silence about it, or people called the rule wrong too often. */
export const quiet: Stage = ({ quietReason }) => quietReason
