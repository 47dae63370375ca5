import { Writable } from 'node:stream'

/** A destination for a log that keeps each line as an object. */
export function linesInto(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>)
      done()
    },
  })
}
