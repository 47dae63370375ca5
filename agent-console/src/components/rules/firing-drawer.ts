import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Api } from '../../data/api.ts'
import type { CallView } from '../../data/call-view.ts'
import { keptCall } from '../../data/kept-call.ts'
import type { Moment } from '../../data/moment.ts'
import type { WhyApi } from '../../data/why-api.ts'
import { controls } from '../../design/controls.ts'
import { CallDrawer } from '../call-drawer.ts'

/** A kept call over the page, at a moment of it. Escape closes it. */
export class FiringDrawer extends LitElement {
  static override properties = {
    api: { attribute: false },
    why: { attribute: false },
    call: { state: true },
    failed: { state: true },
  }
  static override styles = [
    controls,
    css`
      dialog {
        width: min(640px, 100vw);
        max-width: none;
        height: 100vh;
        max-height: none;
        margin: 0 0 0 auto;
        padding: 0;
        border: 0;
        background: var(--es-surface);
        box-shadow: var(--es-shadow);
        color: var(--es-ink);
      }
      dialog::backdrop {
        background: var(--es-scrim);
      }
      section,
      earshot-call-drawer {
        height: 100%;
      }
      p {
        padding: var(--es-5);
      }
      .button {
        margin: 0 var(--es-5);
      }
    `,
  ]
  declare api: Pick<Api, 'call'> | null
  /** Answers why rules fired or not. */
  declare why: WhyApi | null
  declare private call: CallView | null
  declare private failed: boolean

  constructor() {
    super()
    this.api = null
    this.why = null
    this.call = null
    this.failed = false
  }

  async open({ callId, atMs }: Moment): Promise<void> {
    if (this.api === null) return
    this.call = null
    this.failed = false
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
    try {
      this.call = keptCall(await this.api.call(callId))
    } catch {
      // Told in the drawer; the report stays behind it.
      this.failed = true
      return
    }
    await this.updateComplete
    const drawer = this.renderRoot.querySelector('earshot-call-drawer')
    if (drawer instanceof CallDrawer) await drawer.showMoment(atMs)
  }

  override render(): TemplateResult {
    return html`<dialog aria-label="Call">
      ${
        this.failed
          ? html`<p>This call could not be read. It may no longer be kept.</p>
              <button class="button" type="button" @click=${this.#close}>Close</button>`
          : nothing
      }
      ${
        this.call === null
          ? nothing
          : html`<section aria-label="Kept call">
              <earshot-call-drawer
                .call=${this.call}
                .why=${this.why}
                @close=${this.#close}
              ></earshot-call-drawer>
            </section>`
      }
    </dialog>`
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close()
  }
}

customElements.define('earshot-firing-drawer', FiringDrawer)
