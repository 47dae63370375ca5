/** The first line of a Markdown text that says something, as it reads: without signs of headings, lists and emphasis. */
export function firstLine(markdown: string): string {
  for (const line of markdown.split('\n')) {
    const read = line
      .replace(/^\s*(?:#{1,6}\s+|[-*+>]\s+|\d+[.)]\s+)*/, '')
      .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/(\*\*|__|`)(.*?)\1/g, '$2')
      .replaceAll(/(^|\W)([*_])(\S.*?\S|\S)\2(?=\W|$)/g, '$1$3')
      .trim()
    if (/[\p{L}\p{N}]/u.test(read)) return read
  }
  return ''
}
