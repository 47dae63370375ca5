import { html, type TemplateResult } from 'lit'
import { readMarkdown, type Block, type Inline } from '../../data/markdown.ts'

/** Markdown as elements; no HTML of it is ever taken as such. */
export function markdownText(text: string): TemplateResult {
  return html`${readMarkdown(text).map(block)}`
}

function block(part: Block): TemplateResult {
  switch (part.kind) {
    case 'heading':
      return html`<h4>${part.of.map(inline)}</h4>`
    case 'paragraph':
      return html`<p>${part.of.map(inline)}</p>`
    case 'numbers':
      return html`<ol>
        ${part.items.map((item) => html`<li>${item.map(inline)}</li>`)}
      </ol>`
    case 'points':
      return html`<ul>
        ${part.items.map((item) => html`<li>${item.map(inline)}</li>`)}
      </ul>`
  }
}

function inline(part: Inline): TemplateResult {
  switch (part.kind) {
    case 'text':
      return html`${part.text}`
    case 'strong':
      return html`<strong>${part.text}</strong>`
    case 'em':
      return html`<em>${part.text}</em>`
    case 'code':
      return html`<code>${part.text}</code>`
    case 'link':
      return html`<a href=${part.url} target="_blank" rel="noopener noreferrer">${part.text}</a>`
  }
}
