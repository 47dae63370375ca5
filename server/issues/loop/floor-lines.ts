import type { CallId } from '../../contracts/call.ts'
import type { Issue } from '../../contracts/issue.ts'
import type { Match } from '../../contracts/match.ts'
import type { WallMs } from '../../contracts/time.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import { phraseTest } from '../book/membership.ts'
import type { CodeHeard } from '../contacts/call-contact.ts'
import { isWithin } from '../contacts/code-search.ts'
import { CallLines, type CurrentLine } from './call-lines.ts'

/**
 * The digital team's lines to the floor: once a call is known to be about an issue, its agent is told the line that is
 * in force, at most once for each line; when the issue is over the line is withdrawn.
 */
export class FloorLines {
  readonly #calls = new Map<CallId, CallLines>()
  readonly #lines = new Map<string, CurrentLine>()

  get size(): number {
    return this.#lines.size
  }

  /** What one message of a call, and the codes that were found in it, bring. */
  take(message: CallMessage, codes: readonly CodeHeard[], now: WallMs): readonly Match[] {
    if (message.type === 'start') {
      const { callId, agentId } = message.call
      this.#calls.set(callId, new CallLines(callId, agentId, message.atMs))
      return []
    }
    const call = this.#calls.get(message.callId)
    if (call === undefined) return []
    call.pass(message.atMs)
    switch (message.type) {
      case 'end':
        this.#calls.delete(message.callId)
        return []
      case 'update':
        return message.change.agentId === undefined ? [] : call.passTo(message.change.agentId)
      case 'utterance': {
        const matches = codes.flatMap((heard) => call.heardCode(heard, this.#lines.values(), now))
        const isFinal = message.state === 'final' && message.party === 'customer'
        return isFinal ? [...matches, ...call.heardFinal(message, this.#lines.values(), now)] : matches
      }
      case 'tick':
      case 'gap':
        return []
    }
  }

  /** An issue has changed; its line goes to the calls that are live, or is withdrawn from them. */
  follow(issue: Issue): readonly Match[] {
    const line = lineOf(issue)
    const before = this.#lines.get(issue.issueId)
    if (line === null && before === undefined) return []
    if (line === null) this.#lines.delete(issue.issueId)
    else this.#lines.set(issue.issueId, line)
    if (line !== null && line.at === before?.at) return []
    return [...this.#calls.values()].flatMap((call) => call.follow(issue.issueId, line))
  }

  clear(): void {
    this.#calls.clear()
    this.#lines.clear()
  }
}

/** Every advice has an entry in the issue's history, so their number is its version. */
function lineOf(issue: Issue): CurrentLine | null {
  const { advice, code, features } = issue
  if (advice === null) return null
  return {
    issue,
    text: advice.text,
    at: advice.at,
    version: Math.max(1, issue.history.filter(({ action }) => action === 'advise').length),
    isAbout: (heard) => code !== null && isWithin(heard, code),
    isSaid: code === null ? phraseTest(features) : null,
  }
}
