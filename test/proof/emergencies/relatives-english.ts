import { lines } from "./sentences.ts";

/** What frightened relatives say first, in English. */
export const relativesEnglishDangers = lines(`
my dad can't catch his breath
she's gasping for air
he's struggling to breathe and his lips are turning blue
my inhaler isn't working and I can't get any air
my son is wheezing really bad and he can't finish a sentence
grandma's stopped breathing
he's barely breathing
it feels like I'm suffocating
her chest is caving in when she breathes, she's only two
I can hardly breathe
he's fighting for breath
she isn't breathing right, she's going grey
my toddler's choking on a grape
there's something stuck in his throat and he can't cough
she swallowed a coin and it's stuck
he's got a piece of steak lodged in his throat
my husband is choking and he can't talk
the baby's gagging and turning purple
my daughter has a fish bone in her throat and can't swallow
he choked on a hot dog and it won't come out
she's turning blue, she put a bead in her mouth
there's this crushing pressure in my chest
my chest feels really tight and it's going down my arm
it's like an elephant sitting on my chest
dad's clutching his chest and sweating
I think my wife is having a heart attack
my chest is killing me and I feel faint
he has bad chest pains and he's throwing up
I've got pain shooting from my chest to my jaw
my heart's racing and my chest hurts and I can't calm down
she says her chest is on fire and her left arm's gone numb
pain in my chest since this morning, getting worse
my heart hurts really bad and I'm all clammy
one side of his face is drooping
mom's speech is all slurred
she can't lift her left arm all of a sudden
my husband's mouth is hanging on one side
he woke up and half his body's numb
she's talking gibberish and can't stand up
I suddenly can't see out of one eye
my right side went weak out of nowhere
worst headache of my life, came on like a thunderclap
he can't get his words out and his face looks lopsided
I think grandpa is having a stroke
my wife passed out and she won't wake up
he's not responding to me
she fainted and hit her head and she's out cold
I found my dad on the floor and he isn't moving
he just collapsed in the kitchen
my mother is unresponsive
my roommate blacked out and I can't wake him up
she's limp and her eyes are rolled back
he keeps passing out
grandad keeled over
my neighbor is lying on the ground, not moving
my son is having a seizure
she's shaking all over and foaming at the mouth
he's jerking and his eyes rolled back
she's had three fits in a row
my daughter is convulsing with a fever
he won't stop seizing
the baby went stiff and started shaking
my brother's having an epileptic fit
she's twitching all over and can't answer me
I'm bleeding really badly
the blood won't stop
he cut himself with a saw and it's spurting
she's throwing up blood
my father is coughing up blood
there's blood everywhere
he cut off the tip of his finger
my nose has been gushing blood for an hour
he's losing a lot of blood
my husband sliced his wrist open on glass
she's pooping blood, a lot of it
it's bleeding through the towels
my daughter swallowed a whole bottle of Tylenol
he overdosed
my kid drank bleach
she took all her sleeping pills
I think he took fentanyl and he's turning blue
my toddler got into my pills
the baby ate rat poison
he swallowed a button battery
I took way too much insulin
my carbon monoxide alarm is going off and we all feel sick
a snake bit my boy
he drank antifreeze
I don't want to live anymore
I want to end it all
my brother says he's going to kill himself
she's cutting herself and says she wants to die
I'm thinking about ending my life
he's got a gun and says he'll shoot himself
my son tried to hang himself
I feel like hurting myself tonight
she's threatening to jump off the bridge
I can't go on, I have the pills in my hand
my teenager left a suicide note
I'm pregnant and I'm bleeding
my wife's water just broke
she's in labor and the baby's coming
I can feel the head coming out
I'm seven months and my contractions are two minutes apart
I'm pregnant and the baby hasn't moved all day
I'm thirty weeks with a terrible headache and I'm seeing spots
I just gave birth and I'm soaking through pads
pregnant and really bad pain in my belly
my sister is having the baby in the car
my newborn has a fever of 103
my baby won't wake up
my baby is limp
my infant is burning up and won't feed
we pulled her out of the pool, she's not breathing
my son nearly drowned
my little girl fell out of a window
he has a stiff neck and a purple rash that won't fade
my two week old is grey and floppy
he stuck a fork in the outlet and got shocked
the baby rolled off the bed and he's been vomiting since
his face is swelling up after a bee sting
my throat is closing up
my daughter ate peanuts and her tongue is swelling
she's going into anaphylactic shock
I used the EpiPen and it isn't helping
hives all over and he can't breathe
my lips are swollen and my throat feels tight
he's having a severe allergic reaction
she got stung and now she's wheezing
my son pulled a pot of boiling water on himself
she got badly burned by hot oil
his clothes caught fire
I got drain cleaner in my eyes
the grill blew up in his face
my baby got scalded
he got electrocuted
the skin is peeling off her arm from the burn
my husband's been burned all over his hands
my husband got hit by a car
she fell down the stairs and can't move her legs
he's been stabbed
my brother's been shot
the bone's sticking out of his leg
he fell off the roof
she hit her head and she's throwing up and confused
his hand got caught in a machine
there's been a car crash and my mom's hurt bad
he's got a nail in his eye
a tree fell on him
I think her neck is broken
my mom's having a really hard time breathing
he can't get enough air in
she's panting and her lips look blue
my baby keeps stopping breathing
I'm so short of breath I can't walk to the door
he's breathing funny, like snoring, and won't wake
my wife's choking on chicken
a candy's stuck in my son's throat
he can't breathe, something went down the wrong way
she's choking, what do I do
my boy swallowed a magnet
I've got a heavy feeling on my chest and I'm sweating
my husband's got chest pain
it hurts right in the middle of my chest and my arm tingles
somebody's squeezing my heart, that's what it feels like
my dad's having a cardiac arrest
a stabbing pain in my chest every time I breathe
her face is drooping
dad suddenly can't talk right
his left side is paralyzed
my wife can't move her arm and she sounds drunk
I lost the vision in my left eye an hour ago
my uncle's unconscious
she won't open her eyes
he dropped to the floor and isn't answering
I can't get her to wake up
my coworker just fainted and she's still out
my kid got knocked out
she's having convulsions
my dog walker is on the ground shaking and drooling
he's having one seizure after another
her whole body's jerking
my little boy's eyes rolled back and he's stiff as a board
I can't stop the bleeding
my dad's vomiting blood
he has a deep cut and it won't stop bleeding
blood is pouring out of her head
she chopped her finger off
I've taken too many of my pills
my little one drank some cleaning fluid
my friend shot up heroin and he's not waking up
she's taken an overdose
he got bitten by a rattlesnake
my kid ate a bunch of gummies and he's not right
I'm going to kill myself
I don't want to be here anymore
my daughter slit her wrists
he wants to die
there's no point in living, I've got a plan
I'm bleeding and I'm twenty weeks pregnant
my waters have gone
the baby is coming right now
my wife's pregnant and she's having a seizure
I haven't felt my baby kick since yesterday
my three week old has a temperature of 102
my baby's gone blue
my son fell in the pool
my toddler fell from the second floor
the baby won't stop screaming and his soft spot is bulging
my son's allergic to nuts and his lips are swelling
her tongue's so swollen she can't talk
she got stung by a wasp and her throat's closing
I'm having an allergic reaction and it's getting hard to swallow
hot soup spilled all over my daughter
he burned his face with gas
acid splashed in my eye
my house is on fire and my mom's burned
a car hit my kid
my husband fell off a ladder and isn't moving
he cut his leg with a chainsaw
she was in a motorcycle accident
my dad fell and I think he broke his hip
somebody stabbed my friend
he has a knife stuck in his stomach
`);

/** Worries, past events and figures of speech that are no emergency, in English. */
export const relativesEnglishNone = lines(`
I had a heart attack two years ago and need a follow-up
my mom had a stroke back in 2019, she needs a checkup
my son had a seizure as a baby and I want to ask the doctor about it
I had a nosebleed last week but it stopped
I'm starving to death, can we make this quick
I'm dying to see Doctor Sample again
that joke killed me
my heart is set on Tuesday
you're a lifesaver
I've got a killer headache sometimes, can I see someone next week
these prices are giving me a heart attack
I'm choked up, you're so kind
my feet are killing me in these shoes
I need a refill of my inhaler
I'd like an appointment for my asthma
my daughter has a bit of a fever
I need blood work done
I want to have my blood pressure checked
I have a cold and a cough
I need my epilepsy medication renewed
I burned my tongue on coffee, no big deal, it's for a cleaning
my husband snores
I'd like a flu shot
I'm allergic to penicillin, please note that
I'd like allergy testing
do you have a cardiologist
my tooth hurts
I'm bleeding money on these bills
I'm tired and need an appointment
I'm fed up with being on hold
he cut his finger last week and needs the stitches out
my grandmother passed away last year
is there an emergency room near you
are you open for emergencies
it's kind of urgent, I'd like to be seen this week
I dropped my phone, could you repeat that
the line went dead before
you're breaking up, I can't hear you
I'm three months pregnant and need an ultrasound
I'd like a prenatal visit
I gave birth six weeks ago, it's for my postpartum visit
my baby's two months old and due for shots
he gets a stomach ache now and then
my period is late
my knee's been bothering me when I walk
I'm afraid of needles
I take pills for my blood pressure
I took my medicine this morning
do I have to fast before the blood test
I'd like to lose weight
I have a mole I want looked at
it's about my car accident last year, I need paperwork
I need a sports physical
my ear is plugged
I'm not sleeping well lately
I've been feeling a little down and want to talk to a doctor
I don't have chest pain, it's only a checkup
it's not an emergency
my fitness instructor told me to call
I can't breathe a word of this to my husband, it's a surprise
my father had a heart attack in March and has to see the cardiologist
I had heart surgery five years ago
I fainted once last summer and would like a checkup
she used to have seizures as a child
I get a little winded going up stairs, it's been months
my son swallowed a cherry pit last week and he's fine
I'm dead tired
it's so hot I'm dying
it breaks my heart to cancel
by heart I don't know my number
I'm going to kill my husband, he forgot again
you're killing me with this hold music
I'm burning to know the results
I have a cold sore on my lip
my gums bleed a little when I floss
my cat scratched me last month
I have an old burn scar to show
I need a prescription for an EpiPen
I fell three weeks ago and my wrist is still stiff
my foot falls asleep when I sit
I need my cast taken off
my wife is pregnant, it's the first visit
the baby is moving fine, it's just the ultrasound
the doctor told me to call about my blood test
my mother doesn't speak English, may I translate
he's not answering his phone, the doctor
I'm stuck in traffic and I'll be late
I'm stuck at work till five
my daughter has a rash that itches
I passed out flyers at your clinic
`);
