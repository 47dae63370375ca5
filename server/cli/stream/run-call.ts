import { AppError } from '../../contracts/errors.ts'
import { sleep, type Clock } from '../../platform/clock.ts'
import { CliError, EXIT } from '../cli-error.ts'
import type { AudioClient, AudioClientOptions } from './audio-client.ts'
import { CallMeter, type CallReport, type MeasuredEvent } from './call-report.ts'
import { followEvents, type EventFeed } from './events-client.ts'
import { openAudioClient } from './open-audio-client.ts'
import type { Schedule } from './pacer.ts'
import type { Printer } from './printer.ts'

/** How long events may stay away after the audio has ended before the call's end is given up. */
const QUIET_MS = 30_000
/** The last confirmations may follow the end of a call by a moment. */
const AFTERMATH_MS = 300
const LOOK_MS = 500

/** One stream of audio of a call. */
export interface AudioFeed {
  readonly rate: AudioClientOptions['rate']
  readonly parties: AudioClientOptions['parties']
  /** Sends all of it; resolves when there is no more, or soon after `signal` is aborted. */
  run(options: {
    readonly client: AudioClient
    readonly schedule: Schedule
    readonly signal: AbortSignal
  }): Promise<void>
}

interface RunCallOptions {
  /** Everything of a stream but the form of its audio. */
  readonly connection: Omit<AudioClientOptions, 'rate' | 'parties' | 'onConnection'>
  readonly feeds: readonly AudioFeed[]
  /** Called when the server has taken up all streams: now the audio begins. */
  readonly createSchedule: () => Schedule
  readonly printer: Printer
  /** Ends the audio early, and the call in good order. */
  readonly signal: AbortSignal
}

/**
 * Streams one call and shows what the server makes of it, to the call's end.
 * @throws AppError with the server's code, or CliError.
 */
export async function runCall(options: RunCallOptions): Promise<CallReport> {
  const { connection, feeds, printer } = options
  const { callId, clock } = connection
  // Followed before the first sample, so that nothing is missed.
  const events = await openEvents(options)
  const clients: AudioClient[] = []
  try {
    for (const { rate, parties } of feeds) {
      const onConnection = (state: string): void => printer.notice(`connection ${state}`)
      clients.push(await openAudioClient({ ...connection, rate, parties, onConnection }))
    }
    const schedule = options.createSchedule()
    const startMs = Math.min(...clients.map((client) => client.startMs))
    const meter = new CallMeter({ callId, saidAt: (callMs) => schedule.dueAt(callMs - startMs) })
    const watch = new EventWatch({ events, meter, printer, clock })
    await sendAll({ ...options, clients, schedule, failed: watch.failed })
    await watch.untilEnd()
    return meter.report()
  } finally {
    events?.close()
    // After a failure, the streams that are still open end in good order; after a success all have.
    await Promise.allSettled(clients.map((client) => client.stop()))
  }
}

/** @throws CliError when the server ended the call for another reason than that its audio did. */
export function requireGoodEnd({ endReason }: CallReport): void {
  if (endReason === null || endReason === 'completed') return
  throw new CliError(`the call ended early (${endReason})`, { exitCode: EXIT.faults })
}

/** Null when the token may bring audio but not read: the call is streamed all the same. */
async function openEvents({ connection, printer }: RunCallOptions): Promise<EventFeed | null> {
  try {
    return await followEvents({
      ...connection,
      onMissed: (count) => printer.notice(`${count} events were missed`),
    })
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'FORBIDDEN') throw thrown
    printer.notice('this token may not read events: the audio is sent, but nothing of the call is shown')
    return null
  }
}

async function sendAll(
  options: Pick<RunCallOptions, 'feeds' | 'signal'> & {
    readonly clients: readonly AudioClient[]
    readonly schedule: Schedule
    readonly failed: AbortSignal
  },
): Promise<void> {
  const { feeds, clients, schedule } = options
  const oneFailed = new AbortController()
  const signal = AbortSignal.any([options.signal, options.failed, oneFailed.signal])
  const sent = clients.map(async (client, index) => {
    try {
      await feeds[index]?.run({ client, schedule, signal })
      await client.stop()
    } catch (thrown) {
      oneFailed.abort()
      throw thrown
    }
  })
  await Promise.allSettled(sent)
  await Promise.all(sent)
}

/** Shows events while audio is sent, and waits for the call's end after it. */
class EventWatch {
  /** Aborted when the events fail: sending audio that nobody sees is of no use. */
  readonly failed: AbortSignal
  readonly #clock: Clock
  readonly #shown: Promise<void>
  #lastAt: number
  #done = false

  constructor(options: { events: EventFeed | null; meter: CallMeter; printer: Printer; clock: Clock }) {
    const { events, clock } = options
    const failure = new AbortController()
    this.failed = failure.signal
    this.#clock = clock
    this.#lastAt = clock.now()
    this.#shown = events === null ? Promise.resolve() : this.#show({ ...options, events })
    // Thrown again by `untilEnd`.
    this.#shown.catch(() => failure.abort()).finally(() => (this.#done = true))
  }

  /** @throws CliError when the events stay away. */
  async untilEnd(): Promise<void> {
    this.#lastAt = this.#clock.now()
    while (!this.#done) {
      await Promise.race([this.#shown, sleep(LOOK_MS)])
      if (this.#clock.now() - this.#lastAt > QUIET_MS) {
        throw new CliError(`the call did not end within ${QUIET_MS / 1000} s of its last event`, {
          exitCode: EXIT.faults,
        })
      }
    }
    await this.#shown
  }

  async #show(options: { events: EventFeed; meter: CallMeter; printer: Printer }): Promise<void> {
    const { events, meter, printer } = options
    let end: MeasuredEvent | null = null
    for await (const received of events) {
      this.#lastAt = received.receivedAt
      const measured = meter.take(received)
      if (received.event.type !== 'end') {
        printer.event(measured)
        continue
      }
      // Shown last, whatever else is still on its way.
      end = measured
      void sleep(AFTERMATH_MS).then(() => events.close())
    }
    if (end !== null) printer.event(end)
  }
}
