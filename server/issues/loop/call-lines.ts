import type { CallId } from '../../contracts/call.ts'
import type { CodeId } from '../../contracts/contact.ts'
import type { Match } from '../../contracts/match.ts'
import type { CallMs, WallMs } from '../../contracts/time.ts'
import type { Utterance } from '../../contracts/transcript.ts'
import { contentWords } from '../../language/content-words.ts'
import type { CodeHeard } from '../contacts/call-contact.ts'
import { lineMatch, type Line, type LineEvidence } from './line-match.ts'

/** Utterances in which the words of an issue without a code are looked for when its line comes. */
const KEPT_UTTERANCES = 40

/** What is to be told, and by what a call is one of those it concerns. */
export interface CurrentLine extends Line {
  readonly isAbout: (code: CodeId) => boolean
  /** Whether content words are about it; null for an issue with a code. */
  readonly isSaid: ((words: readonly string[]) => boolean) | null
}

interface Told {
  readonly line: Line
  readonly matchId: string
  readonly evidence: LineEvidence
  state: 'fired' | 'confirmed'
}

interface HeardFinal {
  readonly utterance: Utterance
  readonly words: readonly string[]
}

/** What one live call has said, and which lines its agent has been told. */
export class CallLines {
  readonly #callId: CallId
  readonly #codes = new Map<CodeId, CodeHeard>()
  readonly #finals: HeardFinal[] = []
  readonly #told = new Map<string, Told>()
  #agentId: string | null
  #atMs: CallMs
  #count = 0

  constructor(callId: CallId, agentId: string | null, atMs: CallMs) {
    this.#callId = callId
    this.#agentId = agentId
    this.#atMs = atMs
  }

  pass(atMs: CallMs): void {
    this.#atMs = atMs
  }

  /** Another agent has the call, and has not been told. */
  passTo(agentId: string): readonly Match[] {
    if (agentId === this.#agentId) return []
    this.#agentId = agentId
    return [...this.#told.values()].map(({ line, evidence }) => this.#tell(line, evidence, null))
  }

  heardCode(heard: CodeHeard, lines: Iterable<CurrentLine>, now: WallMs): readonly Match[] {
    if (heard.state === 'retracted') {
      this.#codes.delete(heard.code)
      return this.#unsay(heard)
    }
    this.#codes.set(heard.code, heard)
    const matches: Match[] = heard.state === 'confirmed' ? [...this.#confirm(heard)] : []
    for (const line of lines) {
      if (line.isAbout(heard.code) && this.#isNews(line)) matches.push(this.#tell(line, heard, now))
    }
    return matches
  }

  heardFinal(utterance: Utterance, lines: Iterable<CurrentLine>, now: WallMs): readonly Match[] {
    const final = { utterance, words: contentWords(utterance.text) }
    this.#finals.push(final)
    if (this.#finals.length > KEPT_UTTERANCES) this.#finals.shift()
    const matches: Match[] = []
    for (const line of lines) {
      if (line.isSaid?.(final.words) === true && this.#isNews(line)) {
        matches.push(this.#tell(line, { words: utterance.words, utterance }, now))
      }
    }
    return matches
  }

  /** A line was written, changed or taken back while the call is live. */
  follow(issueId: string, line: CurrentLine | null): readonly Match[] {
    const matches: Match[] = []
    const told = this.#told.get(issueId)
    if (told !== undefined && told.line.at !== line?.at) {
      this.#told.delete(issueId)
      matches.push(this.#match(told, 'retracted', null, 'issue-over'))
    }
    if (line === null || !this.#isNews(line)) return matches
    const evidence = this.#evidenceOf(line)
    if (evidence !== null) matches.push(this.#tell(line, evidence, null))
    return matches
  }

  #isNews({ issue, at }: Line): boolean {
    return this.#told.get(issue.issueId)?.line.at !== at
  }

  #evidenceOf({ isAbout, isSaid }: CurrentLine): LineEvidence | null {
    for (const [code, heard] of this.#codes) if (isAbout(code)) return heard
    if (isSaid === null) return null
    const final = this.#finals.findLast(({ words }) => isSaid(words))
    return final === undefined ? null : { words: final.utterance.words, utterance: final.utterance }
  }

  #tell(line: Line, evidence: LineEvidence, matchedAt: WallMs | null): Match {
    this.#count += 1
    const matchId = `issue:${line.issue.issueId}:${String(line.at)}:${String(this.#count)}`
    const state = evidence.utterance.state === 'final' ? 'confirmed' : 'fired'
    const told = { line, matchId, evidence, state } satisfies Told
    this.#told.set(line.issue.issueId, told)
    return this.#match(told, state, matchedAt)
  }

  /** The final has the words too. */
  #confirm({ code, words, utterance }: CodeHeard): readonly Match[] {
    return this.#toldIn(utterance, code).map((told) => {
      const confirmed: Told = { ...told, state: 'confirmed', evidence: { words, utterance } }
      this.#told.set(told.line.issue.issueId, confirmed)
      return this.#match(confirmed, 'confirmed', utterance.decodedAt)
    })
  }

  /** The final does not have the words: what was told on them is withdrawn, and may be told again. */
  #unsay({ code, utterance }: CodeHeard): readonly Match[] {
    return this.#toldIn(utterance, code).map((told) => {
      this.#told.delete(told.line.issue.issueId)
      return this.#match(told, 'retracted', utterance.decodedAt)
    })
  }

  #toldIn({ utteranceId }: Utterance, code: CodeId): readonly Told[] {
    return [...this.#told.values()].filter(
      ({ state, evidence, line }) =>
        state === 'fired' && evidence.utterance.utteranceId === utteranceId && isLineOf(line, code),
    )
  }

  #match(
    { line, matchId, evidence }: Told,
    state: Match['state'],
    matchedAt: WallMs | null,
    because?: 'issue-over',
  ): Match {
    const atMs = matchedAt === null ? this.#atMs : evidence.utterance.atMs
    const match = lineMatch({ callId: this.#callId, matchId, line, evidence, state, atMs, matchedAt })
    return because === undefined ? match : { ...match, because }
  }
}

function isLineOf({ issue }: Line, code: CodeId): boolean {
  return issue.code !== null && (code === issue.code || code.startsWith(`${issue.code}.`))
}
