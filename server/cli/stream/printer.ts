import { assertNever } from '../../contracts/assert-never.ts'
import { LATENCY_STAGES } from '../../contracts/outcome.ts'
import type { Output } from '../context.ts'
import type { CallReport, MeasuredEvent } from './call-report.ts'
import type { DelaySummary } from './delay.ts'
import type { OutcomeEvent, UtteranceEvent } from './event.ts'
import { createStyle, type Style } from './style.ts'

/** Shows a call while it goes on. */
export interface Printer {
  event(measured: MeasuredEvent): void
  /** Something about the connection, for the person at the keyboard. */
  notice(text: string): void
  report(report: CallReport): void
}

interface PrinterOptions {
  readonly stdout: Output
  readonly stderr: Output
  readonly json: boolean
  readonly colour: boolean
}

export function createPrinter(options: PrinterOptions): Printer {
  return options.json ? new JsonPrinter(options) : new TerminalPrinter(options)
}

/** One object a line: the events as they come, each with its delay. Notices go to standard error. */
class JsonPrinter implements Printer {
  readonly #options: PrinterOptions

  constructor(options: PrinterOptions) {
    this.#options = options
  }

  event({ event, delayMs }: MeasuredEvent): void {
    this.#options.stdout.write(`${JSON.stringify(delayMs === null ? event : { ...event, delayMs })}\n`)
  }

  notice(text: string): void {
    this.#options.stderr.write(`${text}\n`)
  }

  report(): void {
    // The lines say it all; whoever reads them counts as needed.
  }
}

const MOVING_LINE_WIDTH = 100

/** Lines for reading: finals, prompts and alerts; on a terminal also the moving words, in one last line. */
class TerminalPrinter implements Printer {
  readonly #options: PrinterOptions
  readonly #style: Style
  #moving = false

  constructor(options: PrinterOptions) {
    this.#options = options
    this.#style = createStyle(options.colour && options.stdout.isTTY === true)
  }

  event({ event, delayMs }: MeasuredEvent): void {
    switch (event.type) {
      case 'utterance':
        if (event.state === 'partial') this.#moveTo(event)
        else if (event.text !== '') this.#line(`${this.#speech(event)}${this.#style.faint(after(delayMs))}`)
        return
      case 'outcome':
        for (const line of this.#outcome(event, delayMs)) this.#line(line)
        return
      case 'gap':
        this.#line(
          this.#style.faint(
            `${timeOf(event.atMs)}  ${event.party.padEnd(8)}  — ${seconds(event.durationMs)} without audio (${event.reason}) —`,
          ),
        )
        return
      case 'end':
        this.#line(this.#style.faint(`${timeOf(event.durationMs)}  end of the call (${event.reason})`))
        return
      default:
        assertNever(event)
    }
  }

  notice(text: string): void {
    this.#clearMoving()
    this.#options.stderr.write(`${text}\n`)
  }

  report({ utterances, outcomes, delays }: CallReport): void {
    const told = Object.entries(outcomes).map(([what, count]) => `${count} ${what}`)
    this.#line('')
    this.#line(`utterances  agent ${utterances.agent}, customer ${utterances.customer}`)
    this.#line(`outcomes    ${told.length === 0 ? 'none' : told.join(', ')}`)
    this.#line('delay from the end of the spoken word to here      p50      p95    count')
    this.#line(delayRow('a word, in a moving partial', delays.word))
    this.#line(delayRow('an utterance, final', delays.utterance))
    this.#line(delayRow('a prompt or alert, shown', delays.outcome))
  }

  #speech(event: UtteranceEvent): string {
    const party = event.party === 'agent' ? this.#style.agent : this.#style.customer
    return `${this.#style.faint(timeOf(event.startMs))}  ${party(event.party.padEnd(8))}  ${event.text}`
  }

  #outcome(event: OutcomeEvent, delayMs: number | null): readonly string[] {
    const name = `${event.kind.toUpperCase()} ${event.state}`
    const loud = event.state === 'shown' ? this.#style.loud : this.#style.faint
    const head = `${timeOf(event.atMs)}  ${loud(name.padEnd(16))}  ${event.rule}`
    if (event.state === 'confirmed') return [`${head}${this.#style.faint(after(delayMs))}`]
    if (event.state !== 'shown') return [`${head}  ${this.#style.faint(event.reason)}`]
    const { condition, words } = event.evidence
    const cause = condition === 'absence' ? 'not said' : `“${words.map(({ text }) => text).join(' ')}”`
    return [
      `${head}  ${cause}${after(delayMs)}`,
      `         → ${event.text}`,
      `         ${this.#style.faint(stages(event.latencyMs))}`,
    ]
  }

  #moveTo(event: UtteranceEvent): void {
    const { stdout } = this.#options
    if (stdout.isTTY !== true) return
    const width = Math.max(20, (stdout.columns ?? MOVING_LINE_WIDTH) - 1)
    const lead = `${timeOf(event.startMs)}  ${event.party.padEnd(8)}  `
    const room = width - lead.length
    // The newest words matter: the front is what goes.
    const text = event.text.length > room ? `…${event.text.slice(1 - room)}` : event.text
    stdout.write(`\r\u001b[K${this.#style.faint(`${lead}${text}`)}`)
    this.#moving = true
  }

  #line(text: string): void {
    this.#clearMoving()
    this.#options.stdout.write(`${text}\n`)
  }

  #clearMoving(): void {
    if (this.#moving) this.#options.stdout.write('\r\u001b[K')
    this.#moving = false
  }
}

function stages(latencyMs: Readonly<Record<string, number>>): string {
  const known = LATENCY_STAGES.filter((stage) => latencyMs[stage] !== undefined)
  return known.map((stage) => `${stage} ${Math.round(latencyMs[stage] ?? 0)}`).join(' · ') + ' ms'
}

function delayRow(name: string, { p50, p95, count }: DelaySummary): string {
  const cell = (value: number | null): string => (value === null ? '-' : `${value} ms`).padStart(8)
  return `  ${name.padEnd(44)}${cell(p50)} ${cell(p95)} ${String(count).padStart(8)}`
}

function after(delayMs: number | null): string {
  return delayMs === null ? '' : `  +${seconds(delayMs)}`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/** Call time as minutes, seconds and tenths. */
function timeOf(ms: number): string {
  const tenths = Math.floor(ms / 100)
  const rest = `${(Math.floor(tenths / 10) % 60).toString().padStart(2, '0')}.${tenths % 10}`
  return `${Math.floor(tenths / 600)}:${rest}`.padStart(7)
}
