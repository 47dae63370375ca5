import { AppError } from '../../server/contracts/errors.ts'
import type { RuleDesk } from '../../server/contracts/rule-desk.ts'
import { wallMs } from '../../server/contracts/time.ts'

const notFound = (): Promise<never> => Promise.reject(new AppError('NOT_FOUND'))

/** A desk without any rules, for tests of everything else. */
export const EMPTY_DESK: RuleDesk = {
  detail: notFound,
  figures: async (days) => ({ days, since: wallMs(0), callHours: 0, rules: [] }),
  check: async () => ({ faults: [], tests: [], ok: true }),
  backtest: async () => ({
    calls: 0,
    callHours: 0,
    ms: 0,
    timesRealTime: 0,
    fired: [],
    count: 0,
    now: 0,
    perAgentHour: 0,
    precision: null,
    lost: 0,
    gained: 0,
  }),
  explain: notFound,
  rulesIn: async () => [],
  save: notFound,
  setStatus: notFound,
}
