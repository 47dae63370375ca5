import type { CallLabel } from '../../contracts/assist.ts'
import type { Channel, CodeId, JourneyStep } from '../../contracts/contact.ts'

interface PlacedCode {
  readonly id: CodeId
  readonly channel: Channel | null
  readonly step: JourneyStep | null
}

/**
 * The code that an agent's label stands for: of the channel and the step, the one highest up; where the frame has none
 * for the step, that of the channel alone. Null: the frame does not know the channel.
 */
export function codeOfLabel(
  codes: readonly PlacedCode[],
  { channel, step }: Pick<CallLabel, 'channel' | 'step'>,
): CodeId | null {
  const ofChannel = codes.filter((code) => code.channel === channel)
  return highest(ofChannel.filter((code) => code.step === step)) ?? highest(ofChannel)
}

function highest(codes: readonly PlacedCode[]): CodeId | null {
  const depth = ({ id }: PlacedCode): number => id.split('.').length
  const [first] = codes.toSorted((one, other) => depth(one) - depth(other) || (one.id < other.id ? -1 : 1))
  return first?.id ?? null
}
