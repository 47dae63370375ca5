import { css, html, LitElement, type TemplateResult } from 'lit'
import type { BellChoice } from '../data/alert-bell.ts'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { keep, readKept } from '../platform/theme.ts'

const SOUND = 'earshot-alert-sound'
const NOTIFY = 'earshot-alert-notify'
const ON = 'on'

/** What this browser's person has chosen, and the system allows; nothing until they do. */
export function keptBell(): BellChoice {
  return { sound: readKept(SOUND) === ON, notify: readKept(NOTIFY) === ON && isAllowed() }
}

function isAllowed(): boolean {
  return 'Notification' in window && Notification.permission === 'granted'
}

/**
 * Whether high and critical alerts are heard, and shown by the desktop while the page is out of sight. Fires `choice`
 * from the click, so that the browser lets sound be made.
 */
export class BellChoiceButtons extends LitElement {
  static override properties = { choice: { attribute: false }, refused: { state: true } }
  static override styles = [
    controls,
    css`
      :host {
        display: inline-flex;
        gap: 2px;
      }
      .icon-button {
        width: 30px;
        height: 30px;
      }
      [aria-pressed='true'] {
        background: var(--es-agent-tint);
        color: var(--es-accent);
      }
    `,
  ]
  declare choice: BellChoice
  /** The browser was asked and said no. */
  declare private refused: boolean

  constructor() {
    super()
    this.choice = keptBell()
    this.refused = false
  }

  override render(): TemplateResult {
    const { sound, notify } = this.choice
    return html`
      ${this.#button('Sound for high and critical alerts', sound ? 'sound' : 'silent', sound, () =>
        this.#choose({ sound: !sound, notify }),
      )}
      ${this.#button('Desktop notifications for high and critical alerts', 'bell', notify, () =>
        notify ? this.#choose({ sound, notify: false }) : void this.#askForNotify(),
      )}
      <span class="unseen" role="status"
        >${this.refused ? 'This browser does not allow notifications.' : ''}</span
      >
    `
  }

  #button(name: string, shown: 'sound' | 'silent' | 'bell', on: boolean, run: () => void): TemplateResult {
    const refused = shown === 'bell' && this.refused ? ': not allowed by this browser' : ''
    return html`<button
      class="icon-button"
      type="button"
      aria-pressed=${on}
      aria-label=${name}
      title="${name}: ${on ? 'on' : 'off'}${refused}"
      @click=${run}
    >
      ${icon(shown, 16)}
    </button>`
  }

  async #askForNotify(): Promise<void> {
    const answer = 'Notification' in window ? await Notification.requestPermission() : 'denied'
    this.refused = answer !== 'granted'
    if (!this.refused) this.#choose({ sound: this.choice.sound, notify: true })
  }

  #choose(choice: BellChoice): void {
    keep(SOUND, choice.sound ? ON : '')
    keep(NOTIFY, choice.notify ? ON : '')
    this.choice = choice
    this.dispatchEvent(new CustomEvent('choice', { detail: choice }))
  }
}

customElements.define('earshot-bell-choice', BellChoiceButtons)
