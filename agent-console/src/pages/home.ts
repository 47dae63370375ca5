import { css, html, LitElement, type TemplateResult } from 'lit'
import { PAGES } from '../components/page-bar.ts'
import { Api, type Me } from '../data/api.ts'
import { controls } from '../design/controls.ts'
import { icon, type IconName } from '../design/icons.ts'
import { applyTheme, followTheme } from '../platform/theme.ts'

const ABOUT: Readonly<Record<string, { readonly text: string; readonly icon: IconName }>> = {
  '/agent': { text: 'Your own call as it is spoken, and what to say next beside it.', icon: 'headset' },
  '/supervisor': {
    text: 'Every live call and every alert on one board. Open a call to follow it.',
    icon: 'board',
  },
  '/digital': {
    text: 'What breaks on web site, app and chat, minutes after the first customers say so, and what the floor is told.',
    icon: 'pulse',
  },
  '/rules': {
    text: 'What is listened for: how often each rule fires, whether it helps, and a desk to write the next one.',
    icon: 'rules',
  },
  '/figures': {
    text: 'Whether it helps: how often it speaks, what people make of it, and how long words take to the screen.',
    icon: 'gauge',
  },
  '/softphone': {
    text: "A telephone in the browser: this machine's microphone as a call.",
    icon: 'microphone',
  },
}

/** The page `/`: leads to the screens that the signed-in role may use. */
export class HomePage extends LitElement {
  static override properties = { me: { state: true } }
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        height: 100%;
      }
      main {
        width: min(960px, 100% - 48px);
        margin: 0 auto;
        padding: clamp(32px, 9vh, 112px) 0 var(--es-7);
      }
      h1 {
        font-size: 40px;
        font-weight: 680;
        letter-spacing: -0.03em;
        line-height: 1.15;
        text-wrap: balance;
      }
      .lead {
        max-width: 60ch;
        margin: var(--es-3) 0 var(--es-6);
        color: var(--es-ink-2);
        font-size: var(--es-text-l);
        text-wrap: pretty;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(260px, 1fr));
        gap: var(--es-4);
      }
      .page {
        display: grid;
        gap: var(--es-2);
        align-content: start;
        height: 100%;
        padding: var(--es-5);
        border: 1px solid var(--es-border);
        border-radius: var(--es-radius-l);
        background: var(--es-surface);
        box-shadow: var(--es-shadow);
        color: var(--es-ink-2);
        text-decoration: none;
        transition: border-color var(--es-quick);
      }
      a.page:hover {
        border-color: var(--es-accent);
      }
      .page svg {
        color: var(--es-accent);
      }
      .name {
        display: flex;
        gap: var(--es-2);
        align-items: center;
        color: var(--es-ink);
        font-size: var(--es-text-l);
        font-weight: 650;
      }
      .other {
        background: none;
        box-shadow: none;
      }
      .other svg {
        color: var(--es-ink-3);
      }
      .for {
        color: var(--es-ink-3);
        font-size: var(--es-text-s);
      }
    `,
  ]
  declare private me: Me | null

  constructor() {
    super()
    this.me = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    new Api({ server: location.origin, token: null }).me().then(
      (me) => (this.me = me),
      // Without a session the server does not serve this page at all.
      () => undefined,
    )
  }

  override render(): TemplateResult {
    return html`
      <earshot-page-bar role="banner" .me=${this.me}></earshot-page-bar>
      <main>
        <h1>Hear what matters while the customer is still on the line.</h1>
        <p class="lead">
          Earshot writes down live calls on your own machines, and brings the right prompt to the agent and
          the right alert to the supervisor.
        </p>
        <ul>
          ${PAGES.map(({ path, name, roles }) => {
            const about = ABOUT[path]
            const open = this.me === null || roles.includes(this.me.role)
            const inside = html`${icon(about?.icon ?? 'board', 28)}
              <span class="name">${name} ${open ? icon('arrow', 16) : ''}</span>
              <span>${about?.text}</span>`
            return open
              ? html`<li><a class="page" href=${path}>${inside}</a></li>`
              : html`<li>
                  <div class="page other">
                    ${inside}<span class="for">Needs a link for: ${roles.join(', ')}</span>
                  </div>
                </li>`
          })}
        </ul>
      </main>
    `
  }
}

followTheme((choice) => applyTheme(document.documentElement, choice))
customElements.define('earshot-home', HomePage)
