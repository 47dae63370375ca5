const NOTES_HZ = [660, 880] as const
const NOTE_S = 0.14
const LOUDNESS = 0.12

/** Two soft notes, made here: no file has to be loaded. Starts only after a click, as browsers want it. */
export class Chime {
  #context: AudioContext | null = null

  /** To be called from a click, which lets the browser make sound from then on. */
  prepare(): void {
    this.#context ??= new AudioContext()
    void this.#context.resume()
  }

  play(): void {
    this.prepare()
    const context = this.#context
    if (context === null) return
    NOTES_HZ.forEach((frequency, index) => {
      const from = context.currentTime + index * NOTE_S
      const note = context.createOscillator()
      const gain = context.createGain()
      note.frequency.value = frequency
      gain.gain.setValueAtTime(0, from)
      gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02)
      gain.gain.exponentialRampToValueAtTime(0.001, from + NOTE_S)
      note.connect(gain).connect(context.destination)
      note.start(from)
      note.stop(from + NOTE_S)
    })
  }

  close(): void {
    const context = this.#context
    this.#context = null
    if (context !== null && context.state !== 'closed') void context.close()
  }
}
