import { stem } from './stem.ts'

/**
 * English words that people use whatever they talk about, in three classes of about so many in a thousand content
 * words. Chosen by hand; tweets, reviews and chats of four trades say that they are common everywhere. Words that may
 * be a subject of their own (change, open, account, call) are not among them, however frequent.
 */
const CLASSES: readonly (readonly [perThousand: number, words: string])[] = [
  [
    5,
    `no not want need know now time new one good much help day great sure today don't doesn't didn't isn't can't
    won't go going make take use see try come say said tell think`,
  ],
  [
    1.5,
    `able about actually again ago already always another anything ask asking back bad before best better bit bye
    come dear did done else enough even ever every everything feel find fine first found gave give given glad going
    gone happen happened happens happy hear hope idea instead keep keeps kind kindly last later least left let like
    long look looking lot love made many maybe mean means mind minute morning near never next nice nothing once part
    people perfect person problem put quite ready reason right same saw seem seems shouldn't since someone something
    soon sorry start started still stuff suppose there's thing things though thought times told took tried trying
    two until used using wait wanted wants way week well went while within without wonder wondering work working
    works wrong year yesterday yet`,
  ],
  [
    0.4,
    `absolutely afternoon ahead almost alright although am amazing anymore anyone anyway apparently appreciate around
    assist assistance aware away awesome basically become began beginning behind believe big both bring brought
    certain certainly check checked clear clearly completely confirm correct couldn't couple course currently
    decided definitely despite difficult directly early easily easy either end ended entire especially evening
    everyone exactly excellent except expect extra extremely fact fairly far fast few figure five four full fully
    funny further general generally goes goodbye guess guy guys hai half hard hasn't haven't heard hello helped hii
    helpful helping hour however i'd immediately important including inform information instead interested issue
    issues it'd itself late lately less life likely list little matter moment month months mostly move myself nobody
    none normal normally noticed obviously odd ones otherwise outside particular past per perhaps place places
    pleasant please pls plus possible pretty previous previously probably process properly provide quick quickly
    rather real realise realize recently regarding regular require required resolve resolved respond response rest
    run saying second seeing seen sent several shall she's short show shown side similar simple simply sir six small
    solution solve some somehow sometimes somewhere special specific stop stopped strange super supposed taking talk
    ten thanking that's themselves they've third three through till together tomorrow tonight tons total totally
    toward truly trust turn twice understand understood unfortunately unless useful usual usually various wasn't
    we'll weren't what's whatever whenever whether whole wish wonderful word words world worry worse worst worth
    wouldn't wow yeah ya yourself`,
  ],
]

/** Where English is not written with apostrophes: "dont" is "don't". */
const APOSTROPHE = /['’]/g

const PER_STEM: ReadonlyMap<string, number> = perStem()

function perStem(): ReadonlyMap<string, number> {
  const shares = new Map<string, number>()
  for (const [perThousand, words] of CLASSES) {
    for (const word of words.split(/\s+/)) {
      for (const spelling of [word, word.replaceAll(APOSTROPHE, '')]) {
        const key = stem(spelling)
        if (!shares.has(key)) shares.set(key, perThousand / 1000)
      }
    }
  }
  return shares
}

/**
 * About which share of the content words of general talk a key of `contentWords` is; 0 for what may be a subject. English
 * alone: of other languages nothing is known.
 */
export function generalShare(key: string): number {
  return PER_STEM.get(key) ?? 0
}
