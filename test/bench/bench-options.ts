import { parseArgs } from 'node:util'

/** What one benchmark leaves for those that run after it in the same command. */
export interface Findings {
  /** Parties that recognition held in real time. */
  heldParties?: number
}

/** What every benchmark is given; those that need nothing of it may ignore it. */
export interface BenchOptions {
  /** A smoke run: it shows that the benchmark works, its figures mean nothing. */
  readonly quick: boolean
  /** A number given as `--NAME N`, or what the benchmark takes by itself. */
  readonly number: (name: NumberName, otherwise: { readonly full: number; readonly quick: number }) => number
  readonly findings: Findings
}

const NUMBERS = ['runs', 'calls', 'seconds', 'warm', 'speed', 'minutes', 'capacity', 'workers'] as const
type NumberName = (typeof NUMBERS)[number]

export interface BenchCommand {
  /** Names or groups, in the order given. */
  readonly names: readonly string[]
  readonly options: BenchOptions
}

/** Throws with a sentence for the user when an argument is unknown or not a positive number. */
export function readCommand(args: readonly string[]): BenchCommand {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      ...(Object.fromEntries(NUMBERS.map((name) => [name, { type: 'string' }])) as Record<
        NumberName,
        { type: 'string' }
      >),
    },
  })
  const given = new Map<NumberName, number>()
  for (const name of NUMBERS) {
    const text = values[name]
    if (text === undefined) continue
    const value = Number(text)
    if (!(value > 0 && Number.isFinite(value))) throw new Error(`--${name} wants a positive number`)
    given.set(name, value)
  }
  const { quick } = values
  return {
    names: positionals,
    options: {
      quick,
      number: (name, otherwise) => given.get(name) ?? (quick ? otherwise.quick : otherwise.full),
      findings: {},
    },
  }
}
