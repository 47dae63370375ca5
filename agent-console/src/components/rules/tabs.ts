import { html, type TemplateResult } from 'lit'

interface Tab {
  readonly id: string
  readonly name: TemplateResult
  readonly chosen: string
  /** Id of the element that shows what was chosen. */
  readonly controls: string
  readonly choose: (id: string) => void
}

/** One of several tabs. Only the chosen one is on the way of Tab; the arrow keys move among them. */
export function tab({ id, name, chosen, controls, choose }: Tab): TemplateResult {
  return html`<button
    id="tab-${id}"
    class="tab"
    type="button"
    role="tab"
    aria-selected=${id === chosen}
    aria-controls=${controls}
    tabindex=${id === chosen ? 0 : -1}
    @click=${() => choose(id)}
  >
    ${name}
  </button>`
}

/** Left and right, for the key presses in a list of tabs. */
export function moveAmong(event: KeyboardEvent): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  const { currentTarget, target } = event
  if (step === undefined || !(currentTarget instanceof HTMLElement) || !(target instanceof HTMLElement))
    return
  const tabs = [...currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')]
  const next = tabs[(tabs.indexOf(target) + step + tabs.length) % tabs.length]
  event.preventDefault()
  next?.focus()
  next?.click()
}
