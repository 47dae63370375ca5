/**
 * Single words that the general lexicons lack or that mean something else on the telephone. Weights on the
 * lexicon's scale, -4 to 4; a word here goes before the lexicons. 0: procedure, a name of something, or filler.
 */
export const CONTACT_WORDS = `
-3 scam scammed scammer scammers scamming fraudulent appalling atrocious abysmal disgraceful dreadful ludicrous
  outrageous outraged incompetent incompetence shambles extortion extortionate clueless livid infuriated infuriating
  infuriates furious fuming seething
-2.5 unacceptable useless pathetic ridiculous unprofessional liar liars lied lying rude rudely rudeness disrespectful
  condescending patronising patronizing dismissive insulting insulted disgusted horrendous nightmare farce
  robbery thieves ripoff deceptive deceived deceitful misled misleading mislead worthless garbage rubbish hopeless
-2 unhelpful unhappy unsatisfied dissatisfied unreliable unresponsive unfair unreasonable overcharged overcharge
  overcharging overpriced ignored ignoring ignore fobbed neglected unprepared careless sloppy defective faulty
  shoddy flimsy ruined ruin ruins aggravating aggravated aggravation frustrating frustrated frustration frustrates
  annoying annoyed annoys irritating irritated exasperated exasperating stressful stressed upset upsetting ashamed
  absurd nonsense bogus unusable unworkable unbelievable mess botched screwed crappy lousy junk
-1.5 slow slowly slower sluggish buggy bug bugs glitch glitches glitchy laggy lag lags lagging crash crashes crashed
  crashing freezes freezing froze hangs unstable clunky cumbersome tedious complicated confusing confused confuses
  inconvenient inconvenience inconvenienced inaccurate incorrect incorrectly wrongly mistakenly mistake mistakes
  misplaced mishandled damaged cracked scratched scratches torn leaking leaks leaked broke broken breaks stale
  outdated obsolete noisy blurry fuzzy grainy uncomfortable unclear inadequate insufficient incomplete inferior
  mediocre subpar disappointing runaround hassle hassles headache headaches struggle struggled struggling nuisance
  delay delays delayed overdue backlog outage outages disconnected disconnects bounced unresolved unanswered
  unauthorised unauthorized unexplained unexpected unwanted penalised penalized misinformed complain complained
  complaining complains regret regrets regretted 
-1 late expensive pricey costly cheap cheaply bulky heavy awkward limited lacking lacks lack missing refuses refused
  refuse denied rejected declined failing fails failed fail failure failures error errors issue issues trouble problem
  problems fault faults drawback drawbacks downside flaw flaws flawed waited waiting disconnect forgot repeatedly
  supposedly worry worried worries concerned difficult difficulty difficulties tricky hard
   poorly wait waits constantly
1 easily simple simply quick quickly fast faster compact lightweight portable clear clearer clearly crisp
  available sensible adequate decent okay patient patience polite prompt promptly timely useful handy affordable
  resolved solved sorted fixed fixes refunded reassured reassuring relieved relief straightforward
1.5 easy smooth smoothly durable sturdy reliable reliably flawlessly flawless seamless seamlessly hassle-free
  responsive intuitive convenient conveniently comfortable versatile sharp solid efficient efficiently effortless
  effortlessly professional knowledgeable courteous attentive accommodating understanding considerate grateful
  appreciate appreciated appreciates appreciative helpful pleased satisfied worthwhile generous
2.5 excellent exceptional exceptionally outstanding superb fantastic brilliant wonderful delighted thrilled perfect
  perfectly amazing awesome impressed impressive lovely
0.6 like free
0.4 yes yeah yep
-0.6 emergency lost cancelled canceled stop stopped dropped
0 cancel cancels cancelling canceling cancellation please want wants wanted number help helping assist
  assistance care cares share shares shared trust fund funds pay paid debt dispute disputes disputed claim claims
  charge charges charged block blocked solution solutions support supports reach join chance certain agree interest
  secure secured security protect protection credit credits debit matter matters left leaving cut alert alerts
  natural kia grace joy faith randy dick rose friend big bank novel fees tax taxes
`
