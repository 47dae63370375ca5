import { randomUUID } from 'node:crypto'
import type {
  AttentionDesk,
  AttentionUser,
  Demotion,
  MatchPlace,
  Silence,
  SilenceDraft,
} from '../../contracts/attention.ts'
import { AppError } from '../../contracts/errors.ts'
import type { AttentionStore, RuleStore } from '../../contracts/store.ts'
import { wallMs, type WallMs } from '../../contracts/time.ts'
import type { Clock } from '../../platform/clock.ts'
import { traceOf } from '../../platform/error-trace.ts'
import type { Log } from '../../platform/log.ts'
import { isPeoplesLine } from '../peoples-lines.ts'
import { demotionOf } from './demote.ts'
import { checkSilence, Silences } from './silences.ts'

export interface QuietKeeperOptions {
  readonly rules: Pick<RuleStore, 'countVerdicts' | 'listVersions'>
  readonly store: AttentionStore
  readonly clock: Clock
  readonly log: Log
}

export type QuietReason = 'silenced' | 'demoted'

/** What people say of the last seven days counts; in milliseconds. */
const RECENT_MS = 7 * 86_400_000
const EVERY_MS = 60_000

/** Who is told nothing of what, and why: silences by people's word, demotions by what they said of a rule. */
export class QuietKeeper implements AttentionDesk {
  readonly #options: QuietKeeperOptions
  #silences = new Silences()
  #demotions: ReadonlyMap<string, Demotion> = new Map()
  #restoredAt = new Map<string, WallMs>()
  #stop: (() => void) | null = null

  constructor(options: QuietKeeperOptions) {
    this.#options = options
  }

  /** Takes up what is kept, and looks at people's verdicts once a minute from now on. */
  async start(): Promise<void> {
    const { store, clock } = this.#options
    this.#silences = new Silences(await store.listSilences(this.#now()))
    for (const { ruleId, at } of await store.listRestorations(wallMs(this.#now() - RECENT_MS))) {
      this.#restoredAt.set(ruleId, at)
    }
    await this.review()
    this.#stop = clock.every(EVERY_MS, () => void this.review())
  }

  stop(): void {
    this.#stop?.()
    this.#stop = null
  }

  /** Null: nothing keeps it from people. */
  reasonFor(place: MatchPlace): QuietReason | null {
    if (isPeoplesLine(place.ruleId)) return null
    if (this.#silences.holds(place, this.#now())) return 'silenced'
    return this.#demotions.has(place.ruleId) ? 'demoted' : null
  }

  /** Looks anew at what people said of rules. Never rejects: the demotions stay as they are when it fails. */
  async review(): Promise<void> {
    try {
      this.#demotions = await this.#demoted()
    } catch (thrown) {
      this.#options.log.error(traceOf(thrown), 'What people said of rules could not be read.')
    }
  }

  silences(): readonly Silence[] {
    return this.#silences.inForce(this.#now())
  }

  async silence(draft: SilenceDraft, { by }: AttentionUser): Promise<Silence> {
    const at = this.#now()
    checkSilence(draft, at)
    const silence: Silence = { silenceId: randomUUID(), ...draft, by, at }
    await this.#options.store.saveSilence(silence)
    this.#silences.add(silence)
    return silence
  }

  async endSilence(silenceId: string): Promise<void> {
    if (!this.#silences.remove(silenceId)) throw new AppError('NOT_FOUND')
    await this.#options.store.removeSilence(silenceId)
  }

  demotions(): readonly Demotion[] {
    return [...this.#demotions.values()].toSorted((one, other) => one.ruleId.localeCompare(other.ruleId))
  }

  async restore(ruleId: string, { by }: AttentionUser): Promise<void> {
    if (!this.#demotions.has(ruleId)) throw new AppError('NOT_FOUND')
    const at = this.#now()
    await this.#options.store.saveRestoration({ ruleId, by, at })
    this.#restoredAt.set(ruleId, at)
    await this.review()
  }

  /** Most rules are asked about once; those that look bad again, for what was said since they were changed or restored. */
  async #demoted(): Promise<ReadonlyMap<string, Demotion>> {
    const { rules } = this.#options
    const recent = wallMs(this.#now() - RECENT_MS)
    const demoted = new Map<string, Demotion>()
    for (const verdicts of await rules.countVerdicts(recent)) {
      const bad = demotionOf(verdicts, recent)
      if (bad === null) continue
      const { ruleId } = verdicts
      const since = await this.#countsSince(ruleId, recent)
      const still = since === recent ? bad : await this.#demotionSince(ruleId, since)
      if (still !== null) demoted.set(ruleId, still)
    }
    return demoted
  }

  async #demotionSince(ruleId: string, since: WallMs): Promise<Demotion | null> {
    const verdicts = await this.#options.rules.countVerdicts(since)
    const ofRule = verdicts.find((each) => each.ruleId === ruleId)
    return ofRule === undefined ? null : demotionOf(ofRule, since)
  }

  async #countsSince(ruleId: string, recent: WallMs): Promise<WallMs> {
    const [newest] = await this.#options.rules.listVersions(ruleId)
    return wallMs(Math.max(recent, newest?.at ?? 0, this.#restoredAt.get(ruleId) ?? 0))
  }

  #now(): WallMs {
    return wallMs(this.#options.clock.now())
  }
}
