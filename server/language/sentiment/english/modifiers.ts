/** What a word does to the words after it. */
export type Modifier =
  | { readonly kind: 'negator' }
  /** "no": negates like them, and may be an answer. */
  | { readonly kind: 'refusal' }
  /** Strengthens (above 1) or weakens what follows it. */
  | { readonly kind: 'degree'; readonly factor: number }
  /** A new clause: neither a negation nor a degree reaches beyond it. */
  | { readonly kind: 'clause' }
  /** "but": what went before counts less. */
  | { readonly kind: 'contrast' }

/** How much of its valence a negated word keeps: "not good" is worse than "bad" is not, "not bad" is faint praise. */
export const NEGATED = { positive: -0.75, negative: 0 }
/** The same where words are read one by one: either mood turns round. */
export const NEGATED_PLAIN = -0.75
/** Words after a negator that it may reach: "not at all very happy". */
export const NEGATION_REACH = 3
/** Words after a degree word that it may reach: "so very happy". */
export const DEGREE_REACH = 2
/** How much of what went before a contrast still counts. */
export const CONTRAST = { before: 0.6 }

const NEGATORS = `not never none nobody nothing neither nor nowhere hardly scarcely barely without cannot can't cant
  don't dont doesn't doesnt didn't didnt isn't isnt aren't arent ain't aint wasn't wasnt weren't werent won't wont
  wouldn't wouldnt couldn't couldnt shouldn't shouldnt haven't havent hasn't hasnt hadn't hadnt needn't mustn't`

const STRONGER = `very really so extremely absolutely totally completely incredibly super truly especially particularly
  terribly awfully such too quite deeply seriously utterly entirely thoroughly highly hugely enormously exceptionally
  fucking freaking friggin bloody most more much`

const WEAKER = `slightly somewhat bit little kinda sorta fairly rather almost partly marginally occasionally sometimes
  moderately mildly reasonably less maybe perhaps`

const CLAUSES = `because so and or then which who when where while if since until unless i i'm i've i'd i'll you
  we they he she`

/** Said by themselves, with a mood of their own: as much the end of what went before as a new clause is. */
const INTERJECTIONS = `thanks thank please lol haha wtf omg damn hey oh wow sorry well anyway hello hi hell shit fuck`

/** Everything that modifies, by its word. */
export const MODIFIERS: ReadonlyMap<string, Modifier> = new Map<string, Modifier>([
  ...each(CLAUSES, { kind: 'clause' }),
  ...each(INTERJECTIONS, { kind: 'clause' }),
  ...each(STRONGER, { kind: 'degree', factor: 1.3 }),
  ...each(WEAKER, { kind: 'degree', factor: 0.7 }),
  ...each(NEGATORS, { kind: 'negator' }),
  ...each('no', { kind: 'refusal' }),
  ...each('but', { kind: 'contrast' }),
])

/** After a "no" at the beginning these show that it was an answer: "no it's fine", and not "no heating since". */
export const AFTER_ANSWER: ReadonlySet<string> = new Set(
  `no not it it's it'll that that's there there's this these those i've we're we've you're they're he's she's just
  actually only my the his her our your not don't okay ok yes sir ma'am madam but thanks thank please sorry`.split(
    /\s+/,
  ),
)

function each(words: string, modifier: Modifier): [string, Modifier][] {
  return words.split(/\s+/).map((word) => [word, modifier])
}
