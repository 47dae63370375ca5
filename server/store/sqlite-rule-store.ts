import type { CallId } from '../contracts/call.ts'
import type { OutcomeFeedback } from '../contracts/feedback.ts'
import type { RuleVersion } from '../contracts/rule-desk.ts'
import type { RuleStore, RuleVerdicts } from '../contracts/store.ts'
import type { WallMs } from '../contracts/time.ts'
import type { Connection } from './connection.ts'
import { toFeedback, toRuleVerdicts, toRuleVersion } from './rule-rows.ts'
import * as sql from './rule-sql.ts'

/** How rules changed, and what people say of their outcomes, in one SQLite file. */
export class SqliteRuleStore implements RuleStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async saveVersion(ruleId: string, change: RuleVersion): Promise<void> {
    const { version, fingerprint, status, by, at } = change
    const values = [ruleId, version, fingerprint, status, by, at]
    await this.#connection.write(() => this.#connection.run(sql.SAVE_VERSION, values))
  }

  async listVersions(ruleId: string): Promise<readonly RuleVersion[]> {
    return this.#connection.read(sql.LIST_VERSIONS, [ruleId]).map(toRuleVersion)
  }

  async saveFeedback({ outcomeId, by, role, rule, verdict, at }: OutcomeFeedback): Promise<void> {
    const values = [outcomeId, by, role, rule, verdict, at]
    await this.#connection.write(() => this.#connection.run(sql.SAVE_FEEDBACK, values))
  }

  async listFeedback(callId: CallId): Promise<readonly OutcomeFeedback[]> {
    return this.#connection.read(sql.LIST_FEEDBACK, [callId]).map(toFeedback)
  }

  async countVerdicts(since: WallMs): Promise<readonly RuleVerdicts[]> {
    return toRuleVerdicts(this.#connection.read(sql.COUNT_FEEDBACK, [since]))
  }
}
