import { createHash } from 'node:crypto'
import type { RuleDraft } from '../../contracts/rule-desk.ts'

/** Names exactly these two texts. */
export function textHash({ text, testText }: Pick<RuleDraft, 'text' | 'testText'>): string {
  return createHash('sha256').update(`${text}\0${testText}`).digest('hex').slice(0, 16)
}
