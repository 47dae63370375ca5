import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit'

const PATHS = {
  play: svg`<path d="M7 4.5v11l9-5.5z" fill="currentColor" stroke="none" />`,
  stop: svg`<rect x="5" y="5" width="10" height="10" rx="1.5" fill="currentColor" stroke="none" />`,
  close: svg`<path d="M5 5l10 10M15 5L5 15" />`,
  dash: svg`<path d="M5 10h10" />`,
  check: svg`<path d="M4 10.5l4 4 8-9" />`,
  down: svg`<path d="M10 4v12M5 11l5 5 5-5" />`,
  up: svg`<path d="M10 16V4M5 9l5-5 5 5" />`,
  sun: svg`<circle cx="10" cy="10" r="3.4" /><path d="M10 2v1.8M10 16.2V18M2 10h1.8M16.2 10H18M4.3 4.3l1.3 1.3M14.4 14.4l1.3 1.3M15.7 4.3l-1.3 1.3M5.6 14.4l-1.3 1.3" />`,
  moon: svg`<path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z" />`,
  sound: svg`<path d="M3.5 8v4H6l4 3.2V4.8L6 8z" /><path d="M13 7.2a4 4 0 0 1 0 5.6M15.3 5a7.2 7.2 0 0 1 0 10" />`,
  silent: svg`<path d="M3.5 8v4H6l4 3.2V4.8L6 8z" /><path d="M13.2 8l4 4M17.2 8l-4 4" />`,
  quote: svg`<path d="M4 13.5V10c0-2.5 1.3-4 3.5-4.5M11.5 13.5V10c0-2.5 1.3-4 3.5-4.5M4 10h3.5v3.5H4zM11.5 10H15v3.5h-3.5z" />`,
  alert: svg`<path d="M10 3.2l7.3 12.9H2.7z" /><path d="M10 8.2v3.6M10 13.9v.2" />`,
  info: svg`<circle cx="10" cy="10" r="7" /><path d="M10 9.3v4M10 6.5v.2" />`,
  undo: svg`<path d="M4 8h8a4 4 0 0 1 0 8H8M4 8l3.5-3.5M4 8l3.5 3.5" />`,
  headset: svg`<path d="M4 11.5V10a6 6 0 0 1 12 0v1.5" /><rect x="2.8" y="11" width="3.4" height="5" rx="1.4" /><rect x="13.8" y="11" width="3.4" height="5" rx="1.4" />`,
  board: svg`<rect x="3" y="3.5" width="14" height="13" rx="2" /><path d="M3 8h14M8.5 8v8.5" />`,
  microphone: svg`<rect x="7.5" y="2.8" width="5" height="9" rx="2.5" /><path d="M4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.5" />`,
  muted: svg`<rect x="7.5" y="2.8" width="5" height="9" rx="2.5" /><path d="M4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.5M3.5 3.5l13 13" />`,
  search: svg`<circle cx="9" cy="9" r="5" /><path d="M13 13l4 4" />`,
  keyboard: svg`<rect x="2.5" y="5" width="15" height="10" rx="2" /><path d="M5.5 8h.1M8.5 8h.1M11.5 8h.1M14.5 8h.1M6.5 12h7" />`,
  arrow: svg`<path d="M4 10h12M11 5l5 5-5 5" />`,
  chevron: svg`<path d="M7.5 5l5 5-5 5" />`,
  rules: svg`<path d="M8 5h9M8 10h9M8 15h9M3 5l1 1 1.8-2M3 10l1 1 1.8-2M3 15l1 1 1.8-2" />`,
  plus: svg`<path d="M10 4v12M4 10h12" />`,
  history: svg`<path d="M3.5 10a6.5 6.5 0 1 0 2-4.7L3.5 7.2M3.5 3.5v3.7h3.7M10 6.5V10l2.5 1.8" />`,
  flask: svg`<path d="M8 3h4M8.5 3v5L4 15.2A1.2 1.2 0 0 0 5 17h10a1.2 1.2 0 0 0 1-1.8L11.5 8V3M6.2 12h7.6" />`,
  save: svg`<path d="M4 3.5h9.5L16.5 6.5V16a.8.8 0 0 1-.8.8H4.3a.8.8 0 0 1-.8-.8V4.3a.8.8 0 0 1 .5-.8zM7 3.5V8h5.5V3.5M6.5 16.8V12h7v4.8" />`,
  thumb: svg`<path d="M6.5 9v7.5H3.5V9zM6.5 9L10 3c1.3 0 2 1 1.7 2.3L11 8h4.6c.9 0 1.5.8 1.3 1.7l-1.2 5.4c-.2.8-.8 1.4-1.7 1.4H6.5" />`,
  later: svg`<circle cx="10" cy="10" r="7" /><path d="M10 6v4.3l2.8 1.7" />`,
  phone: svg`<path d="M5 3.5h2.6l1.2 3.4-1.7 1.3a10 10 0 0 0 4.7 4.7l1.3-1.7 3.4 1.2V15a1.7 1.7 0 0 1-1.8 1.7A12.5 12.5 0 0 1 3.3 5.3 1.7 1.7 0 0 1 5 3.5z" />`,
  pulse: svg`<path d="M2.5 10.5h3.2l2-5.5 4 10.5 2.3-5h3.5" />`,
  gauge: svg`<path d="M3.2 14.5a7 7 0 1 1 13.6 0M10 13l3.5-5M9 13.5h2" />`,
  people: svg`<circle cx="7.5" cy="7" r="3" /><path d="M2.5 16.5c.4-3 2.3-4.7 5-4.7s4.6 1.7 5 4.7M12.6 4.2a3 3 0 0 1 0 5.6M14.6 12.3c1.7.7 2.7 2.1 3 4.2" />`,
  bell: svg`<path d="M5 13.5V9a5 5 0 0 1 10 0v4.5l1.3 1.5H3.7zM8.5 17.2h3" />`,
  send: svg`<path d="M3 10.2L17 3.5l-4.2 13.3-3-5.3zM9.8 11.5L17 3.5" />`,
  download: svg`<path d="M10 3.5v9M6 9l4 4 4-4M4 16.5h12" />`,
  link: svg`<path d="M8.3 11.7a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-1 1M11.7 8.3a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l1-1" />`,
  user: svg`<circle cx="10" cy="6.8" r="3.3" /><path d="M3.8 17c.5-3.6 2.9-5.6 6.2-5.6s5.7 2 6.2 5.6" />`,
} satisfies Record<string, SVGTemplateResult>

export type IconName = keyof typeof PATHS

/** A decorative icon; what it stands for must also be written. */
export function icon(name: IconName, size = 20): TemplateResult {
  return html`<svg
    width=${size}
    height=${size}
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.7"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${PATHS[name]}
  </svg>`
}

/** The mark of the product. */
export function mark(size = 28): TemplateResult {
  return html`<svg width=${size} height=${size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="#3446b8" />
    <g fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round">
      <path d="M8 14v4" />
      <path d="M13.3 10v12" />
      <path d="M18.6 7v18" opacity=".75" />
      <path d="M24 12.5v7" opacity=".5" />
    </g>
  </svg>`
}
