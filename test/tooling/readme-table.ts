const BEGIN = '<!-- settings:begin -->'
const END = '<!-- settings:end -->'

/** The README with the table between its two marks. The formatter leaves what is between them alone. */
export function putTable(readme: string, table: string): string {
  const begin = readme.indexOf(BEGIN)
  const end = readme.indexOf(END)
  if (begin === -1 || end < begin) throw new Error(`the README lacks ${BEGIN} and ${END}`)
  const block = `\n\n<!-- prettier-ignore-start -->\n\n${table}\n\n<!-- prettier-ignore-end -->\n\n`
  return readme.slice(0, begin + BEGIN.length) + block + readme.slice(end)
}
