import type { RuleStatus } from '../../../server/contracts/match.ts'
import type {
  BacktestReport,
  BacktestRequest,
  RuleCheck,
  RuleDetail,
  RuleDraft,
  RuleSave,
  RulesFigures,
} from '../../../server/contracts/rule-desk.ts'
import type { RulesState } from '../../../server/contracts/rules-state.ts'
import { Requests, type ServerAddress } from './requests.ts'
import { isBacktestReport, isRuleCheck, isRuleDetail, isRulesFigures, isRulesState } from './rule-forms.ts'

/** The server's API of rules. Every method throws as `Requests` does. */
export class RulesApi {
  readonly #requests: Requests

  constructor(address: ServerAddress) {
    this.#requests = new Requests(address)
  }

  async list(): Promise<RulesState> {
    return this.#requests.json('/v1/rules', isRulesState)
  }

  async figures(days: number): Promise<RulesFigures> {
    return this.#requests.json(`/v1/rules/figures?days=${days}`, isRulesFigures)
  }

  async detail(id: string): Promise<RuleDetail> {
    return this.#requests.json(pathOf(id), isRuleDetail)
  }

  async check(draft: RuleDraft): Promise<RuleCheck> {
    return this.#requests.json('/v1/rules/check', isRuleCheck, { method: 'POST', body: draft })
  }

  async backtest(request: BacktestRequest): Promise<BacktestReport> {
    return this.#requests.json('/v1/rules/backtest', isBacktestReport, { method: 'POST', body: request })
  }

  async save({ id, ...save }: RuleSave): Promise<RuleDetail> {
    return this.#requests.json(pathOf(id), isRuleDetail, { method: 'PUT', body: save })
  }

  async setStatus(id: string, change: { status: RuleStatus; hash: string }): Promise<RuleDetail> {
    return this.#requests.json(`${pathOf(id)}/status`, isRuleDetail, { method: 'POST', body: change })
  }
}

function pathOf(id: string): string {
  return `/v1/rules/${encodeURIComponent(id)}`
}
