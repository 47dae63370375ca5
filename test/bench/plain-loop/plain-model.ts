import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Sums of the large files of `vosk-model-small-en-us-0.15` as its makers ship them. */
const SHIPPED_FILES: Readonly<Record<string, string>> = {
  'am/final.mdl': '75370a0137f9daf8f469dedd7daa4513ae7a621f03240c6e512e2b50b656a7b6',
  'graph/Gr.fst': '023c8b7e30704a9e37765c635c252e608a02f361235bf94abdcf2a5225d85b20',
  'graph/HCLr.fst': '5caafba3081e1646545ac6bff0dd7a318e53dcbdc86f237909ce1d2ac1293d34',
  'graph/disambig_tid.int': '9ad87cc166d0998f08f758f47a6223a120dfffcbee805c4849c3aa5e6bb3c0fc',
  'graph/phones/word_boundary.int': 'da199d9c991e0e84681ddbb34627b915b26302d50a8fdaa23c51e2bc3a50b5c3',
  'ivector/final.dubm': '8c5d7dd69d2122313baaf19f61f35dd3fa18b70c62ac0687e311e1c46e6daca7',
  'ivector/final.ie': '3f37faf90c375b9e4740b569398b5829ed9cc07d19be6d441f72c3b71d7efcc6',
  'ivector/final.mat': 'ddd83586dc5f928cda8738b922c85ffe38fc789cb5f9151a712ca12f37265382',
  'ivector/global_cmvn.stats': '33be09afcc80059847a275c3d043b51f1ab954c7c2438ddbbf4745e8ba144ff9',
  'ivector/online_cmvn.conf': 'a2f3571754b64297cb7efb2e7ca3df61995c5a45fcbb97188f90613552bb2dfe',
  'ivector/splice.conf': '9f0c5f7c82d18eaf25d8bce470efa9f7741f88411fe428774bc0a9bb69a24756',
}

/** An installed model has its settings changed in place, so the makers' are here, with the sums of their files. */
const SHIPPED_SETTINGS: Readonly<
  Record<string, { readonly sum: string; readonly lines: readonly string[] }>
> = {
  'conf/mfcc.conf': {
    sum: '1e2228006d01d805ad1c267fee9f79709ca87ac51bd82b0e3f5c69ba543f0fc4',
    lines: [
      '--sample-frequency=16000',
      '--use-energy=false',
      '--num-mel-bins=40',
      '--num-ceps=40',
      '--low-freq=20',
      '--high-freq=7600',
      '--allow-downsample=true',
    ],
  },
  'conf/model.conf': {
    sum: '8f14cb1eeb07c762c371db648c6be688d347236155ca0f64fb13b6567a8ce81f',
    lines: [
      '--min-active=200',
      '--max-active=3000',
      '--beam=10.0',
      '--lattice-beam=2.0',
      '--acoustic-scale=1.0',
      '--frame-subsampling-factor=3',
      '--endpoint.silence-phones=1:2:3:4:5:6:7:8:9:10',
      '--endpoint.rule2.min-trailing-silence=0.5',
      '--endpoint.rule3.min-trailing-silence=0.75',
      '--endpoint.rule4.min-trailing-silence=1.0',
    ],
  },
}

/** The one line that is not the makers': without it the model refuses telephone audio. */
const UPSAMPLING = { path: 'conf/mfcc.conf', text: '--allow-upsample=true\n' }

export interface PlainModel {
  readonly dir: string
  readonly remove: () => Promise<void>
}

/**
 * A temporary folder of links to the makers' files, wherever in the installed model they lie: putting a model
 * in place may rewrite one and keep the original under another name. Files are known by their sums, so that
 * the baseline can never be given a rewritten one; throws when a file is nowhere.
 */
export async function openPlainModel(installedDir: string): Promise<PlainModel> {
  const dir = await mkdtemp(join(tmpdir(), 'earshot-plain-model-'))
  const remove = (): Promise<void> => rm(dir, { recursive: true, force: true })
  try {
    for (const [path, { lines, sum }] of Object.entries(SHIPPED_SETTINGS)) {
      const text = `${lines.join('\n')}\n`
      if (sumOf(text) !== sum) throw new Error(`${path} is not as the makers ship it`)
      await mkdir(dirname(join(dir, path)), { recursive: true })
      await writeFile(join(dir, path), path === UPSAMPLING.path ? text + UPSAMPLING.text : text)
    }
    const files = await filesBySum(installedDir)
    for (const [path, sum] of Object.entries(SHIPPED_FILES)) {
      const file = files.get(sum)
      if (file === undefined) {
        throw new Error(`${installedDir} has no ${path} as the makers ship it: install the model again`)
      }
      await mkdir(dirname(join(dir, path)), { recursive: true })
      await symlink(file, join(dir, path))
    }
  } catch (thrown) {
    await remove()
    throw thrown
  }
  return { dir, remove }
}

/** The type in the header of an OpenFst file, such as `ngram` or `const`. */
export async function fstType(file: string): Promise<string> {
  const header = await readFile(file)
  return header.toString('latin1', 8, 8 + header.readInt32LE(4))
}

async function filesBySum(dir: string): Promise<ReadonlyMap<string, string>> {
  const files = await filesBelow(dir)
  const sums = await Promise.all(files.map(async (file) => [sumOf(await readFile(file)), file] as const))
  return new Map(sums)
}

/** Follows links: a model may be a folder of them. */
async function filesBelow(dir: string): Promise<readonly string[]> {
  const found = await Promise.all(
    (await readdir(dir)).map(async (name) => {
      const path = join(dir, name)
      return (await stat(path)).isDirectory() ? filesBelow(path) : [path]
    }),
  )
  return found.flat()
}

function sumOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
