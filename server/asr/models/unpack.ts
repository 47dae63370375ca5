import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { open, type Entry, type ZipFile } from 'yauzl'
import { normaliseError } from '../../platform/normalise-error.ts'

export interface UnpackOptions {
  readonly archive: string
  /** The folder inside the archive whose content is wanted; everything else stays in the archive. */
  readonly folder: string
  readonly target: string
  /** Refuses an archive that unpacks to more than this. */
  readonly limitBytes: number
  readonly signal?: AbortSignal
}

/** Unpacks one folder of a zip, entry by entry, and writes nothing outside of `target`. */
export async function unpackFolder(options: UnpackOptions): Promise<void> {
  const zip = await openZip(options.archive)
  try {
    let total = 0
    for (let entry = await nextEntry(zip); entry !== null; entry = await nextEntry(zip)) {
      options.signal?.throwIfAborted()
      const path = pathInside(entry.fileName, options)
      if (path === null) continue
      total += entry.uncompressedSize
      if (total > options.limitBytes)
        throw new Error(`the archive unpacks to more than ${options.limitBytes} bytes`)
      await writeEntry(zip, entry, path, options.signal)
    }
  } finally {
    zip.close()
  }
}

/** Where an entry goes; null when it is a folder or not wanted. The zip reader has refused `..` by now. */
function pathInside(name: string, { folder, target }: UnpackOptions): string | null {
  if (!name.startsWith(`${folder}/`) || name.endsWith('/')) return null
  const path = resolve(target, name.slice(folder.length + 1))
  if (!path.startsWith(resolve(target) + sep))
    throw new Error(`the archive reaches outside of its folder: ${name}`)
  return path
}

async function writeEntry(
  zip: ZipFile,
  entry: Entry,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  let sum = 0
  const source = await openEntry(zip, entry)
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        sum = crc32(chunk, sum)
        yield chunk
      }
    },
    // Flushed to the disk, so that a power cut cannot leave a model that only looks complete.
    createWriteStream(path, { flags: 'wx', flush: true }),
    signal === undefined ? {} : { signal },
  )
  if (sum !== entry.crc32) throw new Error(`the archive is damaged at ${entry.fileName}`)
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((done, fail) => {
    open(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (error === null) done(zip)
      else fail(new Error(`the download is not a zip (${error.message})`, { cause: error }))
    })
  })
}

function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((done, fail) => {
    const onEntry = (entry: Entry): void => settle(() => done(entry))
    const onEnd = (): void => settle(() => done(null))
    const onError = (error: unknown): void => settle(() => fail(normaliseError(error)))
    const settle = (finish: () => void): void => {
      zip.off('entry', onEntry).off('end', onEnd).off('error', onError)
      finish()
    }
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError)
    zip.readEntry()
  })
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((done, fail) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error === null) done(stream)
      else fail(error)
    })
  })
}
