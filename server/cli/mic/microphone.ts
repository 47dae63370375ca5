import recorder from 'node-record-lpcm16'
import { normaliseError } from '../../platform/normalise-error.ts'
import { CliError, EXIT } from '../cli-error.ts'

export const RECORDERS = ['sox', 'rec', 'arecord'] as const

export type RecorderName = (typeof RECORDERS)[number]

/** The Debian package of each recording program. */
const PACKAGE_OF: Readonly<Record<RecorderName, string>> = {
  sox: 'sox, and libsox-fmt-pulse or libsox-fmt-alsa',
  rec: 'sox, and libsox-fmt-pulse or libsox-fmt-alsa',
  arecord: 'alsa-utils',
}

interface MicrophoneOptions {
  readonly recorder: RecorderName
  readonly rate: number
  /** As the recording program names it; by default its own choice. */
  readonly device: string | undefined
  /** Ends the recording in good order. */
  readonly signal: AbortSignal
}

/**
 * The microphone as signed 16 bit samples, one channel, as they come, until `signal` is aborted.
 * @throws CliError that says what is missing when the recording program is not there or gives up.
 */
export async function* recordMicrophone(options: MicrophoneOptions): AsyncGenerator<Int16Array> {
  const { signal, rate, device } = options
  const isStopped = (): boolean => signal.aborted
  if (isStopped()) return
  const recording = recorder.record({
    sampleRate: rate,
    channels: 1,
    audioType: 'raw',
    recorder: options.recorder,
    ...(device === undefined ? {} : { device }),
  })
  const program = recording.process
  const complaint = tailOf(program.stderr)
  const stream = recording.stream()
  // The library does not listen: a program that is not there would end this process.
  program.on('error', (error) => stream.destroy(error))
  const stop = (): void => recording.stop()
  signal.addEventListener('abort', stop, { once: true })
  let odd: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of stream) {
      const bytes: Buffer = Buffer.concat([odd, Buffer.from(chunk)])
      // A read may end inside a sample; the rest of it comes with the next.
      const whole = bytes.length - (bytes.length % 2)
      odd = bytes.subarray(whole)
      if (whole > 0) yield samplesOf(bytes.subarray(0, whole))
    }
    if (!isStopped()) throw new Error('it ended')
  } catch (thrown) {
    // Stopping it counts as a failure to the library.
    if (!isStopped()) throw explain(options.recorder, thrown, complaint())
  } finally {
    signal.removeEventListener('abort', stop)
    recording.stop()
  }
}

function samplesOf(bytes: Buffer): Int16Array {
  return Int16Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readInt16LE(at * 2))
}

/** The last words of a program. */
function tailOf(stderr: NodeJS.ReadableStream | null): () => string {
  let tail = ''
  stderr?.on('data', (chunk: Buffer) => (tail = `${tail}${chunk.toString('utf8')}`.slice(-500)))
  return () => tail.trim().split('\n').at(-1) ?? ''
}

function explain(name: RecorderName, thrown: unknown, complaint: string): CliError {
  const cause = normaliseError(thrown)
  if ('code' in cause && cause.code === 'ENOENT') {
    return new CliError(
      `the recording program \`${name}\` is missing; on Debian: apt-get install ${PACKAGE_OF[name]}`,
      { exitCode: EXIT.wrongUse, cause },
    )
  }
  const why = complaint === '' ? cause.message.split('\n', 1).join('') : complaint
  return new CliError(`the recording program \`${name}\` ended: ${why}`, { exitCode: EXIT.faults, cause })
}
