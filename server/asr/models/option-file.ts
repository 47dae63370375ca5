/** The lines of a Kaldi option file, `--name=value`; whatever else stands in it is kept. */
export type Options = Readonly<Record<string, string>>

/** Whether the text gives each option this value, and no other. */
export function hasOptions(text: string, options: Options): boolean {
  return Object.entries(options).every(([name, value]) => {
    const found = linesOf(text).filter((line) => isOption(line, name))
    return found.length > 0 && found.every((line) => line === lineOf(name, value))
  })
}

/** The text with these options in place of its lines of the same names. */
export function withOptions(text: string, options: Options): string {
  const kept = linesOf(text).filter((line) => !Object.keys(options).some((name) => isOption(line, name)))
  const set = Object.entries(options).map(([name, value]) => lineOf(name, value))
  return [...kept, ...set, ''].join('\n')
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function isOption(line: string, name: string): boolean {
  return line === `--${name}` || line.startsWith(`--${name}=`)
}

function lineOf(name: string, value: string): string {
  return `--${name}=${value}`
}
