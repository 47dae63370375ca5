import { Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { addCallOptions, callOptions, resolveConnection } from './call-options.ts'
import type { CliContext } from './context.ts'
import { withInterrupt } from './interrupt.ts'
import { RECORDERS } from './mic/microphone.ts'
import { createMicFeed } from './mic/mic-feed.ts'
import { STREAM_RATES } from './stream/audio-file.ts'
import { createLiveSchedule } from './stream/pacer.ts'
import { createPrinter } from './stream/printer.ts'
import { requireGoodEnd, runCall } from './stream/run-call.ts'

const EXAMPLES = `
Streams the microphone until Ctrl-C and prints the transcript. Needs sox (its \`sox\` or \`rec\`) or arecord.
Through PulseAudio, sox hands over about a second late; arecord with --device pulse does not.

Examples:
  earshot mic --agent a7
  earshot mic --party agent --agent a7 --call-id demo-1      one side each, on two machines
  earshot mic --recorder arecord --device plughw:1,0

Exit codes: 0 ended by Ctrl-C in good order, 1 the call or the recording failed, 2 wrong use.`

const rates = STREAM_RATES.map(String)

const micOptions = callOptions.extend({
  party: z.enum(['agent', 'customer']),
  rate: z.literal(STREAM_RATES),
  device: z.string().optional(),
  recorder: z.enum(RECORDERS),
})

/** `earshot mic`: a softphone on the command line. */
export function micCommand(context: CliContext): Command {
  const command = new Command('mic')
    .description('stream the microphone as one party of a call and print the transcript')
    .addOption(new Option('--party <party>', 'who speaks').choices(['agent', 'customer']).default('customer'))
    .option('--rate <hz>', `sample rate: ${rates.join(', ')}; always 8000 for twilio`, parseRate, 16000)
    .option('--device <name>', 'microphone, as the recording program names it')
    .addOption(new Option('--recorder <name>', 'recording program').choices([...RECORDERS]).default('sox'))
  return addCallOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: unknown) => streamMicrophone(context, micOptions.parse(flags)))
}

async function streamMicrophone(context: CliContext, options: z.output<typeof micOptions>): Promise<void> {
  const { clock, stdout, stderr } = context
  const rate = options.protocol === 'twilio' ? 8000 : options.rate
  const connection = await resolveConnection(context, options)
  const printer = createPrinter({ stdout, stderr, json: options.json, colour: context.colour() })
  if (!options.json) stdout.write(`call ${connection.callId}: ${options.party}, speak now, Ctrl-C ends it\n`)
  await withInterrupt(async (signal) => {
    const { party, recorder, device } = options
    const schedule = createLiveSchedule(clock)
    const feed = createMicFeed({ party, rate, recorder, device, schedule })
    const report = await runCall({
      connection,
      feeds: [feed],
      createSchedule: () => schedule,
      printer,
      signal,
    })
    printer.report(report)
    requireGoodEnd(report)
  })
}

function parseRate(text: string): number {
  if (rates.includes(text)) return Number(text)
  throw new InvalidArgumentError(`expected one of ${rates.join(', ')}`)
}
