import { assertNever } from '../../contracts/assert-never.ts'
import type { FromWorker, ToWorker, WorkerStats } from '../ipc-message.ts'
import type { SpeechModel } from '../recognizer.ts'
import { Channel } from './channel.ts'
import { RecognizerPool } from './recognizer-pool.ts'
import type { CreateVoiceActivity } from './voice-activity.ts'

type Work = Extract<ToWorker, { type: 'audio' | 'flush' | 'close' }>

interface Seat {
  readonly channel: Channel
  readonly waiting: Work[]
}

interface ChannelTurnsOptions {
  readonly model: Pick<SpeechModel, 'create' | 'sharesGraph'>
  readonly createVoiceActivity: CreateVoiceActivity
  readonly send: (message: FromWorker) => void
  /** CPU time that was not for calls, in milliseconds; none by default. */
  readonly otherCpuMs?: () => number
}

/**
 * The channels of one worker, each getting one message done in turn, so that a channel that catches up
 * after a crash does not keep the others waiting. Between two turns the process reads its messages.
 */
export class ChannelTurns {
  readonly #options: ChannelTurnsOptions
  readonly #pool: RecognizerPool
  readonly #seats = new Map<number, Seat>()
  /** Seats that have something to do, next first. */
  readonly #queue: Seat[] = []
  #running = false
  #totals = { decodedMs: 0, fedMs: 0, strayWords: 0 }

  constructor(options: ChannelTurnsOptions) {
    this.#options = options
    this.#pool = new RecognizerPool(options.model)
  }

  /** Whether no channel waits for anything. */
  get isIdle(): boolean {
    return this.#queue.length === 0
  }

  take(message: ToWorker): void {
    switch (message.type) {
      case 'ping':
        this.#options.send({ type: 'pong', stats: this.#stats() })
        return
      case 'open':
        this.#open(message)
        return
      case 'audio':
      case 'flush':
      case 'close':
        this.#wait(message)
        return
      default:
        assertNever(message)
    }
  }

  #open(message: Extract<ToWorker, { type: 'open' }>): void {
    const channel = new Channel({
      channelId: message.channelId,
      speaking: message.speaking,
      pool: this.#pool,
      createVoiceActivity: this.#options.createVoiceActivity,
      emit: this.#options.send,
    })
    this.#seats.set(message.channelId, { channel, waiting: [] })
  }

  #wait(work: Work): void {
    const seat = this.#seats.get(work.channelId)
    if (seat === undefined) return
    seat.waiting.push(work)
    if (seat.waiting.length === 1) this.#queue.push(seat)
    if (this.#running) return
    this.#running = true
    setImmediate(() => this.#turn())
  }

  #turn(): void {
    const seat = this.#queue.shift()
    const work = seat?.waiting[0]
    if (seat !== undefined && work !== undefined) {
      this.#do(seat, work)
      seat.waiting.shift()
      if (seat.waiting.length > 0) this.#queue.push(seat)
    }
    this.#running = this.#queue.length > 0
    if (this.#running) setImmediate(() => this.#turn())
  }

  #do(seat: Seat, work: Work): void {
    switch (work.type) {
      case 'audio':
        seat.channel.audio(work)
        break
      case 'flush':
        seat.channel.flush()
        break
      case 'close':
        seat.channel.close()
        this.#seats.delete(work.channelId)
        break
      default:
        assertNever(work)
    }
    const { decodedMs, fedMs, strayWords } = seat.channel.takeWork()
    this.#totals.decodedMs += decodedMs
    this.#totals.fedMs += fedMs
    this.#totals.strayWords += strayWords
  }

  #stats(): WorkerStats {
    const cpu = process.cpuUsage()
    return {
      ...this.#totals,
      cpuMs: (cpu.user + cpu.system) / 1000 - (this.#options.otherCpuMs?.() ?? 0),
      rssBytes: process.memoryUsage.rss(),
      recognisers: this.#pool.size,
      busyRecognisers: this.#pool.busy,
    }
  }
}
