import { channelSamples, type Wav } from './wav.ts'

/** The audible side of a recording that plays into the server; a browser without sound still streams. */
export class Sound {
  readonly #context = new AudioContext()
  readonly #gain = this.#context.createGain()

  constructor(muted: boolean) {
    this.#gain.connect(this.#context.destination)
    this.setMuted(muted)
  }

  setMuted(muted: boolean): void {
    this.#gain.gain.value = muted ? 0 : 1
  }

  play(wav: Wav): void {
    const left = channelSamples(wav, 0)
    const buffer = this.#context.createBuffer(2, left.length, wav.sampleRate)
    buffer.copyToChannel(left, 0)
    buffer.copyToChannel(channelSamples(wav, 1), 1)
    const source = this.#context.createBufferSource()
    source.buffer = buffer
    source.connect(this.#gain)
    source.start()
  }

  close(): void {
    if (this.#context.state !== 'closed') void this.#context.close()
  }
}
