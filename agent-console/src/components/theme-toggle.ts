import { css, html, LitElement, type TemplateResult } from 'lit'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { chooseTheme, followTheme, isDark, type ThemeChoice } from '../platform/theme.ts'

/** Switches between dark and light; until it is used, the system decides. */
export class ThemeToggle extends LitElement {
  static override properties = { choice: { state: true } }
  static override styles = [
    controls,
    css`
      :host {
        display: inline-block;
      }
    `,
  ]
  declare private choice: ThemeChoice
  #end: (() => void) | null = null

  constructor() {
    super()
    this.choice = 'auto'
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#end = followTheme((choice) => (this.choice = choice))
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#end?.()
  }

  override render(): TemplateResult {
    const dark = isDark(this.choice)
    const label = dark ? 'Switch to light' : 'Switch to dark'
    return html`<button
      class="icon-button"
      type="button"
      title=${label}
      aria-label=${label}
      @click=${() => chooseTheme(dark ? 'light' : 'dark')}
    >
      ${icon(dark ? 'sun' : 'moon')}
    </button>`
  }
}

customElements.define('earshot-theme-toggle', ThemeToggle)
