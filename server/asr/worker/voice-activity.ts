import fvad from '@echogarden/fvad-wasm'
import type { RecognitionRate } from '../../contracts/audio.ts'

/** Says of each frame whether it is voiced. Keeps a picture of the channel's noise, so one a channel. */
export interface VoiceActivity {
  isVoiced(frame: Int16Array): boolean
  close(): void
}

export type CreateVoiceActivity = (rate: RecognitionRate) => VoiceActivity

/** Length of a frame that `VoiceActivity` takes. The WebRTC detector knows 10, 20 and 30 ms. */
export const FRAME_MS = 20

/** The strictest of the detector's modes 0 to 3: least silence decoded, without loss of words (measured). */
const STRICTEST_MODE = 3
const BYTES_PER_SAMPLE = 2

/** Loads the WebRTC voice activity detector (BSD-licensed, compiled to WebAssembly), once a process. */
export async function loadVoiceActivity(): Promise<CreateVoiceActivity> {
  const module = await fvad()
  // All channels take turns in one piece of the module's memory, large enough for a frame at 16 kHz.
  const framePointer = module._malloc(16 * FRAME_MS * BYTES_PER_SAMPLE)
  return (rate) => {
    const detector = module._fvad_new()
    module._fvad_set_mode(detector, STRICTEST_MODE)
    module._fvad_set_sample_rate(detector, rate)
    return {
      isVoiced(frame) {
        module.HEAP16.set(frame, framePointer / BYTES_PER_SAMPLE)
        return module._fvad_process(detector, framePointer, frame.length) === 1
      },
      close() {
        module._fvad_free(detector)
      },
    }
  }
}
