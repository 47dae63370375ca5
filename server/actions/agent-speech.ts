import type { CallMessage } from '../contracts/transcript.ts'

/**
 * Words come some 300 ms after they were spoken, so a shorter silence after the last known one says nothing yet. In
 * milliseconds of call time.
 */
const PAUSE_MS = 700

/** Whether the agent is in the middle of speaking, told from the moving hypothesis. */
export class AgentSpeech {
  #isOpen = false
  #wordEndMs = 0
  #atMs = 0

  /** The newest call time heard of. */
  get atMs(): number {
    return this.#atMs
  }

  get isSpeaking(): boolean {
    return this.#isOpen && this.#atMs - this.#wordEndMs < PAUSE_MS
  }

  take(message: CallMessage): void {
    this.#atMs = Math.max(this.#atMs, message.atMs)
    if (message.type !== 'utterance' || message.party !== 'agent') return
    this.#isOpen = message.state === 'partial' && message.words.length > 0
    this.#wordEndMs = message.words.at(-1)?.endMs ?? this.#wordEndMs
  }
}
