import { lines } from "./sentences.ts";

/** Dangers as bystanders and frightened patients describe them, in English. */
export const toldEnglishDangers = lines(`
my husband is just sitting there staring and one side of his face slid down
come quick the old man fell in the shower and he ain't talking
I think granny is gone she's cold and won't open her eyes
he's making this snoring gurgling noise and I can't rouse him
my baby's lips went kind of bluish and she's floppy
my kid got into my pills and the bottle's empty
I took the whole bottle of tylenol about an hour ago
I just can't do this anymore I've got the gun in my lap
my daughter texted goodbye and she's locked herself in the bathroom
my roommate cut her wrists there is blood all over the tub
I'm six months along and there's blood running down my legs
her water broke at 28 weeks and something's hanging out
the baby's coming right now I can see the head
something's stuck in his throat and he's clawing at his neck
he was eating steak and now he can't make a sound
I feel like somebody's standing on my chest and my jaw aches
my chest feel real tight and I'm sweating buckets
my arm went numb out of the blue and I can't find my words
he's twitching all over and his eyes rolled up in his head
she had one fit after another and hasn't come round
my dad's sugar is 28 and he's not making sense
bee got me and my tongue is getting thick
she ate a peanut and her throat is closing up
he's cut his leg with the chainsaw and it's spurting
I put a towel on it but the blood keeps soaking through
my brother been shot in the stomach
somebody stabbed my cousin outside
he fell off the roof and says he can't feel his legs
a car hit my little girl she's lying in the road
we pulled him out of the pool he's not coming to
he grabbed the live wire and got thrown across the room
boiling grease went all over the baby
she drank drain cleaner
our carbon monoxide alarm went off and we all got headaches and feel sick and mom passed out
my newborn won't wake up to feed and has a fever of 104
he bumped his head and now he keeps throwing up and acting sleepy
I can't hardly breath since last nite its getting worse
he's turning gray and clutching his chest
coughing up cups of bright red blood
my wife just had the baby at home and she's hemoraging
I left the toddler in the car and he's unresponsive and burning up
my boyfriend shot up and now he's not breathing right
my boss just slumped over his desk and his lips are purple
uh my dad's breathing is real shallow like every ten seconds
she swallowed a bunch of grandma's heart pills we don't know how many
I'm on the ledge and I don't want to be here anymore
my teenager hung himself we just cut him down
grandpa slipped and cracked his skull there's blood everywhere
he's in the bathtub face down
my wife is eight months pregnant with a splitting headache and she's seeing spots
my arm just quit on me and my words are coming out wrong
my mom's been throwing up what looks like coffee grounds and she's real weak
can't get air in help me
the dog tore up his face he's bleeding bad
her dress caught fire she's burned all over
he swallowed a button battery
the tractor rolled over on him
she's covered in hives and her voice is going hoarse and she's wheezing
my neighbor's on the lawn and he won't answer and his eyes are open
my son got hit with a baseball in the chest and dropped
there was a shooting outside and a guy is down
my baby rolled off the bed and now he's limp and won't cry
there's a man down in the hallway he's not getting up
my husband's face looks like it's melting on one side
she's having contractions two minutes apart and we're stuck in traffic
I think my appendix burst the pain is unbearable and I can't stand
he snorted something and now he won't wake up
my grandson stuck a fork in the outlet
he's been in the sun all day and he's talking crazy and not sweating
my daughter's throat is itchy and swelling after the antibiotic
I've been bleeding through a pad every ten minutes
he's got a knife and he's going to kill us
my wife won't stop shaking and she's burning up and doesn't know who I am
my kid fell in the deep end we got him out but he's coughing and blue
she says she's got nothing to live for and she's driving around
my dad's talking gibberish all of a sudden
the baby stopped breathing for a second and went white
I cut my finger clean off
my heart keeps skipping and I blacked out twice
he drank antifreeze thinking it was juice
there's smoke in the house and my mother can't get out
my sister is pregnant and just fell down the stairs
my father in law just went limp in his chair we can't bring him back
my coworker is choking on a piece of bread
there's an awful heaviness under my breastbone and my teeth hurt
mama's eyelid is drooping and she drools when she drinks
we flipped the car and my friend is pinned
my boy poked a stick in his eye
blood is squirting from his calf I tied a belt around it
she says she wants to be with her mother in heaven and she's holding pills
my neighbor shot his wife
I'm thirty weeks and leaking fluid and blood
the baby is out but isn't crying
my niece fell in a bucket of water headfirst
we found grandpa outside in the cold mumbling and stiff
my friend did too much coke and his heart is going crazy
the whole family is dizzy and puking and the furnace smells weird
I haven't peed since yesterday and I'm swollen all over and can't lie flat to breathe
the cab driver is slumped over the wheel
he's wheezing so bad he can't finish a word
my son's been seizing for five minutes
I'm scared my husband's gonna beat me to death
my roommate mixed a bunch of pills and he's breathing funny
grandma's arm is just dangling and her smile is lopsided
somebody pushed my friend off the second floor balcony
my son is stuck under the garage door
my mother says she can't see anything all of a sudden
I'm thinking of driving my car into a tree
stepped on a nail and now my jaw is locked
my six week old has a temp of 103 and won't nurse
his surgery cut opened back up and I can see inside
I've got pins and needles all down my right side and blurry vision
she's having the baby in the parking lot
a rabid dog bit him on the hand
he fell off the ladder on his head and he's vomiting
my toddler's ribs are sucking in with every breath
my boyfriend had his hands around my neck and he's coming back
he got shocked by the freezer
she's coughing up pink foam and can't breathe
dad can't swallow and his voice sounds weird all of a sudden
my daughter's lips are twice their size
nobody loves me I'm going to slit my wrists
`);

/** Harmless sentences that share words with these dangers. */
export const toldEnglishNone = lines(`
my chest cold is better I just want a follow up
he died last year we need to cancel his appointment
I'm calling about the shot for sudden infant death
do you do heart scans
my battery is dying can you hurry
I'd kill for a morning appointment
my son bled a little when he lost his tooth yesterday it's fine now
I need a CPR certificate for work
my left arm is sore from the flu shot
I have asthma and I need a refill on my inhaler
I'm choked up thank you so much
my husband snores and I want him checked for sleep apnea
I fell last month and my knee still hurts
can I get my stitches out on friday
my mother had a stroke two years ago and needs her checkup
I'm drowning in paperwork can we do next week
my kid has a runny nose
it's not an emergency I just have a rash
I was in the ER last week and they told me to follow up
does the doctor treat epilepsy
I'm pregnant and want a first ultrasound
my blood pressure pills are running out
I passed my glucose test and wanted the results
I got burned by a wrong bill from you guys
sorry I couldn't hear you my phone cut out
I stopped breathing through my mouth since the nose surgery it's great
the doctor cut me off last time
I almost died laughing at your hold music
I want a mole removed
I lost my insurance card
I'm breathing much better since the treatment thanks
my son had seizures as a baby and needs a follow up
I burned my dinner so I'll be ten minutes late
my husband had heart surgery in May and needs a check up
I'm feeling under the weather with a cold
my mom's blood pressure is a little high can she be seen
do you do pregnancy tests
I've had a sore throat for three days
my dad doesn't speak English is that okay
she never answers her phone so call me instead
I have a flat tire so I can't make it
what's the number for poison control just for our fridge
my knee has been hurting since the game
he's scared to death of needles
I need my blood drawn on tuesday
the swelling in my ankle went down
I had chest pain last month but it's all gone
can my son get the meningitis vaccine
I need an appointment for my arrhythmia
my husband gets winded on the stairs
there was a death in the family so we need to cancel
do you take credit cards
my baby is two weeks old and needs his first visit
my arm is sore from carrying my daughter
can I speak to a nurse please
he swallowed a cherry pit last week and he's fine
I'm losing my hair
I passed out last year and they want a follow up
I want an HIV test
I shot some photos of my rash can I email them
are you open on christmas
I can't get up in the morning I need a checkup
should I take all my pills before the blood test
my daughter fell pregnant and we'd like a scan
there's no parking on your street
my husband never got out of the car he's waiting outside
what can I eat before the colonoscopy
my son drank too much soda and his tummy aches
does the doctor speak french
he's not answering when I call your office
I nicked my finger with a kitchen knife it's nothing
I'm stuck I can't get out of the app
the baby is teething and cranky
are you the place by the bridge on river road
I live by the train tracks so it takes a while
I'd like to quit drinking
thank you from the bottom of my heart
I caught a cold and I'm coughing
he's still on the train he'll be late for the appointment
my eye itches a little
they said my heart is good
my roommate takes vitamins is that a problem for the blood draw
my legs tingle when I sit too long
are you on the second floor
my six week old is due for her shots
my scar healed nicely
I need glasses things are a bit blurry far away
can my service dog come
he threw up once last night but he's fine now
my boyfriend will call you back
the freezer broke so I have to wait for the repair guy
my voice is hoarse from a cold
my lips are chapped
nobody answers at the front desk
I twisted my ankle playing soccer on sunday
my baby cries a lot at night
the doctor told me to lose weight
my periods are heavy and I want to see the gynecologist
I'm driving I'll call you back
I have two pills left I need a refill
a bee stung me yesterday and it still itches a little
I'd rather take the afternoon
I'm stuck with my current doctor and my husband too
my husband is in the bathroom and can't talk right now
I was just speaking with someone wrong number
I live alone and there's nothing near me
I get off the train and want an appointment
he hurt himself playing soccer last weekend
my allergies make my throat itch
can't get my blood drawn today
I need a refill of my EpiPen
acid reflux is bothering my chest a little
is it going to hurt me
my wife is going to kill me if I miss it
my baby came home and won't stop crying
my hands and neck are sore
my voice is hoarse and it hurts to swallow
I'm coming in two weeks for blood
the call dropped and nobody would answer
my son got his flu shot
I took some medicine and feel better
a booster shot for my wife
I take acid reflux medicine
this heat is crazy
they took the cast off my arm
can you run my blood test and find out
`);
