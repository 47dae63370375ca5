import { LitElement } from 'lit'
import uPlot from 'uplot'
import { followTheme } from '../platform/theme.ts'

/** Below this nothing could be read; in pixels. */
const NARROWEST = 200

/**
 * A chart on a canvas in the element `.plot`: as wide as its place, in the colours of the theme. A canvas does not know
 * custom properties, so colours are those of the elements of `.inks`.
 */
export abstract class CanvasChart extends LitElement {
  /** In pixels. */
  protected abstract readonly height: number
  protected plot: uPlot | null = null
  readonly #resize = new ResizeObserver(() => this.plot?.setSize(this.size))
  readonly #dark = matchMedia('(prefers-color-scheme: dark)')
  #endTheme: (() => void) | null = null

  /** Draws what there is to draw now, in the plot that is there or in a new one. */
  protected abstract draw(): void

  override connectedCallback(): void {
    super.connectedCallback()
    this.#resize.observe(this)
    this.#dark.addEventListener('change', this.#recolour)
    this.#endTheme = followTheme(this.#recolour)
    // Taken out and put back, it has no plot any more.
    if (this.hasUpdated) this.draw()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resize.disconnect()
    this.#dark.removeEventListener('change', this.#recolour)
    this.#endTheme?.()
    this.drop()
  }

  /** Begins a new plot. */
  protected begin(options: uPlot.Options, data: uPlot.AlignedData): void {
    this.drop()
    const place = this.renderRoot.querySelector<HTMLElement>('.plot')
    if (place !== null) this.plot = new uPlot(options, data, place)
  }

  protected drop(): void {
    this.plot?.destroy()
    this.plot = null
  }

  protected get size(): { readonly width: number; readonly height: number } {
    return { width: Math.max(NARROWEST, this.clientWidth), height: this.height }
  }

  /** The colour that the theme has for it now. */
  protected ink(name: string): string {
    const found = this.renderRoot.querySelector(`.inks .${name}`)
    return found === null ? 'currentcolor' : getComputedStyle(found).color
  }

  readonly #recolour = (): void => {
    // The page takes the theme over in the same turn; the colours are read after it.
    void this.updateComplete.then(() => this.plot?.redraw(false, true))
  }
}
