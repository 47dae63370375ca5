import type { ShownPrompt } from '../contracts/store.ts'
import type { WallMs } from '../contracts/time.ts'

/** How many prompts somebody may be shown before they stop reading them. */
export interface AttentionLimits {
  readonly perCall: number
  /** For one agent within an hour, over all calls. */
  readonly perAgentHour: number
  /** Of one rule, for one agent within an hour. */
  readonly perRuleHour: number
}

/** What of it an agent has had, this call's and the last hour's. */
export interface Spent {
  readonly inCall: number
  readonly inHour: number
  readonly ofRuleInHour: number
}

/** How long a prompt counts, in milliseconds. */
export const ATTENTION_HOUR_MS = 3_600_000

/** Agents whose hour is looked through when one is added, so that those who have gone home are forgotten. */
const SWEEP_EVERY = 1000

type Prompt = Omit<ShownPrompt, 'agentId'>

/** The prompts that each agent was shown within the last hour. */
export class AttentionBudget {
  readonly #byAgent = new Map<string, Prompt[]>()
  #sinceSweep = 0

  /** `earlier`: what was shown before this process began, oldest first. */
  constructor(earlier: readonly ShownPrompt[] = []) {
    for (const { agentId, ...prompt } of earlier) this.spend(agentId, prompt)
  }

  inHour(
    agentId: string,
    { ruleId, now }: { readonly ruleId: string; readonly now: WallMs },
  ): Omit<Spent, 'inCall'> {
    const prompts = this.#recent(agentId, now)
    return {
      inHour: prompts.length,
      ofRuleInHour: prompts.filter((prompt) => prompt.ruleId === ruleId).length,
    }
  }

  spend(agentId: string, prompt: Prompt): void {
    this.#byAgent.set(agentId, [...this.#recent(agentId, prompt.at), prompt])
    this.#sinceSweep += 1
    if (this.#sinceSweep < SWEEP_EVERY) return
    this.#sinceSweep = 0
    for (const each of this.#byAgent.keys()) this.#recent(each, prompt.at)
  }

  /** What was withdrawn cost attention, but a rule that was misheard must not silence the next. */
  refund(agentId: string, outcomeId: string): void {
    const kept = this.#byAgent.get(agentId)?.filter((prompt) => prompt.outcomeId !== outcomeId)
    if (kept !== undefined) this.#byAgent.set(agentId, kept)
  }

  clear(): void {
    this.#byAgent.clear()
  }

  #recent(agentId: string, now: WallMs): readonly Prompt[] {
    const known = this.#byAgent.get(agentId)
    if (known === undefined) return []
    const recent = known.filter(({ at }) => now - at < ATTENTION_HOUR_MS)
    if (recent.length === 0) this.#byAgent.delete(agentId)
    else this.#byAgent.set(agentId, recent)
    return recent
  }
}
