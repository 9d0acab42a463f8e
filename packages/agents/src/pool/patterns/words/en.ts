import type { Words } from "../families.ts";

const ALL = "there|all|everyone|everybody|team|folks|guys|friends|bot|again|mate|buddy|you two";

export const en: Words = {
  greeting: [
    `(hi|hello|hey|hiya|howdy|yo|greetings|heya|hullo) [${ALL}]`,
    `(hi|hello|hey) there (all|everyone|team|folks|guys|bot|again|mate|buddy)`,
    `[very] good (morning|afternoon|evening|day) [${ALL}|to you|to all|to everyone]`,
    `(morning|evening|afternoon|gm|goodmorning) [${ALL}]`,
    `(hi|hello|hey) good (morning|afternoon|evening)`,
  ],
  thanks: [
    "(thanks|thank you|thx|thnx|ty|tysm|cheers|ta|tyvm|tks) [all|everyone|guys|folks|team|mate|man|bot|buddy|again]",
    "(thanks|thank you|thx) [so much|very much|a lot|a ton|a bunch|a million|kindly|loads|heaps] [for your help|for the help|for that|for this|for helping|for everything|again|everyone|all|mate]",
    "many thanks [for your help|for the help|for everything|again|all]",
    "(much|really|i|i really|very much) (appreciate it|appreciated|appreciate that|appreciate your help)",
    "thanks in advance",
  ],
  farewell: [
    "(bye|goodbye|bye bye|cya|ciao|farewell) [for now|all|everyone|team|folks|guys|bot]",
    "good night [all|everyone|team|folks|guys|bot]",
    "(see|cu|talk to|catch|speak to) (you|ya) [later|soon|tomorrow|around|then|next week|on monday|monday]",
    "(talk|see you|ttyl|laters|later|speak) (later|soon|tomorrow|guys)",
    "(ttyl|cya|goodnight|nighty night|gn)",
    "[have|enjoy] (a|the|your) (nice|good|great|lovely) (day|weekend|evening|night|one|week|rest of your day) [all|everyone]",
    "take care [all|everyone]",
    "until (tomorrow|next time|monday)",
  ],
  acknowledgement: [
    "[ok|okay|ah|oh|ah ok|oh ok|alright|yeah|yes] (got it|gotcha|understood|makes sense|i see|i understand|fair enough|good to know|noted|good point|that makes sense|that helps|that worked|it worked|it works|it works now|works for me|all good|all clear)",
    "[ok|okay|ah|oh|ah ok|oh ok|alright|wow] [that is|thats|this is|very|so|really|pretty|just] (cool|great|perfect|nice|awesome|amazing|excellent|wonderful|fantastic|brilliant|lovely|neat|sweet|superb|impressive)",
    "(cool cool|nice one|nice work|good work|great work|good job|great job|nice job|well done|good bot|wow|oh wow|oh nice|sounds good|sounds great|sounds good to me|very good|very nice|very well|all right|roger|roger that|copy that|right on|exactly|indeed|true|correct|thats right|thats it|thats correct|agreed)",
    "you (rock|are the best|are great|are awesome|are amazing|rule)",
    "youre (the best|great|awesome|amazing)",
    "(never mind|nevermind|nvm)",
    "i (love|like) (it|this|that)",
  ],
  assent: ["(ok|okay|k|alright|ah|oh|ah ok|oh ok|yeah|right|well)"],
  courtesy: [
    "[oh|oops|so|im|i am|im so|very] sorry [about that|for that|for the confusion|my bad|my mistake]",
    "(my bad|my mistake|oops|whoops|apologies|my apologies|pardon me)",
    "[ok] (no worries|no problem|np|no prob|youre welcome|you are welcome|ur welcome|yw|welcome|anytime|my pleasure|dont worry|dont worry about it|its ok|its fine|its okay|all good|no rush|no hurry)",
    "(happy|merry) (birthday|new year|christmas|easter|holidays|friday|anniversary) [everyone|all|team|to you|to all]",
    "(congrats|congratulations|congratz|kudos|bravo) [all|everyone|team|guys|to you|to all|to everyone]",
    "(good luck|get well soon|bless you|enjoy|welcome back|welcome to the team|fingers crossed)",
  ],
  smalltalk: [
    "[so|and] how (are|r) (you|u|ya|things|we) [doing|feeling|today|doing today|all|going]",
    "[so] (hows|how is) (it|everything|life|your day|the day|it all|things) [going|today|been|so far|going so far]",
    "how are (things|you) (going|doing)",
    "(how do you do|hows things|how have you been|whats up|whatsup|wassup|sup|whats new|whats going on|whats happening|you ok|you good|all good|are you ok|are you alright|you alright|hru)",
    "(are you|you|u|anyone|anybody) (there|here|around|awake|online|alive|still there)",
    "are you [a|an|really a|actually a] (bot|robot|human|real|real person|ai|machine|person|human or a bot|bot or a human|chatbot)",
    "what (can|do) you do [for me]",
    "what can you help [me] with",
    "(nice|good|great|pleased) to (meet|see) you [too|all]",
    "(im|i am) (fine|good|great|ok|well|doing well|doing fine) [and you|too|how are you|thanks and you]",
    "(did you|do you) (sleep well|have a nice weekend|have a good weekend|have a nice day)",
    "how was your (day|weekend|week|night|evening)",
  ],
  laughter: [
    "(lol|lmao|rofl|lolol|lolz|lmfao|hehe|haha|hihi|hah|heh|xd|hahaha)",
    "(haha|lol) (nice|good one|true|yes|ok|so true|love it)",
  ],
  clock: [
    "what time is it [now|right now|please]",
    "(whats|what is) the [current] time [now|right now|please]",
    "what (day|date) is it [today]",
    "(whats|what is) (the date|todays date|the date today|the current date|todays day)",
    "what day of the week is it [today]",
    "(do you have|have you got|you got) the time",
  ],
  approval: [
    "(yes|y|yep|yeah|yup|ok|okay|sure|approve|approved|confirm|confirmed|agreed|proceed|go ahead|do it|go for it|please do|ship it|lgtm|absolutely|of course|definitely|approve it|affirmative|yes yes|make it so)",
    "(yes|yep|yeah|yup|ok|okay|sure|lgtm|approved|confirmed) (approve|approve it|approved|confirm|confirmed|go ahead|do it|go for it|proceed|please do|please go ahead|of course|ship it|i approve|i confirm|sure|do that|absolutely|definitely)",
    "(i approve|i approve it|i approve this|i confirm|i agree|you may proceed|you can go ahead|please proceed|please go ahead|please approve)",
  ],
  refusal: [
    "(no|n|nope|nah|reject|rejected|cancel|cancel it|cancel that|decline|declined|deny|denied|abort|dont|do not|dont do it|do not do it|dont do that|do not do that|no no|negative|reject it|absolutely not|definitely not|certainly not|of course not|please dont|please do not|i reject|i decline|i reject it|i disagree)",
    "(no|nope|nah) (cancel|cancel it|cancel that|reject|reject it|dont|do not|dont do it|do not do it|dont do that|thanks|thank you|abort|decline|please dont|please do not|i reject|not approved|rejected|absolutely not)",
    "(not approved|do not approve|dont approve|i do not approve|i dont approve|do not proceed|dont proceed)",
  ],
};
