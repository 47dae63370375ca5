import { tokenOf, type DigitRole, type Token } from './number-words.ts'

/** Digits in a row, as places in a list of words. */
export interface DigitRun {
  /** The first word of the run. */
  readonly from: number
  /** The word after the last one of the run. */
  readonly to: number
  /** The words that carry the number; fillers between them are left out. */
  readonly places: readonly number[]
  /** How many digits were said. "hundred" and the like add none: a round amount is short. */
  readonly digits: number
  /** How many of them were said one by one, as card numbers are and amounts are not. */
  readonly single: number
  readonly firstRole: DigitRole
  /** Nothing but "oh": an exclamation, unless it continues a number. */
  readonly onlyOh: boolean
}

/** So many fillers, or words that may be misheard digits, do not end a run. */
const MAX_BRIDGE = 2

/** Finds every run of digits, however short, in order. */
export function findDigitRuns(words: readonly string[]): readonly DigitRun[] {
  const finder = new RunFinder()
  words.forEach((word, place) => finder.take(tokenOf(word), place))
  return finder.end()
}

/** Whether nothing but words that may stand inside a number lies in `words`. */
export function isBridge(words: readonly string[]): boolean {
  return words.every((word) => ['filler', 'homophone', 'multiplier'].includes(tokenOf(word).type))
}

type DigitsToken = Extract<Token, { type: 'digits' }>

class RunFinder {
  readonly #found: DigitRun[] = []
  #run: DigitRun | null = null
  #last: DigitsToken | 'scale' | null = null
  #lastPlace = -1
  #fillers = 0
  #homophones: number[] = []
  #multiplier: { readonly times: number; readonly place: number } | null = null

  take(token: Token, place: number): void {
    switch (token.type) {
      case 'digits':
        this.#digits(token, place)
        break
      case 'multiplier':
        this.#multiplier = { times: token.times, place }
        break
      case 'scale':
        this.#scale(place)
        break
      case 'homophone':
        this.#homophones.push(place)
        if (this.#homophones.length > MAX_BRIDGE) this.#close()
        break
      case 'filler':
        this.#fillers += 1
        if (this.#fillers > MAX_BRIDGE) this.#close()
        break
      case 'other':
        this.#close()
    }
  }

  end(): readonly DigitRun[] {
    this.#close()
    return this.#found
  }

  #digits(token: DigitsToken, place: number): void {
    const multiplier = this.#multiplier?.place === place - 1 ? this.#multiplier : null
    // "call one two to three four": a digit that was misheard. "twenty to thirty": a range.
    const misheard = this.#last !== 'scale' && this.#last?.single === true && token.single
    if (this.#homophones.length > 0 && !misheard) this.#close()
    const completesTens = multiplier === null && this.#completesTens(token, place)
    const own = completesTens ? 0 : token.digits * (multiplier?.times ?? 1)
    const single = completesTens || !token.single ? 0 : own
    const run = this.#run
    const homophones = run === null ? [] : this.#homophones
    const places = [...homophones, ...(multiplier === null ? [] : [multiplier.place]), place]
    this.#run = {
      from: run?.from ?? places[0] ?? place,
      to: place + 1,
      places: [...(run?.places ?? []), ...places],
      digits: (run?.digits ?? 0) + homophones.length + own,
      single: (run?.single ?? 0) + homophones.length + single,
      firstRole: run?.firstRole ?? token.role,
      onlyOh: (run?.onlyOh ?? true) && token.role === 'oh' && multiplier === null,
    }
    this.#passed(token, place)
  }

  #scale(place: number): void {
    const run = this.#run
    if (run === null || this.#lastPlace !== place - 1) {
      this.#close()
      return
    }
    const sized = this.#last !== 'scale' && this.#last?.single === true ? 1 : 0
    this.#run = { ...run, to: place + 1, places: [...run.places, place], single: run.single - sized }
    this.#passed('scale', place)
  }

  #completesTens(token: DigitsToken, place: number): boolean {
    const last = this.#last
    return (
      token.role === 'unit' &&
      last !== null &&
      last !== 'scale' &&
      last.role === 'tens' &&
      this.#lastPlace === place - 1
    )
  }

  #passed(last: DigitsToken | 'scale', place: number): void {
    this.#last = last
    this.#lastPlace = place
    this.#fillers = 0
    this.#homophones = []
    this.#multiplier = null
  }

  #close(): void {
    if (this.#run !== null) this.#found.push(this.#run)
    this.#run = null
    this.#last = null
    this.#fillers = 0
    this.#homophones = []
    this.#multiplier = null
  }
}
