import { Chime } from '../audio/chime.ts'
import { AlertBell, type BellChoice, type Ring, type Ringing } from '../data/alert-bell.ts'
import { SEVERITY_NAMES } from '../design/wording.ts'
import { systemClock } from '../platform/clock.ts'
import { keptBell } from './bell-choice.ts'

/** Rings for alerts as this browser's person has chosen: two notes, and a notification while the page is unseen. */
export class AlertRinger {
  readonly #bell = new AlertBell()
  readonly #chime = new Chime()
  readonly #onOpen: (callId: string) => void
  #choice = keptBell()
  #cancelAsking: (() => void) | null = null

  /** `onOpen`: somebody wants to see the call of a notification. */
  constructor(onOpen: (callId: string) => void) {
    this.#onOpen = onOpen
  }

  get choice(): BellChoice {
    return this.#choice
  }

  /** From a click: the first sound must come from one. */
  choose(choice: BellChoice): void {
    if (choice.sound && !this.#choice.sound) this.#chime.play()
    this.#choice = choice
  }

  /** `serverNow` as the alerts' times are on. */
  take(alerts: readonly Ringing[], serverNow: number): void {
    const seen = document.visibilityState === 'visible'
    const ring = this.#bell.ring(alerts, { choice: this.#choice, now: serverNow, seen })
    if (ring?.sound === true) this.#chime.play()
    if (ring !== null && ring.notify !== null) this.#notify(ring.notify)
    const waitMs = this.#bell.waitMs(serverNow)
    if (waitMs === null) return
    this.#cancelAsking ??= systemClock.after(waitMs, () => {
      this.#cancelAsking = null
      this.take([], serverNow + waitMs)
    })
  }

  close(): void {
    this.#cancelAsking?.()
    this.#chime.close()
  }

  /** It names no customer's words: it may lie on a screen that others see. */
  #notify({ alert, others }: NonNullable<Ring['notify']>): void {
    const more = others === 0 ? '' : ` and ${others} more`
    const shown = new Notification(`${SEVERITY_NAMES[alert.severity]}: ${alert.title}${more}`, {
      body: alert.agentId === null ? '' : `Agent ${alert.agentId}`,
      // One notification that is replaced, never a stack of them.
      tag: 'earshot-alert',
    })
    shown.addEventListener('click', () => {
      window.focus()
      shown.close()
      this.#onOpen(alert.callId)
    })
  }
}
