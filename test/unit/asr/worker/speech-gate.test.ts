import { describe, expect, it } from 'vitest'
import { SpeechGate } from '../../../../server/asr/worker/speech-gate.ts'

/** Frames as they come, `v` voiced; steps as they are decided. */
function run(gate: SpeechGate, frames: string): string[] {
  return Array.from(frames, (frame) => gate.step(frame === 'v'))
}

describe('SpeechGate', () => {
  it('opens with the first voiced frame and closes after the hangover', () => {
    const gate = new SpeechGate({ hangoverFrames: 3, open: false })
    expect(run(gate, '..vv...')).toEqual(['closed', 'closed', 'opens', 'open', 'open', 'open', 'closes'])
    expect(gate.isOpen).toBe(false)
  })

  it('stays open over pauses shorter than the hangover', () => {
    const gate = new SpeechGate({ hangoverFrames: 3, open: false })
    expect(run(gate, 'v..v..v')).toEqual(['opens', ...Array.from({ length: 6 }, () => 'open')])
  })

  it('opens again', () => {
    const gate = new SpeechGate({ hangoverFrames: 2, open: false })
    expect(run(gate, 'v...v')).toEqual(['opens', 'open', 'closes', 'closed', 'opens'])
  })

  it('can begin open, and closes when nobody goes on', () => {
    const gate = new SpeechGate({ hangoverFrames: 2, open: true })
    expect(run(gate, '..')).toEqual(['open', 'closes'])
  })

  it('can be shut', () => {
    const gate = new SpeechGate({ hangoverFrames: 9, open: false })
    run(gate, 'v')
    gate.shut()
    expect(gate.isOpen).toBe(false)
    expect(run(gate, '.v')).toEqual(['closed', 'opens'])
  })
})
