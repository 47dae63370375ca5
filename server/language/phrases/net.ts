import type { Phrase, PhraseNode, SlotName, WordPattern } from './tree.ts'

/** What leads from one state to another. */
export type Label =
  | { readonly kind: 'word'; readonly pattern: WordPattern }
  /** Any word: a place of a gap. */
  | { readonly kind: 'any' }
  | { readonly kind: 'slot'; readonly name: SlotName }
  /** A word that sounds like this one; `joined`: like two words of the phrase said as one. */
  | { readonly kind: 'sound'; readonly word: string; readonly joined: boolean }

/**
 * An automaton under construction. States and labels are numbered from 0; state 0 is the beginning of all
 * phrases. Phrases share their beginnings: whatever leads to a state has said the same.
 */
export interface Net {
  readonly states: number
  readonly labels: readonly Label[]
  readonly edges: readonly NetEdge[]
  /** Moves that take no word. */
  readonly empties: readonly (readonly [from: number, to: number])[]
  /** Phrases that end in a state. */
  readonly ends: ReadonlyMap<number, readonly number[]>
  /** States where something with a name begins or has ended. */
  readonly marks: ReadonlyMap<number, Mark>
}

export interface NetEdge {
  readonly from: number
  readonly label: number
  readonly to: number
}

export interface Mark {
  readonly kind: 'opens' | 'closes'
  readonly name: string
}

export interface NetEntry {
  readonly phrase: Phrase
  readonly soundsAlike: boolean
}

/** Builds one net for all phrases; its size is the sum of theirs less what they share. */
export function buildNet(entries: readonly NetEntry[]): Net {
  const builder = new NetBuilder()
  entries.forEach((entry, index) => builder.add(entry, index))
  return builder
}

class NetBuilder implements Net {
  states = 1
  readonly labels: Label[] = []
  readonly edges: NetEdge[] = []
  readonly empties: (readonly [number, number])[] = []
  readonly ends = new Map<number, number[]>()
  readonly marks = new Map<number, Mark>()
  readonly #labelIds = new Map<string, number>()
  /** The state behind a part that begins at a state. */
  readonly #exits = new Map<string, number>()
  readonly #lists = new Map<PhraseNode, number>()
  #soundsAlike = false

  add({ phrase, soundsAlike }: NetEntry, index: number): void {
    this.#soundsAlike = soundsAlike
    const parts = phrase.root.kind === 'sequence' ? phrase.root.of : [phrase.root]
    const end = this.#extendAll(0, parts).at
    const ending = this.ends.get(end)
    if (ending === undefined) this.ends.set(end, [index])
    else ending.push(index)
  }

  /** Lays parts one behind another; gives the state behind the last and the one before it. */
  #extendAll(start: number, parts: readonly PhraseNode[]): { readonly before: number; readonly at: number } {
    let before = start
    let at = start
    parts.forEach((part, index) => {
      const next = this.#extend(at, part)
      this.#join({ from: before, first: parts[index - 1], second: part, to: next })
      before = at
      at = next
    })
    return { before, at }
  }

  #extend(from: number, part: PhraseNode): number {
    const key = `${from} ${this.#soundsAlike ? '=' : ''}${this.#keyOf(part)}`
    const known = this.#exits.get(key)
    if (known !== undefined) return known
    const exit = this.#newState()
    this.#exits.set(key, exit)
    this.#lay(from, part, exit)
    return exit
  }

  #lay(from: number, part: PhraseNode, to: number): void {
    switch (part.kind) {
      case 'word':
        this.#edge(from, this.#wordLabel(part.pattern), to)
        break
      case 'gap':
        this.#layGap(from, part.most, to)
        break
      case 'optional':
        this.empties.push([from, to])
        this.#lay(from, part.of, to)
        break
      case 'choice':
        for (const branch of part.of) this.#lay(from, branch, to)
        break
      case 'sequence':
        this.#laySequence(from, part.of, to)
        break
      case 'slot': {
        const [opened, closed] = this.#named({ from, name: part.as ?? part.name, to })
        this.#edge(opened, { kind: 'slot', name: part.name }, closed)
        break
      }
      case 'list': {
        const [opened, closed] = this.#named({ from, name: part.as ?? part.name, to })
        for (const entry of part.of) this.#lay(opened, entry, closed)
        break
      }
    }
  }

  #laySequence(from: number, parts: readonly PhraseNode[], to: number): void {
    const last = parts.at(-1)
    if (last === undefined) return
    const { before, at } = this.#extendAll(from, parts.slice(0, -1))
    this.#lay(at, last, to)
    this.#join({ from: before, first: parts.at(-2), second: last, to })
  }

  #layGap(from: number, most: number, to: number): void {
    let at = from
    this.empties.push([at, to])
    for (let place = 0; place < most; place += 1) {
      const next = this.#newState()
      this.#edge(at, { kind: 'any' }, next)
      this.empties.push([next, to])
      at = next
    }
  }

  /** Two states, between which something with a name is to be laid. */
  #named(place: {
    readonly from: number
    readonly name: string
    readonly to: number
  }): readonly [number, number] {
    const opened = this.#newState()
    const closed = this.#newState()
    this.marks.set(opened, { kind: 'opens', name: place.name })
    this.marks.set(closed, { kind: 'closes', name: place.name })
    this.empties.push([place.from, opened], [closed, place.to])
    return [opened, closed]
  }

  /** Where words may sound alike, two that follow each other may be heard as one. */
  #join(place: {
    readonly from: number
    readonly first: PhraseNode | undefined
    readonly second: PhraseNode
    readonly to: number
  }): void {
    const { from, first, second, to } = place
    if (!this.#soundsAlike || first?.kind !== 'word' || second.kind !== 'word') return
    if (first.pattern.kind !== 'exact' || second.pattern.kind !== 'exact') return
    const word = first.pattern.text + second.pattern.text
    const key = `${from} ${word} ${to}`
    if (this.#exits.has(key)) return
    this.#exits.set(key, to)
    this.#edge(from, { kind: 'sound', word, joined: true }, to)
  }

  #wordLabel(pattern: WordPattern): Label {
    return this.#soundsAlike && pattern.kind === 'exact'
      ? { kind: 'sound', word: pattern.text, joined: false }
      : { kind: 'word', pattern }
  }

  #edge(from: number, label: Label, to: number): void {
    const key = labelKey(label)
    let id = this.#labelIds.get(key)
    if (id === undefined) {
      id = this.labels.length
      this.labels.push(label)
      this.#labelIds.set(key, id)
    }
    this.edges.push({ from, label: id, to })
  }

  #newState(): number {
    this.states += 1
    return this.states - 1
  }

  /** The same for two parts exactly when they mean the same; a list is known by itself. */
  #keyOf(part: PhraseNode): string {
    switch (part.kind) {
      case 'word':
        return patternKey(part.pattern)
      case 'gap':
        return `...${part.most}`
      case 'slot':
        return `<${part.as ?? ''}:${part.name}>`
      case 'optional':
        return `${this.#keyOf(part.of)}?`
      case 'choice':
        return `(${part.of.map((each) => this.#keyOf(each)).join('|')})`
      case 'sequence':
        return `(${part.of.map((each) => this.#keyOf(each)).join(' ')})`
      case 'list': {
        const number = this.#lists.get(part) ?? this.#lists.size
        this.#lists.set(part, number)
        return `<#${number}>`
      }
    }
  }
}

function labelKey(label: Label): string {
  switch (label.kind) {
    case 'any':
      return '...'
    case 'slot':
      return `<${label.name}>`
    case 'sound':
      return `${label.joined ? '+' : '='}${label.word}`
    case 'word':
      return patternKey(label.pattern)
  }
}

function patternKey(pattern: WordPattern): string {
  switch (pattern.kind) {
    case 'exact':
      return pattern.text
    case 'affix':
      return `${pattern.begins}*${pattern.ends}`
    case 'stem':
      return `~${pattern.stem}`
  }
}
