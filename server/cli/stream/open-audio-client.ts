import { assertNever } from '../../contracts/assert-never.ts'
import type { AudioClient, AudioClientOptions } from './audio-client.ts'
import { openGrpcWire } from './grpc-client.ts'
import { openNativeWire } from './native-client.ts'
import { openResumableStream } from './resumable-stream.ts'
import { openTwilioClient } from './twilio-client.ts'

/**
 * Opens a stream over one of the server's doors.
 * @throws AppError with the server's code when it refuses, CliError when nobody answers.
 */
export function openAudioClient(options: AudioClientOptions): Promise<AudioClient> {
  switch (options.protocol) {
    case 'native':
      return openResumableStream({
        ...options,
        openWire: (listener) => openNativeWire({ ...options, listener }),
      })
    case 'grpc':
      return openResumableStream({
        ...options,
        openWire: (listener) => openGrpcWire({ ...options, address: options.grpc, listener }),
      })
    case 'twilio':
      return openTwilioClient(options)
    default:
      return assertNever(options.protocol)
  }
}
