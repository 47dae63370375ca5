import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { FrameCoverage } from '../../../../server/contracts/issue-desk.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'

/** Said where there is no issue: whether anything is heard at all, and how to let more be heard. */
export class IssueTeach extends LitElement {
  static override properties = { coverage: { attribute: false } }
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        min-height: 0;
        overflow: hidden auto;
        padding: var(--es-6) var(--es-5);
        background: var(--es-bg);
      }
      .sheet {
        width: min(760px, 100%);
        margin: 0 auto;
      }
      h2 {
        display: flex;
        gap: var(--es-3);
        align-items: center;
        font-size: var(--es-text-2xl);
        font-weight: 650;
        letter-spacing: -0.02em;
      }
      h2 svg {
        color: var(--es-good);
      }
      .lead {
        margin: var(--es-2) 0 var(--es-5);
        color: var(--es-ink-2);
        text-wrap: pretty;
      }
      ol {
        display: grid;
        gap: var(--es-3);
      }
      li {
        padding: var(--es-4);
        border: 1px solid var(--es-border);
        border-radius: var(--es-radius-m);
        background: var(--es-surface);
      }
      h3 {
        font-size: var(--es-text-m);
        font-weight: 650;
      }
      p {
        color: var(--es-ink-2);
        font-size: var(--es-text-s);
      }
      pre {
        margin: var(--es-2) 0 0;
        padding: var(--es-2) var(--es-3);
        border-radius: var(--es-radius-s);
        background: var(--es-sunken);
        color: var(--es-ink-2);
        font: 400 var(--es-text-xs) / 1.6 var(--es-mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .docs {
        margin-top: var(--es-4);
      }
    `,
  ]
  /** Of the last 24 hours; null: not known. */
  declare coverage: FrameCoverage | null

  constructor() {
    super()
    this.coverage = null
  }

  override render(): TemplateResult {
    const heard = this.coverage?.contacts ?? null
    return html`<div class="sheet">
      <h2>${icon('check', 28)} Nothing is out of the ordinary</h2>
      <p class="lead">
        ${
          heard === null
            ? nothing
            : heard === 0
              ? html`But nothing has been heard in the last 24 hours, either: no call and no message.`
              : html`<b class="tabular">${heard}</b> contacts were heard in the last 24 hours.`
        }
        An issue shows up here when more customers than usual talk of the same thing, in calls and in writing
        alike.
      </p>
      <ol>
        <li>
          <h3>Calls are listened to by themselves</h3>
          <p>
            What customers say in calls counts as soon as their words are settled. Nothing is to be set up for
            it.
          </p>
        </li>
        <li>
          <h3>Send in what customers write</h3>
          <p>
            Comments of the web site and app, chats, e-mails, surveys; with a token of the role ingest or
            digital.
          </p>
          <pre>${FEEDBACK}</pre>
        </li>
        <li>
          <h3>Say what you change</h3>
          <p>Let the deployment tool tell, and an issue names what was changed just before it began.</p>
          <pre>${CHANGE}</pre>
        </li>
      </ol>
      <p class="docs">All forms, also in bulk and as CSV: <a href="/docs">the API’s own pages</a>.</p>
    </div>`
  }
}

const FEEDBACK = `curl ${location.origin}/v1/feedback \\
  -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/json' \\
  -d '{"id": "f-1", "source": "web-comments", "channel": "web", "step": "payment",
       "text": "the payment page freezes"}'`

const CHANGE = `curl ${location.origin}/v1/changes \\
  -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/json' \\
  -d '{"kind": "deployment", "title": "Checkout 4.12", "channel": "web"}'`

customElements.define('earshot-issue-teach', IssueTeach)
