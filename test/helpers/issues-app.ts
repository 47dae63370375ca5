import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Issue } from '../../server/contracts/issue.ts'
import type { HeardContact } from '../../server/contracts/contact.ts'
import type { DigitalFeedback } from '../../server/contracts/digital-feedback.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import type { Store } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import type { CallMessage, Utterance } from '../../server/contracts/transcript.ts'
import { createActions } from '../../server/actions/actions.ts'
import type { MemoryBus } from '../../server/bus/memory-bus.ts'
import { createIssues, type IssuesRoom } from '../../server/issues/issues-room.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { redactExcerpt } from '../../server/redaction/redact-words.ts'
import { createRedaction } from '../../server/redaction/redaction.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { ManualClock } from './manual-clock.ts'
import { buildCall, buildUtterance } from './message-builders.ts'
import { seededRandom } from './seeded-random.ts'
import { strictBus } from './strict-bus.ts'
import { until } from './until.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
/** A Sunday noon, on a tick's border. */
export const NOON = Date.UTC(2026, 10, 22, 12, 0, 0)

/** A frame of a few codes, which no change of the shipped one touches. */
const FRAME = `codes:
  - id: web
    title: Web site
    channel: web
    unit: web-team
    names:
      - (website|web site)
  - id: web.login-fails
    title: Log-in fails
    step: log-in
    severity: high
    phrases:
      - (can't|cannot) log in
  - id: web.payment
    title: Paying on the web site
    step: payment
  - id: web.payment.page-freezes
    title: Payment page freezes
    severity: high
    phrases:
      - payment page ...2 (~freeze|froze|frozen)
  - id: web.payment.button-dead
    title: Pay button does nothing
    phrases:
      - pay button does nothing
`

/** The real issues room between the real redaction and actions, over a real store, on a clock that stands still. */
export class IssuesApp implements AsyncDisposable {
  readonly clock: ManualClock
  readonly issues: Issue[] = []
  readonly outcomes: Outcome[] = []
  bus: MemoryBus
  store: Store
  room: IssuesRoom
  registry = new Registry()
  readonly rulesDir: string
  readonly #dir: string
  readonly #keepContactsMs: number
  #stops: (() => void)[] = []
  #seq = 0

  private constructor(
    place: { readonly dir: string; readonly rulesDir: string; readonly keepContactsMs: number },
    clock: ManualClock,
  ) {
    this.#dir = place.dir
    this.rulesDir = place.rulesDir
    this.#keepContactsMs = place.keepContactsMs
    this.clock = clock
    this.bus = strictBus()
    this.store = this.#openStore()
    this.room = this.#makeRoom()
  }

  /** Not started yet, so that a past can be kept first. */
  static async create({ startAt = NOON, keepContactsMs = 90 * 24 * HOUR_MS } = {}): Promise<IssuesApp> {
    const dir = await mkdtemp(join(tmpdir(), 'earshot-issues-'))
    const rulesDir = join(dir, 'rules')
    await mkdir(join(rulesDir, 'codes'), { recursive: true })
    await writeFile(join(rulesDir, 'codes/web.codes.yaml'), FRAME)
    return new IssuesApp({ dir, rulesDir, keepContactsMs }, new ManualClock(startAt))
  }

  async start(): Promise<void> {
    const log = createLog({ level: 'silent' })
    const { bus, registry, clock } = this
    const actions = createActions({
      quiet: () => null,
      queueAttribute: 'queue',
      ...{ bus, log, registry, clock, redact: redactExcerpt },
      limits: { perCall: 100, perAgentHour: 1000, perRuleHour: 100 },
    })
    const redaction = createRedaction({ bus, log, registry })
    actions.start()
    redaction.start()
    await this.room.start()
    this.#stops = [
      bus.subscribe('issue', (issue) => this.issues.push(issue)),
      bus.subscribe('outcome', (outcome) => this.outcomes.push(outcome)),
      () => actions.stop(),
      () => redaction.stop(),
    ]
  }

  /** What is kept is learned beside what is heard; for tests that want it learned first. */
  async learned(): Promise<void> {
    await until('what is kept is learned', () => this.room.readiness.note?.() === null)
  }

  /** Ends the process; `killed`: as if by a signal, without saving. */
  async restart({ killed = false } = {}): Promise<void> {
    if (!killed) await this.room.stop()
    for (const stop of this.#stops) stop()
    await this.store.flush()
    await this.store.close()
    // What a killed room would still do goes to a bus that nobody hears.
    this.bus = strictBus()
    this.registry = new Registry()
    this.store = this.#openStore()
    this.room = this.#makeRoom()
    await this.start()
  }

  /** Goes on minute by minute. */
  pass(ms: number): void {
    for (let left = ms; left > 0; left -= MINUTE_MS) this.clock.advance(Math.min(MINUTE_MS, left))
  }

  /** A call that is just beginning. */
  call(callId: string, change: { customer?: string; agentId?: string; queue?: string } = {}): void {
    const { customer = `customer of ${callId}`, agentId = `agent of ${callId}`, queue = 'billing' } = change
    const call = buildCall({
      callId,
      agentId,
      startedAt: wallMs(this.clock.now()),
      attributes: { customer, queue },
    })
    this.publish({ type: 'start', callId, seq: 1, atMs: callMs(0), call })
  }

  /** The customer of a live call says something, which is final at once. */
  say(callId: string, text: string, startMs = 5000, change: Partial<Utterance> = {}): void {
    const now = wallMs(this.clock.now())
    const utterance = buildUtterance({ callId, text, startMs, utteranceId: `${callId}-${String(startMs)}` })
    this.#seq += 1
    const stamps = { seq: this.#seq, capturedAt: now, heardAt: now, decodedAt: now }
    this.publish({ ...utterance, ...stamps, ...change })
  }

  end(callId: string, durationMs = 60_000): void {
    const at = { callId, seq: 99, atMs: callMs(durationMs) }
    this.publish({ type: 'end', ...at, durationMs, reason: 'completed' })
  }

  /** A whole short call. */
  ring(callId: string, text: string, change: Parameters<IssuesApp['call']>[1] = {}): void {
    this.call(callId, change)
    this.say(callId, text)
    this.end(callId)
  }

  post(feedback: Partial<DigitalFeedback> & Pick<DigitalFeedback, 'feedbackId' | 'text'>): void {
    const now = wallMs(this.clock.now())
    this.bus.publish('feedback', {
      type: 'feedback',
      sourceId: 'web-snippet',
      channel: 'web',
      step: null,
      at: now,
      receivedAt: now,
      authorKey: null,
      language: 'en-GB',
      turns: [],
      rating: null,
      page: null,
      queue: null,
      ...feedback,
    })
  }

  /** With the database and all else that is kept. */
  get dataDir(): string {
    return this.#dir
  }

  /** Where the room keeps a state a day. */
  get statesDir(): string {
    return join(this.#dir, 'issues')
  }

  publish(message: CallMessage): void {
    this.bus.publish('call', message)
  }

  /** Latest copy of each issue that was told. */
  get told(): readonly Issue[] {
    const latest = new Map(this.issues.map((issue) => [issue.issueId, issue]))
    return [...latest.values()]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.room.stop()
    for (const stop of this.#stops) stop()
    await this.store.close()
    await rm(this.#dir, { recursive: true })
  }

  #openStore(): Store {
    const log = createLog({ level: 'silent' })
    const registry = new Registry()
    // It commits in real time, whatever time it is.
    const clock = { ...systemClock, now: () => this.clock.now() }
    return openSqliteStore({ path: join(this.#dir, 'earshot.db'), log, registry, clock })
  }

  #makeRoom(): IssuesRoom {
    return createIssues({
      bus: this.bus,
      store: this.store,
      log: createLog({ level: 'silent' }),
      registry: this.registry,
      clock: this.clock,
      rulesDir: this.rulesDir,
      hashAuthor: (value) => `hash of ${value}`,
      customerAttribute: 'customer',
      queueAttribute: 'queue',
      timeZone: 'UTC',
      keepContactsMs: this.#keepContactsMs,
      statesDir: this.statesDir,
      reopenWithinMs: 7 * 24 * HOUR_MS,
    })
  }
}

/** Calls in which nothing is wrong with anything digital. */
const CALM = [
  'i would like to change my delivery address please',
  'could you tell me when my contract ends',
  'i want to know the opening hours of your shop in town',
  'please send me a copy of my last invoice',
  'thank you that was all i wanted to ask',
  'i am moving house next month and need a new connection',
  'my neighbour recommended you so i wanted to ask about prices',
]

interface QuietDays {
  readonly before?: number
  readonly days?: number
  readonly perHour?: number
  readonly seed?: number
  /** What is otherwise than in a call. */
  readonly change?: Partial<HeardContact>
}

/** What was kept of quiet days before a time: calls with nothing in them that a code knows. */
export async function keepQuietDays(
  store: Store,
  { before = NOON, days = 3, perHour = 30, seed = 1, change = {} }: QuietDays = {},
): Promise<void> {
  const random = seededRandom(seed)
  const total = Math.round(days * 24 * perHour)
  for (let at = 0; at < total; at += 1) {
    const saidAt = wallMs(before - days * 24 * HOUR_MS + ((at + random()) * HOUR_MS) / perHour)
    await keepContact(store, { ...calmContact(saidAt, random), ...change })
  }
  await store.flush()
}

/** One of the things that customers of a quiet day say. */
export function calmText(n: number): string {
  return CALM[n % CALM.length] ?? ''
}

function calmContact(saidAt: number, random: () => number): HeardContact {
  const id = `quiet-${String(Math.round(saidAt))}`
  return {
    id: `quiet:${id}`,
    channel: 'call',
    step: null,
    at: wallMs(saidAt),
    authorKey: `author-${id}`,
    language: 'en-US',
    codes: [],
    texts: [CALM[Math.floor(random() * CALM.length)] ?? ''],
    rating: null,
    sourceId: 'calls',
    mood: null,
    callId: id,
    atMs: callMs(5000),
    queue: 'service',
  }
}

function keepContact(store: Store, contact: HeardContact): Promise<void> {
  const saved = store.issues.saveContact(contact, contact.at)
  // Its promise waits for the commit; the store is flushed once for all.
  void saved
  return Promise.resolve()
}
