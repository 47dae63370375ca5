import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { IssueTask } from '../../../../server/contracts/issue.ts'
import { clockWords } from '../../data/issue-words.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { panels } from './panel.styles.ts'

/** What is left to do so that it does not come back. Fires `ask` with `add-task`, and `finish` with a task's id. */
export class IssueTasks extends LitElement {
  static override properties = {
    tasks: { attribute: false },
    now: { attribute: false },
    mayAct: { attribute: false },
    finishing: { attribute: false },
  }
  static override styles = [
    controls,
    panels,
    css`
      :host {
        display: block;
      }
      li {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr);
        gap: var(--es-2);
        padding: 6px 0;
        font-size: var(--es-text-s);
      }
      li + li {
        border-top: 1px solid var(--es-border);
      }
      input {
        width: 18px;
        height: 18px;
        margin: 1px 0 0;
        accent-color: var(--es-accent);
      }
      label {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .done label {
        color: var(--es-ink-3);
        text-decoration: line-through;
      }
      .late {
        color: var(--es-bad);
        font-weight: 600;
      }
      .button {
        margin-top: var(--es-1);
      }
    `,
  ]
  declare tasks: readonly IssueTask[]
  declare now: number
  declare mayAct: boolean
  /** Id of the task that the server is being told of; null: none. It shows as done until the server says no. */
  declare finishing: string | null

  constructor() {
    super()
    this.tasks = []
    this.now = 0
    this.mayAct = false
    this.finishing = null
  }

  override render(): TemplateResult {
    const left = this.tasks.filter(({ doneAt }) => doneAt === null).length
    return html`<section class="panel" aria-labelledby="heading">
      <h3 id="heading">
        Tasks ${this.tasks.length === 0 ? nothing : html`<span class="aside tabular">${left} left</span>`}
      </h3>
      ${
        this.tasks.length === 0
          ? html`<p class="quiet">None yet.</p>`
          : html`<ul>
              ${repeat(
                this.tasks,
                ({ taskId }) => taskId,
                (task) => this.#task(task),
              )}
            </ul>`
      }
      ${
        this.mayAct
          ? html`<button class="button" type="button" @click=${this.#add}>
              ${icon('plus', 16)} Add a task
            </button>`
          : nothing
      }
    </section>`
  }

  #task({ taskId, title, owner, dueAt, acceptance, doneAt }: IssueTask): TemplateResult {
    const done = doneAt !== null || this.finishing === taskId
    const late = !done && dueAt !== null && dueAt < this.now
    const id = `task-${taskId}`
    return html`<li class=${done ? 'done' : ''}>
      <input
        id=${id}
        type="checkbox"
        .checked=${done}
        ?disabled=${done || !this.mayAct || this.finishing !== null}
        @change=${() => this.#finish(taskId)}
      />
      <div>
        <label for=${id}>${title}</label>
        <p class="small">
          ${owner ?? 'nobody’s yet'}${
            dueAt === null
              ? nothing
              : html` · <span class=${late ? 'late' : ''}>due ${clockWords(dueAt, this.now)}</span>`
          }${doneAt === null ? nothing : html` · done ${clockWords(doneAt, this.now)}`}
        </p>
        ${acceptance === '' ? nothing : html`<p class="small">Done when: ${acceptance}</p>`}
      </div>
    </li>`
  }

  readonly #add = (): void => {
    this.dispatchEvent(new CustomEvent('ask', { detail: 'add-task' }))
  }

  #finish(taskId: string): void {
    this.dispatchEvent(new CustomEvent('finish', { detail: taskId }))
  }
}

customElements.define('earshot-issue-tasks', IssueTasks)
