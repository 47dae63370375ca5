declare module 'node-record-lpcm16' {
  import type { ChildProcess } from 'node:child_process'
  import type { Readable } from 'node:stream'

  interface RecordOptions {
    sampleRate: number
    channels: number
    /** `raw`: samples only. The default puts a RIFF header before them. */
    audioType: 'raw' | 'wav'
    recorder: 'sox' | 'rec' | 'arecord'
    device?: string
  }

  interface Recording {
    /** The recording program; its `error` event is not handled by the library. */
    readonly process: ChildProcess
    stream(): Readable
    stop(): void
  }

  const recorder: { record(options: RecordOptions): Recording }
  export default recorder
}
