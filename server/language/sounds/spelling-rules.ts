/**
 * How English spelling is spoken: for each letter, patterns that may begin with it, in order, and the phones of the
 * first that fits. A rough General American that knows no stress; what it must do is give words that sound alike
 * phones that are alike. Patterns look ahead and behind over the whole word.
 *
 * Phones: vowels `i` see, `I` sit, `e` say, `E` set, `a` cat, `A` hot, `O` law, `o` go, `U` book, `u` too, `V` cut,
 * `@` about, `3` bird, `Y` my, `W` now, `X` boy; consonants as written, and `T` thin, `D` then, `S` she, `Z` vision,
 * `C` church, `J` judge, `N` sing, `y` yes.
 */
const RULES: Readonly<Record<string, readonly (readonly [pattern: string, phones: string])[]>> = {
  a: [
    ['augh(?=t)|au|aw', 'O'],
    ['ai(?=r)', 'E'],
    ['ai|ay', 'e'],
    ['are$', 'Er'],
    ['(?<=^w)ar', 'Or'],
    ['ar(?![aeiouy])', 'Ar'],
    ['al(?=k)', 'O'],
    ['all|al(?=[td])', 'Ol'],
    ['a(?=tion|sion|cial|tial)', 'e'],
    ['(?<=..)age$', 'IJ'],
    ['(?<=..)ate$', 'et'],
    ['(?<=w|wh|qu)a(?=[nst])', 'A'],
    ['a(?=[bcdfgklmnpstvz]e[sdr]?$|[bcdfgklmnpstvz]ing$|ble$|ste$|nge)', 'e'],
    ['^a$|a$|^a(?=[bcglmnrw][aeiou])', '@'],
    ['a', 'a'],
  ],
  b: [
    ['(?<=m)b(?=$|s$|er|ing|ed)', ''],
    ['b(?=t$)', ''],
    ['bb|b', 'b'],
  ],
  c: [
    ['cc(?=[eiy])', 'ks'],
    ['cc|ck|ch(?=[rl])', 'k'],
    ['ch', 'C'],
    ['ci(?=[ao]|en)|ce(?=an)', 'S'],
    ['c(?=[eiy])', 's'],
    ['c', 'k'],
  ],
  d: [
    ['dge|dg', 'J'],
    ['dd|d', 'd'],
  ],
  e: [
    ['eigh', 'e'],
    ['ear(?=[nl])', '3'],
    ['ear$|eer|ere$', 'Ir'],
    ['ea(?=d|th|lth|sur|v[ey]|nt)', 'E'],
    ['ea|ee|ei|^e$|ey$', 'i'],
    ['eu|ew', 'u'],
    ['er(?![aeiouy])', '3'],
    ['(?<=[td])ed$', 'Id'],
    ['(?<=[aeiouy].*[pkfsxc]|[cs]h)ed$', 't'],
    ['(?<=[aeiouy].*)ed$', 'd'],
    ['(?<=[szxcg]|[cs]h)es$', 'Iz'],
    ['(?<=[aeiouy].*[ptkf])es$', 's'],
    ['(?<=[aeiouy].*)es$', 'z'],
    ['(?<=[aeiouy].*[bcdfgkptz])e(?=l$|ls$)', '@'],
    ['(?<=[aeiouy].*l)e$', ''],
    ['(?<=[aeiouy].*)e(?=$|ly$|ment|ness|ful|less)', ''],
    ['^e(?=[^aeiouy][aeiouy])', 'I'],
    ['(?<=^[bdr])e(?=[^aeiouy][^aeiouyl]?[aeiouy])', 'I'],
    ['e$', 'i'],
    ['e(?=[^aeiouyr]e$)', 'i'],
    ['e', 'E'],
  ],
  f: [['ff|f', 'f']],
  g: [
    ['^gh', 'g'],
    ['gh', ''],
    ['gg', 'g'],
    ['^gn|gn$', 'n'],
    ['g(?=u[aeiou])', 'g'],
    ['^g(?=et|iv|if|irl|ear)|(?<=n)g(?=er)', 'g'],
    ['g(?=[eiy])', 'J'],
    ['g', 'g'],
  ],
  h: [
    ['^h(?=our|onest|onou?r|eir)', ''],
    ['h(?=[aeiouy])', 'h'],
    ['h', ''],
  ],
  i: [
    ['igh|^i$', 'Y'],
    ['i(?=gn$|nd$|ld$|re)', 'Y'],
    ['(?<=^[^aeiou]+)ie(?=$|[ds]$)', 'Y'],
    ['ies$', 'iz'],
    ['ied$', 'id'],
    ['ie', 'i'],
    ['ir(?![aeiouy])', '3'],
    ['i(?=[bcdfgklmnpstvz]e[sdr]?$|[bcdfgklmnpstvz]ing$)', 'Y'],
    ['i(?=[ao])', 'i'],
    ['i', 'I'],
  ],
  j: [['j', 'J']],
  k: [
    ['^k(?=n)', ''],
    ['kk|k', 'k'],
  ],
  l: [
    ['(?<=[^aeiouylr])le$', '@l'],
    ['ll|l', 'l'],
  ],
  m: [['mm|m', 'm']],
  n: [
    ['ng(?=$|s$|ed$|ing|ly|th)', 'N'],
    ['n(?=[gkqx])', 'N'],
    ['nn|n', 'n'],
  ],
  o: [
    ['oo(?=k)', 'U'],
    ['oo', 'u'],
    ['ough(?=t)', 'O'],
    ['ough', 'o'],
    ['oul(?=d)', 'U'],
    ['our', 'Or'],
    ['ous$', '@s'],
    ['ou', 'W'],
    ['ow(?=$|s$|ed$|ing$|e[rd]$)', 'o'],
    ['ow', 'W'],
    ['oy|oi', 'X'],
    ['oa|oe', 'o'],
    ['or', 'Or'],
    ['o(?=[bcdfgklmnpstvz]e[sdr]?$|[bcdgklmnpstvz]ing$|ld|lk)', 'o'],
    ['(?<=[aeiouy].*)on$', '@n'],
    ['^o(?=ther)|(?<=^m)o(?=ther|nth|ney)|(?<=^c)o(?=m[ep]|ver)', 'V'],
    ['o$', 'o'],
    ['o', 'A'],
  ],
  p: [
    ['ph', 'f'],
    ['^p(?=[sn])', ''],
    ['pp|p', 'p'],
  ],
  q: [
    ['que$', 'k'],
    ['qu', 'kw'],
    ['q', 'k'],
  ],
  r: [['rr|rh|r', 'r']],
  s: [
    ['sh|ssi(?=on)', 'S'],
    ['(?<=[aeiou])si(?=on)', 'Z'],
    ['si(?=on)', 'S'],
    ['ss', 's'],
    ['sc(?=[eiy])', 's'],
    ['(?<=[aeiou])s(?=ure$)', 'Z'],
    ['(?<=[bdgvmnlrwaeiouy])s$|(?<=[aeiouy])s(?=e[ds]?$|[aeiouy])', 'z'],
    ['s', 's'],
  ],
  t: [
    ['tch', 'C'],
    ['^th(?=e|is|at$|ose|us|an$|ough$)|th(?=er)', 'D'],
    ['th', 'T'],
    ['ti(?=on|ous|al|ent)', 'S'],
    ['t(?=ure$|ur[ei]|ual|uat)', 'C'],
    ['(?<=s)t(?=le|en$)', ''],
    ['tt|t', 't'],
  ],
  u: [
    ['(?<=g)u(?=[aei])', ''],
    ['ur(?![aeiouy])|(?<=t|s)ure$', '3'],
    ['ue$|ui', 'u'],
    ['^u(?=[^aeiou][aeiou])|(?<=[bcfhmpv])u(?=[^aeiou][aeiouy])', 'yu'],
    ['u(?=[^aeiou][aeiouy])', 'u'],
    ['u', 'V'],
  ],
  v: [['vv|v', 'v']],
  w: [
    ['w(?=r)', ''],
    ['wh|w', 'w'],
  ],
  x: [
    ['^x', 'z'],
    ['x', 'ks'],
  ],
  y: [
    ['^y', 'y'],
    ['(?<=^[^aeiou]+)y$|(?<=f|pl)y$', 'Y'],
    ['y$|(?<=[aeiou])y', 'i'],
    ['y', 'I'],
  ],
  z: [['zz|z', 'z']],
}

export interface SpellingRule {
  /** To be tried at a place of the word (sticky). */
  readonly pattern: RegExp
  readonly phones: string
}

export const SPELLING_RULES: ReadonlyMap<string, readonly SpellingRule[]> = new Map(
  Object.entries(RULES).map(([letter, rules]) => [
    letter,
    rules.map(([pattern, phones]) => ({ pattern: new RegExp(pattern, 'y'), phones })),
  ]),
)

/** Words that the rules would get wrong and that are said often. */
const EXCEPTIONS: readonly string[] = [
  'one wVn, once wVns, two tu, eight et, who hu, whose huz, what wVt, are Ar, were w3, was wVz, there DEr',
  "their DEr, they're DEr, they De, you yu, your yOr, you're yOr, people pip@l, said sEd, says sEz, does dVz",
  "doesn't dVz@nt, done dVn, gone gOn, some sVm, come kVm, have hav, give gIv, live lIv, love lVv, above @bVv",
  'business bIzn@s, busy bIzi, women wIm@n, through Tru, though Do, although OlDo, enough InVf, laugh laf',
  'cough kOf, rough rVf, tough tVf, answer ans3, island Yl@nd, iron Y3n, receipt rIsit, sugar SUg3, sure SUr',
  'issue ISu, build bIld, building bIldIN, buy bY, guy gY, eye Y, friend frEnd, money mVni, of Vv, to tu, do du',
  'from frVm, other VD3, great gret, heart hArt, half haf, listen lIs@n, science sY@ns, height hYt, key ki',
  'hour W3, hours W3z, our W3, school skul, chemist kEm@st, character kar@kt3, ache ek, choose Cuz, lose luz',
  "move muv, prove pruv, shoe Su, soup sup, group grup, young yVN, country kVntri, touch tVC, don't dont, won't wont",
]

export const SPOKEN_EXCEPTIONS: ReadonlyMap<string, string> = new Map(
  EXCEPTIONS.flatMap((row) =>
    row.split(', ').map((pair) => {
      const [word = '', phones = ''] = pair.split(' ')
      return [word, phones] as const
    }),
  ),
)
