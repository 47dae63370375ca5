import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import '../components/theme-toggle.ts'
import { Api, type Me } from '../data/api.ts'
import { tokenFrom } from '../data/token-from.ts'
import { controls } from '../design/controls.ts'
import { mark } from '../design/icons.ts'
import { applyTheme, followTheme } from '../platform/theme.ts'

/** What is shown in place of a page when there is no session, or one of another role. */
export class SigninPage extends LitElement {
  static override properties = {
    me: { state: true },
    fault: { state: true },
  }
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        place-items: center;
        min-height: 100%;
        padding: var(--es-5);
        box-sizing: border-box;
      }
      earshot-theme-toggle {
        position: fixed;
        top: var(--es-3);
        right: var(--es-4);
      }
      main {
        display: grid;
        gap: var(--es-4);
        width: min(520px, 100%);
        padding: var(--es-6);
        border: 1px solid var(--es-border);
        border-radius: var(--es-radius-l);
        background: var(--es-surface);
        box-shadow: var(--es-shadow);
      }
      h1 {
        font-size: var(--es-text-2xl);
        font-weight: 660;
        letter-spacing: -0.02em;
        line-height: 1.2;
      }
      .text {
        color: var(--es-ink-2);
        text-wrap: pretty;
      }
      form,
      label {
        display: grid;
        gap: var(--es-2);
      }
      label span,
      h2 {
        color: var(--es-ink-2);
        font-size: var(--es-text-s);
        font-weight: 600;
      }
      .row {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--es-2);
      }
      .fault {
        min-height: 20px;
        color: var(--es-bad);
        font-size: var(--es-text-s);
        font-weight: 550;
      }
      pre {
        margin: var(--es-2) 0 0;
        padding: var(--es-3);
        overflow-x: auto;
        border-radius: var(--es-radius-s);
        background: var(--es-bg);
        color: var(--es-ink);
        font: var(--es-text-s) / 1.6 var(--es-mono);
      }
      hr {
        width: 100%;
        margin: 0;
        border: 0;
        border-top: 1px solid var(--es-border);
      }
    `,
  ]
  declare private me: Me | null
  declare private fault: string

  constructor() {
    super()
    this.me = null
    this.fault = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    new Api({ server: location.origin, token: null }).me().then(
      (me) => (this.me = me),
      // Not signed in: what this page is for.
      () => undefined,
    )
  }

  override render(): TemplateResult {
    const { me } = this
    return html`
      <earshot-theme-toggle></earshot-theme-toggle>
      <main>
        ${mark(36)}
        <h1>${me === null ? 'Sign in to Earshot' : 'Another role is needed here'}</h1>
        <p class="text">
          ${
            me === null
              ? 'Calls are private. Open the link that you were given, or paste it here.'
              : html`You are signed in as <b>${me.subject}</b> (${me.role}), which may not see this page.
                  <a href="/">See what you can open</a>, or paste another link.`
          }
        </p>
        <form @submit=${this.#onSubmit}>
          <label>
            <span>Sign-in link or token</span>
            <div class="row">
              <input
                class="field"
                name="pasted"
                type="text"
                autocomplete="off"
                spellcheck="false"
                required
                autofocus
                aria-describedby="fault"
              />
              <button class="button primary" type="submit">Sign in</button>
            </div>
          </label>
          <p class="fault" id="fault" role="alert">${this.fault || nothing}</p>
        </form>
        <hr />
        <section>
          <h2>No link yet? On the machine that runs Earshot:</h2>
          <pre tabindex="0" aria-label="Commands">
npx earshot token --role agent --agent ID
npx earshot token --role supervisor</pre>
        </section>
      </main>
    `
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const field = this.renderRoot.querySelector('input')
    const token = tokenFrom(field?.value ?? '')
    if (token === null) {
      this.fault = 'This is neither a sign-in link nor a token.'
      field?.focus()
      return
    }
    location.assign(`/signin?token=${encodeURIComponent(token)}`)
  }
}

followTheme((choice) => applyTheme(document.documentElement, choice))
customElements.define('earshot-signin', SigninPage)
