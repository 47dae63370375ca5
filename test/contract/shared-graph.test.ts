import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Recognizer, SpeechModel } from '../../server/asr/recognizer.ts'
import { joinSamples } from '../../server/asr/join-samples.ts'
import { shareGraph } from '../../server/asr/worker/shared-graph.ts'
import { readVocabulary } from '../../server/asr/models/vocabulary.ts'
import { loadVoskLibrary, type VoskLibrary } from '../../server/asr/worker/vosk-library.ts'
import { loadVoskModel } from '../../server/asr/worker/vosk-recognizer.ts'
import { testModelDir } from '../helpers/model.ts'
import { callSamples, type CallSamples } from '../helpers/sample-call-audio.ts'
import { wordErrors } from '../helpers/word-error-rate.ts'

const CHUNK = 800

let library: VoskLibrary
let model: SpeechModel
let calls: readonly CallSamples[]

beforeAll(async () => {
  library = loadVoskLibrary(null)
  model = loadVoskModel({ library, folder: testModelDir() })
  calls = await Promise.all(['cancellation', 'card-payment'].map((id) => callSamples(id)))
})

/** Feeds both in turns, a chunk each, as a worker does with its channels. */
function hearInTurns(recognizers: readonly Recognizer[], channels: readonly Int16Array[]): readonly string[] {
  const texts = recognizers.map((): string[] => [])
  const length = Math.max(...channels.map((samples) => samples.length))
  for (let from = 0; from < length; from += CHUNK) {
    recognizers.forEach((recognizer, index) => {
      const chunk = channels[index]?.subarray(from, from + CHUNK) ?? new Int16Array(0)
      if (chunk.length > 0 && recognizer.accept(chunk)) texts[index]?.push(textOf(recognizer))
    })
  }
  recognizers.forEach((recognizer, index) => texts[index]?.push(textOf(recognizer)))
  return texts.map((parts) => parts.join(' '))
}

/**
 * The order in which a graph is composed decides ties of the search, shared or not: a word in thirty may differ,
 * in either direction.
 */
function expectSameWords(heard: readonly string[], reference: readonly string[]): void {
  const { rate, words } = wordErrors(reference.join(' '), heard.join(' '))
  expect(words).toBeGreaterThan(15)
  expect(rate).toBeLessThanOrEqual(0.1)
}

function textOf(recognizer: Recognizer): string {
  return recognizer
    .result()
    .map((word) => word.text)
    .join(' ')
}

describe('a shared language graph', { timeout: 60_000 }, () => {
  const channels = (): readonly Int16Array[] =>
    calls.map(({ samples }) => samples.customer.subarray(0, 8000 * 16))

  it('hears the same words, whoever composed the graph and whoever has gone since', () => {
    expect(model.sharesGraph).toBe(true)
    const alone = channels().map((samples) => {
      const recognizer = model.create(8000)
      const [text = ''] = hearInTurns([recognizer], [samples])
      recognizer.close()
      return text
    })
    const together = [model.create(8000), model.create(8000), model.create(8000)]
    // One that has composed part of the graph ends before the others begin.
    together.pop()?.close()
    expectSameWords(hearInTurns(together, channels()), alone)
    for (const recognizer of together) recognizer.close()
  })

  it('gives the words of recognisers that each have their own', () => {
    const native = library.newModel(testModelDir())
    if (native === null) throw new Error('the model does not load')
    const recognizer = library.newRecognizer(native, 8000)
    if (recognizer === null) throw new Error('no recogniser')
    const samples = joinSamples(channels())
    const texts: string[] = []
    const take = (): number =>
      texts.push((JSON.parse(library.result(recognizer)) as { readonly text: string }).text)
    for (let from = 0; from < samples.length; from += CHUNK) {
      const chunk = samples.subarray(from, from + CHUNK)
      if (library.acceptWaveform(recognizer, chunk, chunk.length) === 1) take()
    }
    take()
    const shared = model.create(8000)
    expectSameWords(hearInTurns([shared], [samples]), texts)
    shared.close()
    library.freeRecognizer(recognizer)
  })

  it.each([
    ['a build that is not known', fileURLToPath(import.meta.url)],
    ['a library that only the loader finds', 'libvosk.so'],
  ])('leaves %s alone', (_name, libraryFile) => {
    const native = library.newModel(testModelDir())
    if (native === null) throw new Error('the model does not load')
    const keeper = library.newRecognizer(native, 8000)
    if (keeper === null) throw new Error('no recogniser')
    expect(shareGraph({ libraryFile, model: native, keeper })).toBe(false)
    library.freeRecognizer(keeper)
  })

  it('is not set twice', () => {
    const native = library.newModel(testModelDir())
    if (native === null) throw new Error('the model does not load')
    const keeper = library.newRecognizer(native, 8000)
    if (keeper === null) throw new Error('no recogniser')
    const once = { libraryFile: library.file, model: native, keeper }
    expect([shareGraph(once), shareGraph(once)]).toEqual([true, false])
  })

  it('knows the words that the files of the model name, and no others', async () => {
    const vocabulary = await readVocabulary(testModelDir())
    const everyHundredth = [...vocabulary].filter((_, index) => index % 100 === 0)
    expect(everyHundredth.length).toBeGreaterThan(1000)
    expect(everyHundredth.filter((word) => !model.knowsWord(word))).toEqual([])
    const others = ['qwertzuiop', 'earshot', 'Invoice', 'invoice']
    expect(others.map((word) => model.knowsWord(word))).toEqual(others.map((word) => vocabulary.has(word)))
    expect(vocabulary.has('invoice')).toBe(true)
  })
})
