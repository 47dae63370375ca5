import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { FloorPlace } from '../../../../server/contracts/floor.ts'
import type { FiguresPlace } from '../../data/figures-place.ts'
import { controls } from '../../design/controls.ts'

export type PlaceChosen = Pick<FiguresPlace, 'site' | 'team'>

/** Which site and team the figures are of. Fires `place`; shows nothing where there is nothing to choose. */
export class PlaceChoice extends LitElement {
  static override properties = {
    places: { attribute: false },
    site: { attribute: false },
    team: { attribute: false },
  }
  static override styles = [
    controls,
    css`
      .field {
        min-height: 38px;
        font-size: var(--es-text-s);
      }
    `,
  ]
  /** Those with calls in the period. */
  declare places: readonly FloorPlace[]
  declare site: string | null
  declare team: string | null

  constructor() {
    super()
    this.places = []
    this.site = null
    this.team = null
  }

  override render(): TemplateResult {
    const sites = namesOf(this.places.map(({ site }) => site))
    const inSite = this.places.filter(({ site }) => this.site === null || (site ?? '') === this.site)
    const teams = namesOf(inSite.map(({ team }) => team))
    return html`
      ${this.#select('Site', { names: sites, chosen: this.site, choose: (site) => ({ site, team: null }) })}
      ${this.#select('Team', { names: teams, chosen: this.team, choose: (team) => ({ site: this.site, team }) })}
    `
  }

  #select(
    label: string,
    field: {
      readonly names: readonly string[]
      readonly chosen: string | null
      readonly choose: (name: string | null) => PlaceChosen
    },
  ): TemplateResult | typeof nothing {
    const { names, chosen, choose } = field
    if (names.length < 2 && chosen === null) return nothing
    const all = chosen === null || names.includes(chosen) ? names : [...names, chosen]
    const onChange = (event: Event): void => {
      if (!(event.target instanceof HTMLSelectElement)) return
      const place = all[event.target.selectedIndex - 1] ?? null
      this.dispatchEvent(new CustomEvent<PlaceChosen>('place', { detail: choose(place) }))
    }
    return html`<select class="field" aria-label=${label} @change=${onChange}>
      <option ?selected=${chosen === null}>All ${label.toLowerCase()}s</option>
      ${all.map(
        (name) =>
          html`<option ?selected=${name === chosen}>
            ${name === '' ? `No ${label.toLowerCase()} known` : name}
          </option>`,
      )}
    </select>`
  }
}

function namesOf(names: readonly (string | null)[]): readonly string[] {
  return [...new Set(names.map((name) => name ?? ''))].toSorted()
}

customElements.define('earshot-place-choice', PlaceChoice)
