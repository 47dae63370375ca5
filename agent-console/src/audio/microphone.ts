import captureUrl from './capture-worklet.ts?worker&url'
import { meterLevel, toInt16 } from './pcm.ts'
import { Resampler } from './resampler.ts'

export interface MicrophoneFrame {
  readonly samples: Int16Array<ArrayBuffer>
  /** 0 to 1, see `meterLevel`. */
  readonly level: number
}

export interface Microphone {
  /** Rate of the frames in Hz: 8000, 16000, 24000 or 48000. */
  readonly sampleRate: number
  close(): void
}

/** The rate that telephones speak; asked of the browser first. */
const WANTED_RATE = 8000
/** Rates that the server takes as they are. */
const TAKEN_RATES = [8000, 16_000, 24_000, 48_000]
const OWN_RATE = 16_000

/**
 * Opens the microphone and calls back with each 20 ms of it.
 * @throws DOMException `NotAllowedError` or `NotFoundError`, as `getUserMedia` does.
 */
export async function openMicrophone(onFrame: (frame: MicrophoneFrame) => void): Promise<Microphone> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  })
  try {
    const { context, source } = openContext(stream)
    await context.audioWorklet.addModule(captureUrl)
    const node = new AudioWorkletNode(context, 'earshot-capture', { numberOfOutputs: 0 })
    const taken = TAKEN_RATES.includes(context.sampleRate)
    const resampler = taken ? null : new Resampler(context.sampleRate, OWN_RATE)
    node.port.onmessage = (event: MessageEvent<Float32Array>) => {
      const samples = resampler === null ? event.data : resampler.push(event.data)
      onFrame({ samples: toInt16(samples), level: meterLevel(event.data) })
    }
    source.connect(node)
    return {
      sampleRate: taken ? context.sampleRate : OWN_RATE,
      close() {
        node.port.onmessage = null
        release(stream)
        void context.close()
      },
    }
  } catch (error) {
    release(stream)
    throw error
  }
}

function openContext(stream: MediaStream): { context: AudioContext; source: MediaStreamAudioSourceNode } {
  const telephone = new AudioContext({ sampleRate: WANTED_RATE })
  try {
    return { context: telephone, source: telephone.createMediaStreamSource(stream) }
  } catch {
    // Expected in browsers that do not join a microphone to a context of another rate.
    void telephone.close()
    const context = new AudioContext()
    return { context, source: context.createMediaStreamSource(stream) }
  }
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
