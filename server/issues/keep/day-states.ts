import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type WallMs, wallMs } from '../../contracts/time.ts'

const DAY_MS = 86_400_000
/** With three there is always one that is a day old, and never one of more than three days. */
const KEPT = 3
const NAME = /^issues-(\d+)\.state$/

export interface DayState {
  readonly file: string
  /** Contacts that arrived before are in it. */
  readonly upTo: WallMs
}

/** One state a day, as a file: from it the last day can be played again. */
export class DayStates {
  readonly #dir: string

  constructor(dir: string) {
    this.#dir = dir
  }

  /** Oldest first; none where there is no folder. */
  async list(): Promise<readonly DayState[]> {
    const names = await readdir(this.#dir).catch(() => [])
    return names
      .flatMap((name) => {
        const upTo = NAME.exec(name)?.[1]
        return upTo === undefined ? [] : [{ file: join(this.#dir, name), upTo: wallMs(Number(upTo)) }]
      })
      .toSorted((a, b) => a.upTo - b.upTo)
  }

  /** The newest one from before a time, else the oldest there is; null: there is none. */
  async from(before: WallMs): Promise<DayState | null> {
    const states = await this.list()
    return states.findLast(({ upTo }) => upTo <= before) ?? states[0] ?? null
  }

  read({ file }: DayState): Promise<Uint8Array> {
    return readFile(file)
  }

  /** Keeps a state when the latest is a day old. */
  async keep(now: WallMs, state: Uint8Array): Promise<void> {
    const states = await this.list()
    const latest = states.at(-1)
    if (latest !== undefined && now - latest.upTo < DAY_MS) return
    await mkdir(this.#dir, { recursive: true, mode: 0o700 })
    const file = join(this.#dir, `issues-${String(Math.floor(now))}.state`)
    // Whole or not at all.
    await writeFile(`${file}.tmp`, state, { mode: 0o600 })
    await rename(`${file}.tmp`, file)
    const old = states.slice(0, Math.max(0, states.length + 1 - KEPT))
    await Promise.all(old.map((one) => rm(one.file, { force: true })))
  }
}
