import { lines } from "./sentences.ts";

/** Bystanders describe what they see without naming it, in English. */
export const bystandersEnglishDangers = lines(`
please hurry my husband is barely breathing and he's the color of ash
my little girl can't get her breath
it's like no air is getting into her lungs
my sister's asthma is so bad she can only say one word at a time
his chest isn't going up and down
I've been choking on fumes since I mixed those cleaners
there's a piece of apple lodged in his windpipe
grandma choked on her bread and she's going dark
I keep hitting his back and nothing comes out
he's got meat stuck and he's drooling
it's like a fist pushing on my chest
my seventy year old dad has a pain going through his chest to his back
my heart is about to quit, I'm soaked in sweat
for twenty minutes I've had chest pain and I'm nauseous
his heart stopped, I'm doing compressions
half her body quit working
mom's trying to talk but nothing comes out and her smile is crooked
he dropped his fork and his arm just hangs there
she's seeing double and staggering since this morning
her face slid down on the right
I think it's a stroke, he can't squeeze my hand
he was talking and then he just went down and he's not saying anything
my boyfriend's out of it and I can't bring him round
she passed out at church
dad won't wake up even with water on him
he's breathing but he doesn't react to anything
my child is lifeless in my arms
his eyes rolled up and his teeth are clenched and he's shaking
my daughter's having a seizure, her third today
he's thrashing on the floor and bit his tongue
for five minutes her body's been jerking
she's convulsing, please come
I've gone through three towels and the blood's still coming
my son gashed his thigh with the weed whacker
she's passing clots the size of my fist
he's been spitting up blood since this morning
his leg is split open and you can see the meat
grandpa had bright red blood in the toilet and he's white as a sheet
my kid drank the stuff for unclogging the toilet
the little girl chewed up her granny's tablets
I mixed all my sleeping pills with vodka
my brother did some drugs and he's not responding
my husband breathed in gas at work and he's throwing up and stumbling
a snake got me on the ankle
he gave himself too much insulin and he's acting strange
I can't do this anymore, I just want to die
goodbye, I took all the pills
my son's locked himself in with the shotgun and says he'll kill himself
she tried to commit suicide
I'm going to throw myself in front of a train
my husband hanged himself
eight months pregnant and blood's running down my legs
the baby's coming and we're stuck on the highway
my pregnant sister is having convulsions
she's pushing, I can see hair
there's fluid leaking and I'm only thirty weeks
I can't feel my baby for two days
my ten day old is burning hot
my baby's all floppy and her skin is blotchy
he was under the water in the bathtub
my son fell from the first floor right on his head
she's got a fever and little purple spots
she's swelling up, she had crab
my son's lips doubled in size
since the medicine he's covered in hives and wheezing
a bee stung him inside the mouth and he can't swallow
the fryer caught fire and his hands are burned
the kettle tipped on her legs and the skin's coming off
my coworker got a shock and he's down
acid squirted in his eyes
a truck just ran into us and my wife is pinned
my neighbor's been stabbed out front
he fell out of a tree and can't feel his legs
my son got his hand in the shredder
he took a bullet in the leg
hello, um, it's my father, he stood up and turned gray, he's hunting for air
my girlfriend's hyperventilating, she says she's going to die
there's a weird noise when the baby breathes in and his neck sucks in
his asthma's back, ten puffs and nothing
my brother's on oxygen at home and it's not enough now
I'm sleeping sitting up and now I've got no air at all
the kid was playing with a balloon and inhaled it, he can't talk
she was eating fries and now she's grabbing her throat
a caramel went down the wrong pipe
my grandfather's choking on his medicine
dad says something's crushing his chest
it hurts right here in the middle, up into my neck, and I'm drenched
his heart's beating all over the place and he's about to fall
he quit running and grabbed his chest
it shoots into my left shoulder and I feel like I'm dying
his defibrillator went off three times
my husband can't find his words and his mouth droops
she reached for the glass and her hand let go and now she talks like she's drunk
from one minute to the next he doesn't know anybody
I've got no strength in my whole right side
grandpa woke up with his eye drooping
my mother has a horrible headache and she's vomiting, it hit all at once
there's somebody lying on the sidewalk and he's not moving
we shake her and she won't open her eyes
my friend smoked too much, he's white and not answering
he slumped on the table all of a sudden
she's gone, she can't hear us anymore
I think he slipped into a coma, he's diabetic
he started shaking like a leaf with his eyes gone
my daughter's epileptic and it's been more than five minutes
the little guy's hot and he's jerking all over
my neighbor's drooling and flailing on the ground, doesn't see us
I drove a knife into my hand and it's pumping blood
my wife's been bleeding since her tooth got pulled and it won't quit
the tourniquet's not holding
grandma's on blood thinners and she fell on her head
my son went through the sliding glass door
he's got a cut artery
my son siphoned gas and swallowed some
the little one emptied the cough syrup
she swallowed antidepressants, about thirty are missing
somebody drugged him, he's raving and foaming
the whole family's got headaches since we lit the stove
my baby sucked on a pack of pills
I got pesticide on me spraying and I'm throwing up
my friend texted me goodbye
I'm on the bridge looking at the water
it's not worth it, I'm going to swallow all of these
my husband took the rifle into the woods and said not to wait for him
she's slicing up her arms right now
I have dark thoughts and I'm scared I'll act on them
I'm pregnant and I'm hemorrhaging
my water just went and it's green
I can feel the cord hanging out
my neighbor's giving birth alone at home
my hands are swollen, eight months pregnant, and my vision's blurry
my four day old won't wake up to eat
my baby's having trouble breathing, his nostrils are flaring
our son disappeared in the pool, we just got him out
my two year old's over a hundred and five and she's drowsy
the baby paused his breathing
he went out the window, two stories
a wasp got him in the neck and he's swelling fast
she's itching all over, her voice is changing and she's choking
I took penicillin and my face blew up
the varnish caught fire in his hands
my apprentice got burned with tar
hot tea fell on the baby's chest
there's been an explosion at the shop
my mother slipped, her hip popped out and she's screaming
his shin bone is poking through
my son got hit on the head with a cinder block
the horse kicked him in the belly and he's doubled over and pale
we got rear ended and my passenger isn't moving
he got beat up and he's spitting blood
`);

/** Everyday calls that use the same words, in English. */
export const bystandersEnglishNone = lines(`
I'm calling because my mother needs new glasses
my husband was in the hospital in September for his heart, he needs a check
I had a miscarriage last year and would like a visit
I've got a small bump on my arm
a dog bit me a month ago and I need the booster
Tuesday's dead for me, Wednesday would be better
my appointment fell through
the price took my breath away
I'm out of breath, I ran to get the phone
we've been pulling our hair out trying to reach you
this bill is bleeding me dry
hold on, my baby's crying
my little one won't eat vegetables
my son lost his insurance card
the doctor never answered me
my head's about to explode with all this paperwork
my arm's in a cast and it's coming off
my boy's got a bruise on his knee
it's for a diabetes follow-up
I'd like my blood pressure watched
my throat's scratchy and my nose is stuffed up
my daughter's been coughing three days, no fever
I need a dentist, I chipped a tooth
it's for my eight year old, he wets the bed
my wife's five months pregnant, it's the second ultrasound
I'm due in March and I'd like a spot
do you give yellow fever vaccines
I get pins and needles in my legs when I sit
I'm on heart medicine and need it renewed
my mom died two months ago and I'm not sleeping
I get carsick, any advice
I'm stuck and can't make it tomorrow
my car broke down so I have to move it
my son fell off his bike last week and the knee isn't healed
I had my appendix out in August
my doctor mentioned stroke risk and I want a screening
I'd like to quit smoking
my hands are dry
he woke up too late for his appointment
I can't hear you
you cut me off
I want to talk to somebody, quickly
no no, nobody's sick, I want the address
my grandma can't hear very well anymore
it's for a death certificate
my dog got run over yesterday and I'm sad
I drank too much coffee this morning
I take two pills a day, is that normal
break a leg, doctor
I'm under a lot of pressure at work
I'm calling about my insurance card
does the doctor see two year olds
my dad has a pacemaker that needs its yearly check
I've had asthma all my life and want a specialist
they told me to call before nine
you just saved my life, thank you
I'd like to be seen for migraines
my mother's on blood thinners and needs a blood test
my right knee hurts when I run
I need stitches out of my hand
my daughter fell at school last week and they want a note
I've got acne on my face
my lips are chapped
a mosquito bit me and it itches
my baby's teething and drooling a lot
he spits up a little after his milk
my son has a runny nose
I'd like to see someone about my sleep, I wake up at three
my kids are driving me crazy
I broke my glasses
my leg itches
I'm looking for physical therapy for my shoulder
my aunt is cured of breast cancer
our power got cut so I'll call back
my phone's almost dead
the doctor put me off work
my husband lost his father and needs time off
can you send me my blood results
I have eczema on my hands and the skin peels
my feet swell a little in the evening
I want someone to look at my varicose veins
I've got high cholesterol
I smoke a pack a day and want to quit
it's for a pap smear
work is stressing me out
my daughter is scared of doctors
my baby has dry skin
I'm deaf in one ear, speak up
I've got an appointment Tuesday and I'm stuck at the office
my husband's back hurts since he lifted a couch
`);
