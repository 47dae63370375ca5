import { Command } from 'commander'
import { z } from 'zod'
import { addCallOptions, callOptions, parseParties, parseSpeed, resolveConnection } from './call-options.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { withInterrupt } from './interrupt.ts'
import { readCallAudio, splitByParty } from './stream/audio-file.ts'
import { createFileFeed } from './stream/file-feed.ts'
import { createSchedule } from './stream/pacer.ts'
import { createPrinter } from './stream/printer.ts'
import { requireGoodEnd, runCall } from './stream/run-call.ts'

const EXAMPLES = `
Files are WAV of any kind: PCM of 8 to 32 bit, float, mu-law, A-law, any rate. Two mono files, or the two
channels of a stereo file, are agent and customer; --party says otherwise. They travel as the channels of one
stream, so that they stay on one clock; with --separate as two streams that join by the call's name.

Delays are from the end of the spoken word, by the recording's own schedule, to its arrival here.

Examples:
  earshot stream agent-console/sample-calls/cancellation.wav --agent a7
  earshot stream agent.wav customer.wav --agent a7 --attribute queue=billing
  earshot stream caller.wav --party customer --protocol twilio
  earshot stream call.wav --party customer,agent --speed 4 --json

Exit codes: 0 the call ended in good order, 1 it did not, 2 wrong use.`

const streamOptions = callOptions.extend({
  speed: z.number(),
  party: z.array(z.enum(['agent', 'customer'])).optional(),
  separate: z.boolean().default(false),
})

/** `earshot stream FILE…`: plays recordings to a server and shows what it makes of them. */
export function streamCommand(context: CliContext): Command {
  const command = new Command('stream')
    .description('play recordings to a server; print transcript, prompts and alerts with their delays')
    .argument('<file...>', 'one or two mono recordings, or one in stereo')
    .option('--speed <factor>', '1 is real time', parseSpeed, 1)
    .option('--party <parties>', 'whose audio each file or channel is', parseParties)
    .option('--separate', 'one stream for each party')
  return addCallOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], flags: unknown) =>
      stream(context, files, streamOptions.parse(flags)),
    )
}

async function stream(
  context: CliContext,
  files: readonly string[],
  options: z.output<typeof streamOptions>,
): Promise<void> {
  const { clock, stdout, stderr } = context
  const isTwilio = options.protocol === 'twilio'
  const audio = await readCallAudio({ files, parties: options.party, rate: isTwilio ? 8000 : undefined })
  const connection = await resolveConnection(context, options)
  const printer = createPrinter({ stdout, stderr, json: options.json, colour: context.colour() })
  const streams = options.separate ? splitByParty(audio) : [audio]
  if (!options.json) {
    const parties = audio.parties.join(' and ')
    const seconds = (audio.durationMs / 1000).toFixed(1)
    stdout.write(
      `call ${connection.callId}: ${parties}, ${seconds} s at ${audio.rate} Hz, ${options.protocol}\n`,
    )
  }
  await withInterrupt(async (signal) => {
    const report = await runCall({
      connection,
      feeds: streams.map((each) => createFileFeed({ audio: each, clock })),
      createSchedule: () => createSchedule({ clock, speed: options.speed }),
      printer,
      signal,
    })
    printer.report(report)
    // A token that may not read gets no end from the server; scripts wait for the line all the same.
    if (options.json && report.durationMs === null) {
      const { durationMs } = audio
      stdout.write(`${JSON.stringify({ type: 'end', callId: connection.callId, durationMs })}\n`)
    }
    if (signal.aborted) throw new CliError('interrupted: the call was ended early', { exitCode: EXIT.faults })
    requireGoodEnd(report)
  })
}
