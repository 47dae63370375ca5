import type { FiguresDesk } from '../../server/contracts/figures.ts'
import { wallMs } from '../../server/contracts/time.ts'

/** For a rules room without a figures room beside it: no rule has done anything. */
export const noRuleCounts: FiguresDesk['countRules'] = async () => ({
  since: wallMs(0),
  callMs: 0,
  rules: [],
})
