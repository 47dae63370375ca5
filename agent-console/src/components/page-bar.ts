import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Role } from '../../../server/contracts/access.ts'
import type { FloorSite } from '../../../server/contracts/floor.ts'
import type { Me } from '../data/api.ts'
import type { ConnectionStatus } from '../data/connection.ts'
import { scopeWords } from '../data/scope-words.ts'
import { controls } from '../design/controls.ts'
import { mark } from '../design/icons.ts'
import './connection-chip.ts'
import './theme-toggle.ts'

interface PageLink {
  readonly path: string
  readonly name: string
  readonly roles: readonly Role[]
}

/** The pages and whom each is for. */
export const PAGES: readonly PageLink[] = [
  { path: '/agent', name: 'Agent', roles: ['agent'] },
  { path: '/supervisor', name: 'Supervisor', roles: ['supervisor', 'analyst', 'admin'] },
  { path: '/digital', name: 'Digital', roles: ['digital', 'supervisor', 'analyst', 'admin'] },
  { path: '/quality', name: 'Quality', roles: ['agent', 'supervisor', 'analyst', 'admin'] },
  { path: '/rules', name: 'Rules', roles: ['supervisor', 'analyst', 'admin'] },
  { path: '/figures', name: 'Figures', roles: ['supervisor', 'analyst', 'admin'] },
  { path: '/softphone', name: 'Softphone', roles: ['agent', 'admin'] },
]

/** The bar on top of each page, with what is common to all. Extra content goes into its slot. */
export class PageBar extends LitElement {
  static override properties = {
    me: { attribute: false },
    status: { attribute: false },
    sites: { attribute: false },
  }
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        gap: var(--es-4);
        align-items: center;
        height: 60px;
        padding: 0 var(--es-4);
        border-bottom: 1px solid var(--es-border);
        background: var(--es-surface);
      }
      .brand {
        display: flex;
        gap: var(--es-2);
        align-items: center;
        color: var(--es-ink);
        font-weight: 650;
        letter-spacing: -0.01em;
        text-decoration: none;
      }
      nav {
        display: flex;
        gap: 2px;
      }
      nav a {
        padding: 6px var(--es-3);
        border-radius: var(--es-radius-s);
        color: var(--es-ink-2);
        font-size: var(--es-text-s);
        font-weight: 550;
        text-decoration: none;
      }
      nav a:hover {
        background: var(--es-hover);
      }
      nav a[aria-current] {
        background: var(--es-agent-tint);
        color: var(--es-accent);
      }
      .rest {
        display: flex;
        flex: 1;
        gap: var(--es-3);
        align-items: center;
        justify-content: flex-end;
        min-width: 0;
      }
      .who,
      .out {
        color: var(--es-ink-3);
        font-size: var(--es-text-s);
        white-space: nowrap;
      }
    `,
  ]
  declare me: Me | null
  declare status: ConnectionStatus | null
  /** For the titles of what somebody answers for; without them it is named by its ids. */
  declare sites: readonly FloorSite[]

  constructor() {
    super()
    this.me = null
    this.status = null
    this.sites = []
  }

  override render(): TemplateResult {
    const { me } = this
    const links = me === null ? [] : PAGES.filter((page) => page.roles.includes(me.role))
    return html`
      <a class="brand" href="/">${mark()} Earshot</a>
      <nav aria-label="Pages">
        ${links.map(
          ({ path, name }) =>
            html`<a href=${path} aria-current=${path === location.pathname ? 'page' : nothing}>${name}</a>`,
        )}
      </nav>
      <div class="rest">
        <slot></slot>
        ${this.status === null ? nothing : html`<earshot-connection .status=${this.status}></earshot-connection>`}
        ${
          me === null
            ? nothing
            : html`<span class="who">${whoIs(me, this.sites)}</span
                ><a class="out" href="/signout">Sign out</a>`
        }
        <earshot-theme-toggle></earshot-theme-toggle>
      </div>
    `
  }
}

function whoIs(me: Me, sites: readonly FloorSite[]): string {
  const name = me.agentId ?? me.subject
  if (me.scope) return `${name} · ${scopeWords(me.scope, sites)}`
  return name === me.role ? name : `${name} · ${me.role}`
}

customElements.define('earshot-page-bar', PageBar)
