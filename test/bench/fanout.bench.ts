import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { BenchOptions } from './bench-options.ts'
import type { ReadersAnswer, ReadersOrder, ServerAnswer, ServerOrder } from './fanout/fanout-message.ts'
import { atLeast, atMost, median, percentile, type BenchResult } from './goals.ts'
import { figure, printTable } from './measure/table.ts'

const FOLDER = join(import.meta.dirname, 'fanout')
/** Between two alerts, so that each finds a calm server. */
const REST_MS = 300
const SLOW_SHARE = 0.01

type Side = 'ours' | 'plain'

interface AlertTimes {
  readonly p50: number
  readonly p99: number
  readonly last: number
  readonly blockedMs: number
}

/** One alert to 10,000 readers, beside a plain loop over `ws`; then with readers that do not read. */
export async function run({ number }: BenchOptions): Promise<BenchResult> {
  const count = number('calls', { full: 10_000, quick: 200 })
  const alerts = number('runs', { full: 25, quick: 3 })
  await using ours = await Floor.open('ours', count)
  await using plain = await Floor.open('plain', count)
  const times: Record<Side, AlertTimes[]> = { ours: [], plain: [] }
  // One for warming up, then in turns.
  for (let round = 0; round <= alerts; round += 1) {
    for (const [side, floor] of [
      ['ours', ours],
      ['plain', plain],
    ] as const) {
      const alert = await floor.alert()
      if (round > 0) times[side].push(alert)
      await sleep(REST_MS)
    }
  }
  const resident = { ours: await ours.residentMb(), plain: await plain.residentMb() }
  const stalled = Math.max(1, Math.floor(count * SLOW_SHARE))
  const slow = await ours.withSlowReaders(stalled, alerts)
  const both = { ours: summary(times.ours), plain: summary(times.plain), slow: summary(slow.times) }
  print(count, alerts, both)
  console.log(
    `${stalled} readers stopped reading while more was said than their sockets take; when they read again, ${slow.told} of them were told that they missed some, and where things stand`,
  )
  const perReader = (mb: number): string => `${figure(mb)} MB (${figure((mb * 1000) / count)} kB a reader)`
  console.log(
    `resident with all readers: Earshot ${perReader(resident.ours)}, plain ${perReader(resident.plain)}`,
  )
  return {
    goals: {
      fanout_p99_ms: atMost(both.ours.p99, 250),
      fanout_p99_beside_slow_readers_ms: atMost(both.slow.p99, 250),
      fanout_slow_readers_told: atLeast(slow.told / stalled, 1),
    },
  }
}

function print(
  count: number,
  alerts: number,
  { ours, plain, slow }: Record<Side | 'slow', AlertTimes>,
): void {
  console.log(`one alert to ${count} WebSocket readers, median of ${alerts} alerts, in milliseconds`)
  const row = (name: string, { p50, p99, last, blockedMs }: AlertTimes): readonly string[] => [
    name,
    ...[p50, p99, last, blockedMs].map((ms) => figure(ms, 1)),
    figure(p99 / plain.p99, 2),
  ]
  printTable(
    ['', 'p50', 'p99', 'last', 'event loop blocked', 'p99 over plain'],
    [row('plain ws loop', plain), row('Earshot', ours), row('Earshot, 1 % of them stopped', slow)],
  )
}

function summary(times: readonly AlertTimes[]): AlertTimes {
  const of = (figureOf: (time: AlertTimes) => number): number => median(times.map(figureOf))
  return {
    p50: of((t) => t.p50),
    p99: of((t) => t.p99),
    last: of((t) => t.last),
    blockedMs: of((t) => t.blockedMs),
  }
}

/** A server and its readers, each in a process of its own. */
class Floor implements AsyncDisposable {
  readonly #server: ChildProcess
  readonly #readers: ChildProcess
  #serial = 0
  #slow = 0

  private constructor(side: Side) {
    this.#server = fork(join(FOLDER, `${side}-main.ts`))
    this.#readers = fork(join(FOLDER, 'readers-main.ts'))
  }

  static async open(side: Side, count: number): Promise<Floor> {
    const floor = new Floor(side)
    const { type: _type, ...where } = await answerOf(floor.#server, 'ready')
    floor.#tell({ type: 'connect', ...where, count })
    await answerOf(floor.#readers, 'connected')
    return floor
  }

  /** Milliseconds from the moment the alert exists until it reached so many of the readers that read. */
  async alert(): Promise<AlertTimes> {
    this.#serial += 1
    const serial = this.#serial
    this.#tell({ type: 'expect', serial, slow: this.#slow })
    await sleep(20)
    const arrived = answerOf(this.#readers, 'arrived')
    const sent = answerOf(this.#server, 'sent')
    this.#order({ type: 'alert', serial })
    const [{ atNs: ends }, { atNs: begun, blockedMs }] = await Promise.all([arrived, sent])
    const ms = ends.map((end) => Number(BigInt(end) - BigInt(begun)) / 1e6)
    return { p50: percentile(ms, 0.5), p99: percentile(ms, 0.99), last: Math.max(...ms), blockedMs }
  }

  /** The same beside some who watch a call and have stopped reading; then they read again. */
  async withSlowReaders(
    count: number,
    alerts: number,
  ): Promise<{ readonly times: readonly AlertTimes[]; readonly told: number }> {
    this.#slow = count
    this.#tell({ type: 'slow', count })
    await sleep(REST_MS)
    this.#order({ type: 'flood' })
    await answerOf(this.#server, 'flooded')
    const times: AlertTimes[] = []
    for (let round = 0; round < alerts; round += 1) {
      times.push(await this.alert())
      await sleep(REST_MS)
    }
    this.#tell({ type: 'resume' })
    const { told } = await answerOf(this.#readers, 'resumed')
    return { times, told }
  }

  async residentMb(): Promise<number> {
    this.#order({ type: 'report' })
    return (await answerOf(this.#server, 'report')).residentMb
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of [this.#readers, this.#server]) child.kill('SIGKILL')
    await sleep(0)
  }

  #order(order: ServerOrder): void {
    this.#server.send(order)
  }

  #tell(order: ReadersOrder): void {
    this.#readers.send(order)
  }
}

type Answer = ServerAnswer | ReadersAnswer

/** The child's next answer of a kind. */
function answerOf<T extends Answer['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<Answer, { type: T }>> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`a process of the bench ended with ${String(code)}`))
    const onMessage = (message: unknown): void => {
      const answer = message as Answer
      if (answer.type !== type) return
      child.off('message', onMessage)
      child.off('exit', onExit)
      resolve(answer as Extract<Answer, { type: T }>)
    }
    child.on('message', onMessage)
    child.once('exit', onExit)
  })
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
