import fvad from '@echogarden/fvad-wasm'
import type { RecognitionRate } from '../../contracts/audio.ts'
import { FRAME_MS } from './speech-gate.ts'
import { SteadySound } from './steady-sound.ts'

/** Says of each frame whether somebody speaks. Keeps a picture of the channel's sound, so one a channel. */
export interface VoiceActivity {
  isVoiced(frame: Int16Array): boolean
  close(): void
}

export type CreateVoiceActivity = (rate: RecognitionRate) => VoiceActivity

/** The strictest of the detector's modes 0 to 3: least silence decoded. */
const STRICTEST_MODE = 3
/** 12 dB: without it that mode is deaf to a quiet caller, and loses half of what is said at -55 dBFS. */
const GAIN = 4
const LOUDEST = 32_767
const BYTES_PER_SAMPLE = 2

/**
 * Loads the WebRTC voice activity detector (BSD-licensed, compiled to WebAssembly), once a process. It takes
 * everything for a voice that is louder than the noise before it; what is steady is taken out of that.
 */
export async function loadVoiceActivity(): Promise<CreateVoiceActivity> {
  const module = await fvad()
  // All channels take turns in one piece of the module's memory, large enough for a frame at 16 kHz.
  const framePointer = module._malloc(16 * FRAME_MS * BYTES_PER_SAMPLE)
  return (rate) => {
    const detector = module._fvad_new()
    module._fvad_set_mode(detector, STRICTEST_MODE)
    module._fvad_set_sample_rate(detector, rate)
    const steady = new SteadySound(rate)
    return {
      isVoiced(frame) {
        module.HEAP16.set(amplify(frame), framePointer / BYTES_PER_SAMPLE)
        const isSteady = steady.hears(frame)
        return module._fvad_process(detector, framePointer, frame.length) === 1 && !isSteady
      },
      close() {
        module._fvad_free(detector)
      },
    }
  }
}

/** What becomes too loud is clipped; the detector looks at levels only. */
function amplify(frame: Int16Array): Int16Array {
  return frame.map((sample) => Math.max(-LOUDEST, Math.min(LOUDEST, sample * GAIN)))
}
