import { type PhraseGroup } from './phrase-group.ts'

/**
 * What satisfied callers say. Politeness is worth little, as it closes bad calls too; 2 relief and
 * agreement, 3 praise.
 */
export const PRAISE_PHRASES: readonly PhraseGroup[] = [
  {
    weight: 1,
    why: 'Politeness: said in nearly every call.',
    phrases: `
      thank you for? your|the? help|time|patience|calling|call
      thanks for your|the? help|time|patience|calling|call
      have a good|nice|great|lovely|wonderful day|evening|night|weekend|one|afternoon
      have a good|nice|great|lovely|wonderful rest of
      you too
      you're welcome
      no problem|worries|trouble at? all?
      not a problem
      that's fine|okay|alright|all_right
      sounds good
      good morning|afternoon|evening`,
  },
  {
    weight: 2,
    why: 'Relief, agreement, and something that went well.',
    phrases: `
      that|it|everything works|worked now|fine|perfectly|great|again
      it's|is|it|that's working now|again|fine|perfectly
      works like a charm
      problem|issue solved|sorted|resolved|fixed
      all sorted|fixed|good|set|solved now?
      that was|is|that's so|very|really|pretty? quick|fast|easy|painless|simple
      quick|fast and easy
      so|very|really|super quick|fast|easy
      didn't|doesn't|never take|took long
      no complaints|issues at? all?
      no problems at all
      can't|couldn't complain
      good|great to|news know|hear?
      glad|happy|pleased to hear|with|that
      very|really|so|quite|pretty|more happy|pleased|satisfied|impressed|glad with?
      what a relief
      that's a relief
      weight off my
      peace of mind
      put my mind at
      got it sorted|fixed|working
      sorted it out
      sorted out for me
      that helps|helped a|me|so|very? lot|much
      that would|that'd|that'll be great|perfect|wonderful|lovely|fantastic|awesome|amazing|brilliant
      i|really|we|so|very|much|do appreciate
      appreciate it|that|your|you|everything
      very|so|really|extremely kind|helpful|nice|friendly|patient|polite|understanding
      made my day
      looking forward to
      look forward to
      well done
      fair enough
      not|isn't|wasn't|ain't so|too|that? bad
      no|without a|any? doubt
      can't|cannot wait
      worth every|the`,
  },
  {
    weight: 3,
    why: 'Praise of the agent or of the company, and thanks that go beyond politeness.',
    phrases: `
      thank you so|very much|kindly
      thanks so|very|ever much
      thanks|thank a|you lot|million|bunch a? lot?
      you've|you have? been so|very|really|extremely|most|a|such? great|good|big|huge? helpful|kind|help|patient|amazing|wonderful|fantastic|great|lovely|brilliant
      you're|you are? so|very|really|the|a|an best|amazing|star|lifesaver|legend|angel|helpful|kind|great|awesome|wonderful|brilliant
      life saver
      couldn't have|be been? more helpful|happier|better|easier|nicer|pleased|asked
      couldn't|can't be happier|better
      can't|cannot thank you
      went|go|goes|gone above and beyond
      above and beyond
      best|great|excellent|amazing|fantastic|wonderful|outstanding|brilliant|good|superb customer? service|experience|support|company
      highly|definitely|would|absolutely|totally|certainly definitely? recommend
      exceeded my|our expectations
      love|loved|loving it|this|that|your|the|my|you
      five|ten stars
      ten out of ten
      hundred percent happy|satisfied
      long|loyal time? happy customer
      keep up the good|great
      keep it up
      no wait|waiting at? all?
      answered|picked right away|up
      first time resolution`,
  },
]
