import { crc32, deflateRawSync } from 'node:zlib'
import { tinyNgram } from './tiny-ngram.ts'

export interface ZipEntry {
  readonly name: string
  readonly content: string | Buffer
  /** Writes a checksum that the content does not have. */
  readonly damaged?: true
}

/** A real zip in memory (APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16), names taken as they are. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, damaged } of entries) {
    const raw = Buffer.from(content)
    const packed = deflateRawSync(raw)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x0800, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(damaged === true ? 1 : crc32(raw), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(raw.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([signature(0x04034b50), fields, Buffer.from(name), packed])
    const central = Buffer.alloc(14)
    central.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([signature(0x02014b50), Buffer.from([20, 3]), fields, central, Buffer.from(name)]),
    )
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, central, signature(0x06054b50), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** The files that a model must have, small, below the folder `inside`. */
export function modelEntries(inside: string): ZipEntry[] {
  return [
    { name: 'am/final.mdl', content: Buffer.alloc(60_000, 'acoustic ') },
    { name: 'conf/mfcc.conf', content: '--sample-frequency=16000\n--use-energy=false\n' },
    { name: 'conf/model.conf', content: '--beam=10.0\n' },
    { name: 'graph/HCLr.fst', content: randomish(300_000) },
    { name: 'graph/Gr.fst', content: tinyNgram() },
    { name: 'graph/disambig_tid.int', content: '1\n' },
    { name: 'graph/phones/word_boundary.int', content: '1 nonword\n' },
    { name: 'ivector/final.dubm', content: 'dubm' },
    { name: 'ivector/final.ie', content: 'ie' },
    { name: 'ivector/final.mat', content: 'mat' },
    { name: 'ivector/global_cmvn.stats', content: 'stats' },
    { name: 'ivector/online_cmvn.conf', content: '# none' },
    { name: 'ivector/splice.conf', content: '--left-context=3' },
  ].map(({ name, content }) => ({ name: `${inside}/${name}`, content }))
}

/** The same bytes every time that do not compress, so that the archive is large enough to be cut. */
function randomish(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = 12_345
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[index] = state >>> 24
  }
  return bytes
}
