/**
 * Single words as people type them, on the lexicon's scale, -4 to 4. Of a word that the general lists have too, the
 * mean of both counts.
 */
export const WRITTEN_WORDS = `
-3 pissed wtf ffs fml bullshit bs stfu worst
-2.5 fuck fucked fuckin shitty shite crappy hate hates hated hating suck sucks sucked sux suxx terrible horrible awful
  disgusting
-2 ugh ughh argh arggh grr grrr gah bah blargh yuck yucky eww ew facepalm smh headdesk fail fails failed epicfail
  stupid dumb idiotic lame crap depressing ruined hell bitch bummer bummed hungover hangover migraine
-1.5 boo dang darn dammit damnit damn dangit crud hurting killing kill killed shit ass scary scared worries stuck sore
  achy sleepless lonely alone gross smelly stinks stink stinky redundant clunky tacky cluttered doomed screwed oops
  whoops
-1 sorry blah hurt rained raining freezing bored boring tired exhausted sleepy closed unfollow unfollowed unfollowing
  goodbye unfortunately sadly alas bleh erm drama spam spammy worse sigh meh
-0.6 waits waiting wait weird missing forgot forget cancelled canceled stop stopped worry hard late drunk seriously
  sick unsure nah
0.3 crazy insane wish want please support help sure jesus god lol
0.8 xx okay ok yeah yep yes ha free new
1.5 haha hehe lolz rofl lmao lmfao hi5 woo
2 yay yaay woohoo woot w00t wooo yippee hooray hurray huzzah booyah yum yummy nom congrats grats thx ty tysm birthday
  bday fave favs delish sweet stoked psyched pumped
2.5 excited win wow luv
`

/** Written beside what is said, as a face is: no negation and no degree word before it is meant for it. */
export const LAUGHTER: ReadonlySet<string> = new Set(
  'lol lolz haha hahaha hahahaha hehe hehehe lmao lmfao rofl rotfl ha xd xo xoxo xx yay'.split(' '),
)
