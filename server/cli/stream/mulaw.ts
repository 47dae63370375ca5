import wavefile from 'wavefile'

/** The mu-law code (ITU-T G.711) of each 16 bit sample, from -32768 on. */
const CODES = ((): Uint8Array => {
  const wav = new wavefile.WaveFile()
  wav.fromScratch(
    1,
    8000,
    '16',
    Int16Array.from({ length: 65_536 }, (_, at) => at - 32_768),
  )
  wav.toMuLaw()
  return Uint8Array.from(wav.getSamples(true))
})()

/** Signed 16 bit samples as mu-law, one byte each. */
export function encodeMuLaw(samples: Int16Array): Buffer {
  const codes = Buffer.alloc(samples.length)
  samples.forEach((sample, at) => (codes[at] = CODES[sample + 32_768] ?? 0xff))
  return codes
}
